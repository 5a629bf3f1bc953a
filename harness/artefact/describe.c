// SPDX-License-Identifier: GPL-2.0-or-later
/* What records and preparations say about their kernels and images. */
#include "artefact/artefact.h"

#include <string.h>

json_t *artefacts_hashes(const struct artefacts *artefacts, const struct artefact_setup *setup)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "host_kernel", setup->host->bzimage_hash,
			 "guest_kernel", setup->guest->bzimage_hash, "host_config",
			 setup->host->config_hash, "guest_config", setup->guest->config_hash,
			 "host_image", setup->host_image.hash, "guest_image",
			 artefacts->guest_image.hash);
}

static char *join(const char *host, const char *guest)
{
	return strcmp(host, guest) ? g_strdup_printf("%s; guest: %s", host, guest) : g_strdup(host);
}

static json_t *list_json(char *const list[])
{
	json_t *array = json_array();

	for (; *list; list++)
		json_array_append_new(array, json_string(*list));
	return array;
}

json_t *artefacts_describe(const struct artefacts *artefacts, const struct artefact_setup *setup)
{
	const struct kernel_build *host = &setup->host->build, *guest = &setup->guest->build;
	g_autofree char *source = join(host->source, guest->source);
	g_autofree char *compiler = join(host->compiler, guest->compiler);
	json_t *inputs = artefacts_hashes(artefacts, setup);

	json_object_update_new(
		inputs,
		json_pack("{s:s, s:s, s:o, s:o, s:O?, s:s?, s:s, s:s}", "host_build", host->hash,
			  "guest_build", guest->hash, "host_patches", list_json(host->patches),
			  "guest_patches", list_json(guest->patches), "host_contents",
			  setup->host_image.contents, "host_files", setup->files_hash, "source",
			  source, "compiler", compiler));
	return inputs;
}
