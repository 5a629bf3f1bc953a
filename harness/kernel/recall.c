// SPDX-License-Identifier: GPL-2.0-or-later
/* Kernels that were built before: read from a folder, found in the cache, or built once more. */
#include "kernel/kernel.h"

#include "kernel/cache.h"
#include "kernel/inputs.h"
#include "kernel/series.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/json.h"

#include <errno.h>
#include <string.h>

#define VALUE_MOST	  60
#define DIFFERENCES_SHOWN 3

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* NULL if one of them is no patch. */
static char **patches_of(const json_t *facts)
{
	const json_t *patches = json_object_get(facts, "patches"), *patch;
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	size_t i;

	json_array_foreach (patches, i, patch) {
		const char *series = text_of(patch, "series"), *name = text_of(patch, "patch"),
			   *hash = text_of(patch, "sha256");

		if (series && name && hash)
			g_ptr_array_add(list, patch_label(series, name, hash));
	}
	if (!json_is_array(patches) || list->len < json_array_size(patches)) {
		g_ptr_array_unref(list);
		return NULL;
	}
	g_ptr_array_add(list, NULL);
	return (char **)g_ptr_array_free(list, FALSE);
}

static int facts_take(const char *path, const json_t *facts, struct kernel_build *build)
{
	build->hash = g_strdup(text_of(facts, "hash"));
	build->source = g_strdup(text_of(facts, "source"));
	build->compiler = g_strdup(text_of(facts, "compiler"));
	build->patches = patches_of(facts);
	if (build->hash && build->source && build->compiler && build->patches)
		return 0;
	return error_set(EINVAL, "%s: is not what apfbench writes of a kernel", path);
}

int kernel_read(const char *folder, struct kernel_build *build)
{
	g_autofree char *path = g_build_filename(folder, kernel_store.facts, NULL);
	json_t *facts = NULL;
	int err;

	memset(build, 0, sizeof(*build));
	err = json_read(path, &facts);
	if (err)
		return err;
	err = facts_take(path, facts, build);
	json_decref(facts);
	build->folder = g_strdup(folder);
	build->bzimage = g_build_filename(folder, "bzImage", NULL);
	build->config = g_build_filename(folder, "config", NULL);
	if (!err && (!fs_exists(build->bzimage) || !fs_exists(build->config)))
		err = error_set(ENOENT, "%s: has no bzImage with its config", folder);
	if (err)
		kernel_build_clear(build);
	return err;
}

int kernel_recall(const char *hash, struct kernel_build *build)
{
	g_autofree char *folder = store_find(&kernel_store, hash);

	return folder ? kernel_read(folder, build)
		      : error_set(ENOENT, "kernel %.12s: is not in the cache", hash);
}

int kernel_symbols(const char *name, const char *hash, char **path)
{
	g_autofree char *folder = store_find(&kernel_store, hash);
	g_autofree char *file = folder ? g_build_filename(folder, KERNEL_VMLINUX, NULL) : NULL;

	if (!folder)
		return error_set(ENOPKG,
				 "kernel %s: packs have no symbols, and %.12s is not in the cache: "
				 "`apfbench build` of the same experiment puts it there",
				 name, hash);
	if (!fs_exists(file))
		return error_set(
			ENOPKG,
			"kernel %s: %s has no " KERNEL_VMLINUX
			", the file of symbols, as an earlier version built it: remove "
			"that folder, and run the same command again to build it once more",
			name, folder);
	*path = g_steal_pointer(&file);
	return 0;
}

static int path_refuse(const char *kernel, const char *what, const char *path)
{
	return error_set(
		ENOPKG,
		"kernel %s: is not in the cache, and cannot be built from what only the "
		"machine that built it had: %s %s; `apfbench build` there or here with the "
		"same files puts it into the cache, `apfbench pack` brings it along",
		kernel, what, path);
}

/* With names alone everything comes from a package and from apfbench itself. */
static int names_check(const struct kernel_spec *spec)
{
	const struct {
		const char *what;
		char *const *names;
	} lists[] = { { "series", spec->series }, { "fragment", spec->config } };

	if (!g_regex_match_simple("^linux-source-[0-9]+(\\.[0-9]+)*$", spec->source,
				  G_REGEX_DOLLAR_ENDONLY, 0))
		return path_refuse(spec->name, "source", spec->source);
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		for (char *const *name = lists[i].names; *name; name++)
			if (strchr(*name, '/'))
				return path_refuse(spec->name, lists[i].what, *name);
	return 0;
}

struct differences {
	GString *text;
	guint count;
};

static void difference_add(void *context, const char *path, const json_t *old, const json_t *now)
{
	struct differences *differences = context;
	g_autofree char *before = json_shown(old, VALUE_MOST), *after = json_shown(now, VALUE_MOST);

	/* The build's own results, and what an experiment calls it. */
	if ((!now && (g_str_has_prefix(path, "files") || strcmp(path, "hash") == 0)) ||
	    strcmp(path, "name") == 0)
		return;
	if (differences->count++ < DIFFERENCES_SHOWN)
		g_string_append_printf(differences->text, "; %s: %s -> %s", path, before, after);
}

/* "; source: A -> B; ...", or "" if the facts that were kept say nothing. Free with g_free(). */
static char *differences_of(const char *kept, const struct inputs *inputs)
{
	g_autofree char *path = g_build_filename(kept, kernel_store.facts, NULL);
	struct differences differences = { .text = g_string_new(NULL) };
	json_t *facts = NULL, *now = inputs_json(inputs);

	if (!json_read(path, &facts))
		json_walk(facts, now, difference_add, &differences);
	if (differences.count > DIFFERENCES_SHOWN)
		g_string_append_printf(differences.text, "; %u more",
				       differences.count - DIFFERENCES_SHOWN);
	json_decref(facts);
	json_decref(now);
	return g_string_free(differences.text, FALSE);
}

static int inputs_compare(const struct kernel_former *former)
{
	g_autofree char *text = NULL;
	struct inputs inputs;
	int err = inputs_open(former->spec, former->simulated, &inputs);

	if (err)
		return err;
	if (strcmp(inputs.hash, former->hash) != 0) {
		text = differences_of(former->kept, &inputs);
		err = error_set(ENOPKG,
				"kernel %s: is not in the cache, and would be another one than "
				"recorded if it was built here (%.12s, now %.12s%s): source and "
				"compiler come from packages, patches and fragments with the "
				"version of apfbench that the record names",
				former->spec->name, former->hash, inputs.hash, text);
	}
	inputs_close(&inputs);
	return err;
}

int kernel_rebuild(const struct kernel_former *former, bool with_perf, unsigned int jobs,
		   struct kernel_build *build)
{
	int err = names_check(former->spec);

	if (!err)
		err = inputs_compare(former);
	return err ? err : kernel_build(former->spec, former->simulated, with_perf, jobs, build);
}
