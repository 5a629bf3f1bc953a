// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds a campaign's records, kernels and images. */
#include "pack/gather.h"

#include "campaign/campaign.h"
#include "kernel/guard.h"
#include "record/record.h"
#include "testbed/cache.h"
#include "testbed/testbed.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/progress.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct gather {
	const char *folder;
	struct experiment *experiment;
	const struct testbed *testbed;
	unsigned int jobs;
	GHashTable *known; /* what setups were recorded with: "SETUP IMAGE BUILD BUILD" */
	struct pack_list *list;
};

static int file_add(const struct gather *gather, const char *path, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int file_add(const struct gather *gather, const char *path, const char *format, ...)
{
	g_autofree char *name = NULL;
	va_list args;

	va_start(args, format);
	name = g_strdup_vprintf(format, args);
	va_end(args);
	progress_live("reading %s", name);
	return pack_list_add(gather->list, name, path);
}

static int kernel_add(const struct gather *gather, const struct artefact_kernel *kernel)
{
	static const char *const files[] = { "build.json", "bzImage", "config", "source.diff" };
	int err = 0;

	for (size_t i = 0; !err && i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_build_filename(kernel->build.folder, files[i], NULL);

		if (fs_exists(path)) /* few have a diff */
			err = file_add(gather, path, "kernels/%s/%s", kernel->spec->name, files[i]);
	}
	return err;
}

static int image_add(const struct gather *gather, const struct artefact_setup *made,
		     const char *recorded)
{
	if (strcmp(made->host_image.hash, recorded) != 0)
		return error_set(ENOPKG,
				 "setup %s: the host's image %.12s is not in the cache, and what "
				 "this machine has makes another one (%.12s); `apfbench verify` "
				 "names what differs",
				 made->setup->name, recorded, made->host_image.hash);
	return file_add(gather, made->host_image.path, "images/%s.cpio", recorded);
}

static int setup_add(const struct gather *gather, const struct setup *setup, const json_t *inputs)
{
	const struct recall recall = {
		.experiment = gather->experiment,
		.need = &gather->testbed->need,
		.folder = gather->folder,
		.packed = campaign_is_packed(gather->folder),
		.jobs = gather->jobs,
	};
	const char *image = json_string_value(json_object_get(inputs, "host_image"));
	struct artefacts *artefacts = NULL;
	const struct artefact_setup *made;
	int err = artefacts_begin(&artefacts);

	if (err)
		return err;
	err = artefacts_recall(artefacts, &recall, setup, inputs);
	/* What the record asks for, and not what the user said. */
	if (err == -EINVAL || err == -ENOENT)
		err = error_take(ENOPKG, NULL, error_text());
	if (!err && artefacts->setups->len) {
		made = artefacts_find_setup(artefacts, setup);
		err = kernel_add(gather, made->host);
		if (!err)
			err = kernel_add(gather, made->guest);
		if (!err)
			err = image_add(gather, made, image);
	}
	artefacts_free(artefacts);
	return err;
}

/* Has a record with the same kernels and image been looked at? */
static bool is_known(const struct gather *gather, const char *setup, const json_t *inputs)
{
	static const char *const keys[] = { "host_image", "host_build", "guest_build",
					    "host_kernel", "guest_kernel" };
	g_autoptr(GString) text = g_string_new(setup);

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		const char *value = json_string_value(json_object_get(inputs, keys[i]));

		g_string_append_printf(text, " %s", value ? value : "");
	}
	return !g_hash_table_add(gather->known, g_string_free(g_steal_pointer(&text), FALSE));
}

static int record_add(const struct gather *gather, const char *file)
{
	g_autofree char *path = g_build_filename(gather->folder, "records", file, NULL);
	g_autofree char *name = g_strndup(file, strlen(file) - strlen(".json"));
	const struct setup *setup;
	const json_t *inputs;
	json_t *record;
	int err = campaign_record(gather->folder, name, &record);

	if (err)
		return err;
	setup = experiment_setup(gather->experiment, record_string(record, "determined.setup"));
	inputs = record_lookup(record, "determined.inputs");
	if (!setup)
		progress_warn("%s: its setup is not in the experiment: it is left out", path);
	else
		err = file_add(gather, path, "records/%s", file);
	/* A run that failed at once has no inputs. */
	if (!err && setup && json_is_object(inputs) && !is_known(gather, setup->name, inputs))
		err = error_prefix(setup_add(gather, setup, inputs), "%s", name);
	json_decref(record);
	return err ? err : guard_check();
}

static int records_add(const struct gather *gather)
{
	g_autofree char *path = g_build_filename(gather->folder, "experiment.json", NULL);
	g_autoptr(GPtrArray) files = NULL;
	int err = campaign_records(gather->folder, &files);

	if (!err && !files->len)
		return error_set(ENOENT, "%s: has no records", gather->folder);
	if (!err)
		err = file_add(gather, path, "experiment.json");
	for (guint i = 0; !err && i < files->len; i++)
		err = record_add(gather, files->pdata[i]);
	progress_clear();
	return err;
}

static int experiment_find(struct gather *gather, const char *name)
{
	struct campaign *campaign;
	int err = campaign_load(name, &campaign);

	if (err)
		return err;
	err = error_prefix(experiment_restore(campaign->experiment, &gather->experiment),
			   "%s/experiment.json", gather->folder);
	campaign_free(campaign);
	if (err)
		return err;
	gather->testbed = testbed_find(gather->experiment->testbed);
	return gather->testbed ? 0
			       : error_set(EINVAL, "%s: there is no testbed \"%s\"", gather->folder,
					   gather->experiment->testbed);
}

int pack_gather(const char *name, unsigned int jobs, struct pack_list **list, int *in_use)
{
	g_autofree char *folder = campaign_path(name);
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct gather gather = { .folder = folder, .jobs = jobs, .known = known };
	int err = lock_made(in_use);

	if (err)
		return err;
	gather.list = pack_list_new();
	err = experiment_find(&gather, name);
	if (!err && gather.testbed->need.kernels)
		err = cache_claim();
	if (!err)
		err = records_add(&gather);
	if (!err)
		err = error_prefix(pack_list_check(gather.list), "%s", folder);
	experiment_free(gather.experiment);
	if (err) {
		pack_list_free(gather.list);
		close(*in_use);
		return err;
	}
	*list = gather.list;
	return 0;
}
