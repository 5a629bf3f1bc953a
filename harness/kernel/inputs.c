// SPDX-License-Identifier: GPL-2.0-or-later
/* Gathers a kernel's inputs; their hash is its place in the cache. */
#include "kernel/inputs.h"

#include "kernel/config.h"
#include "kernel/perf.h"
#include "kernel/series.h"
#include "kernel/toolchain.h"
#include "util/error.h"

#include <string.h>

/* To be raised when a change of the build changes results. */
#define CACHE_SCHEMA "apfbench kernel 1"

static void hash_add(GChecksum *sum, const char *label, const char *value)
{
	g_checksum_update(sum, (const guchar *)label, (gssize)strlen(label) + 1);
	g_checksum_update(sum, (const guchar *)value, (gssize)strlen(value) + 1);
}

static GChecksum *hash_begin(const struct inputs *inputs, const char *what)
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);

	hash_add(sum, "schema", CACHE_SCHEMA);
	hash_add(sum, "what", what);
	hash_add(sum, "source", inputs->source.id);
	hash_add(sum, "compiler", inputs->compiler);
	hash_add(sum, "linker", inputs->linker);
	return sum;
}

static char *kernel_hash(const struct inputs *inputs)
{
	g_autoptr(GChecksum) sum = hash_begin(inputs, "kernel");

	for (guint i = 0; i < inputs->patches->len; i++)
		hash_add(sum, "patch", ((struct patch *)inputs->patches->pdata[i])->hash);
	for (guint i = 0; i < inputs->fragments->len; i++)
		hash_add(sum, "fragment", ((struct fragment *)inputs->fragments->pdata[i])->hash);
	for (guint i = 0; toolchain_variables[i]; i++)
		hash_add(sum, "make", toolchain_variables[i]);
	if (toolchain_more(&inputs->version))
		hash_add(sum, "make", toolchain_more(&inputs->version));
	return g_strdup(g_checksum_get_string(sum));
}

static char *perf_hash(const struct inputs *inputs)
{
	g_autoptr(GChecksum) sum = hash_begin(inputs, "perf");

	for (guint i = 0; i < inputs->patches->len; i++) {
		const struct patch *patch = inputs->patches->pdata[i];

		if (patch_touches(patch, "tools/", "tools/testing/"))
			hash_add(sum, "patch", patch->hash);
	}
	for (guint i = 0; perf_variables[i]; i++)
		hash_add(sum, "make", perf_variables[i]);
	for (const char *const *more = perf_more(&inputs->version); *more; more++)
		hash_add(sum, "make", *more);
	return g_strdup(g_checksum_get_string(sum));
}

int inputs_open(const struct kernel_spec *spec, bool simulated, struct inputs *inputs)
{
	int err;

	memset(inputs, 0, sizeof(*inputs));
	inputs->spec = spec;
	err = linux_version_of_source(spec->folder, spec->source, &inputs->version);
	if (!err)
		err = series_stack(spec->folder, &inputs->version, spec->series, simulated,
				   &inputs->patches);
	if (!err)
		err = config_fragments(spec->folder, spec->config, &inputs->version, simulated,
				       &inputs->fragments);
	if (!err)
		err = toolchain_check(kernel_needs);
	if (!err)
		err = toolchain_versions(&inputs->compiler, &inputs->linker);
	if (!err)
		err = source_open(spec->folder, spec->source, &inputs->source);
	if (err) {
		inputs_close(inputs);
		return error_prefix(err, "kernel %s", spec->name);
	}
	inputs->hash = kernel_hash(inputs);
	inputs->perf_hash = perf_hash(inputs);
	return 0;
}

void inputs_close(struct inputs *inputs)
{
	source_close(&inputs->source);
	g_clear_pointer(&inputs->patches, g_ptr_array_unref);
	g_clear_pointer(&inputs->fragments, g_ptr_array_unref);
	g_free(inputs->compiler);
	g_free(inputs->linker);
	g_free(inputs->hash);
	g_free(inputs->perf_hash);
	memset(inputs, 0, sizeof(*inputs));
}

json_t *inputs_json(const struct inputs *inputs)
{
	json_t *patches = json_array(), *fragments = json_array();

	for (guint i = 0; i < inputs->patches->len; i++) {
		const struct patch *patch = inputs->patches->pdata[i];

		json_array_append_new(patches,
				      json_pack("{s:s, s:s, s:s, s:s*}", "series", patch->series,
						"patch", patch->name, "sha256", patch->hash,
						"subject", patch->subject));
	}
	for (guint i = 0; i < inputs->fragments->len; i++) {
		const struct fragment *fragment = inputs->fragments->pdata[i];

		json_array_append_new(fragments, json_pack("{s:s, s:s}", "fragment", fragment->name,
							   "sha256", fragment->hash));
	}
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "schema", CACHE_SCHEMA, "name",
			 inputs->spec->name, "source", inputs->source.text, "compiler",
			 inputs->compiler, "linker", inputs->linker, "patches", patches,
			 "fragments", fragments);
}
