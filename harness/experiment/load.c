// SPDX-License-Identifier: GPL-2.0-or-later
/* From a name to an experiment: its file found, read with the overrides, checked as a whole. */
#include "experiment/experiment.h"

#include "experiment/axis.h"
#include "experiment/keys.h"
#include "experiment/overrides.h"
#include "experiment/parse.h"
#include "experiment/settings_check.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define SUFFIX ".conf"

/* Seeds are unsigned ints to random(). */
#define SEED_MAX UINT32_MAX

static void defaults_fill(struct experiment *experiment)
{
	const struct setup *first = experiment->setups->pdata[0];

	if (!experiment->title)
		experiment->title = g_strdup(experiment->name);
	if (!experiment->boots)
		experiment->boots = experiment->runs;
	if (!experiment->baseline)
		experiment->baseline = g_strdup(first->stem ? first->stem : first->name);
	axis_fill(experiment);
}

static int seeds_check(const char *key, uint64_t first, uint64_t count)
{
	if (first <= SEED_MAX - count + 1)
		return 0;
	return error_set(EINVAL, "%s %" PRIu64 ": the last of %" PRIu64 " would be above %u", key,
			 first, count, SEED_MAX);
}

/* Figures of different programs have no ratio. */
static int workloads_check(const struct experiment *experiment)
{
	const struct setup *first = NULL;

	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];

		if (!settings_have_guest(&setup->settings))
			continue;
		if (!first)
			first = setup;
		if (strcmp(setup->settings.workload, first->settings.workload) != 0)
			return error_set(EINVAL,
					 "setup %s: workload %s differs from that of the others, "
					 "%s: their figures cannot be compared",
					 setup->name, setup->settings.workload,
					 first->settings.workload);
		if (strcmp(setup->settings.guest_files, first->settings.guest_files) != 0)
			return error_set(EINVAL,
					 "setup %s: its guest_files differ from those of the "
					 "others: all guests have one image",
					 setup->name);
	}
	return 0;
}

/* Checks what depends on more than one place of the file and the overrides. */
static int experiment_check(const struct experiment *experiment)
{
	g_autofree char *hint = NULL;
	int err = 0;

	if (experiment->runs < experiment->boots)
		return error_set(EINVAL,
				 "runs %" PRIu64 " is less than boots %" PRIu64
				 ": each boot needs a run",
				 experiment->runs, experiment->boots);
	if (!experiment_has(experiment, experiment->baseline)) {
		hint = experiment_setup_hint(experiment, experiment->baseline);
		return error_set(EINVAL, "baseline \"%s\" is not a setup%s", experiment->baseline,
				 hint);
	}
	err = axis_check(experiment);
	if (!err)
		err = seeds_check("seed", experiment->seed, experiment->runs);
	if (!err)
		err = seeds_check("boot_seed", experiment->boot_seed, experiment->boots);
	for (guint i = 0; i < experiment->setups->len && !err; i++) {
		const struct setup *setup = experiment->setups->pdata[i];

		err = settings_check(&setup->settings, setup->name);
	}
	return err ? err : workloads_check(experiment);
}

int experiment_complete(struct experiment *experiment)
{
	int err;

	defaults_fill(experiment);
	err = experiment_reference_from(experiment, NULL); /* one from --set */
	return err ? err : experiment_check(experiment);
}

/* Finds the file of an experiment. A wrong name is the user's mistake (-EINVAL), a missing path may
 * be the machine's (-ENOENT). */
static int path_find(const char *name, char **path)
{
	g_autoptr(GPtrArray) names = NULL;
	g_autofree char *relative = g_strconcat("configs/", name, SUFFIX, NULL);
	g_autofree char *hint = NULL;
	int err;

	if (strchr(name, '/') || g_str_has_suffix(name, SUFFIX)) {
		*path = g_strdup(name);
		return fs_exists(name) ? 0 : error_sys(ENOENT, "experiment %s", name);
	}
	*path = paths_data(relative);
	if (fs_exists(*path))
		return 0;
	err = experiment_list(&names);
	if (err)
		return err;
	g_ptr_array_add(names, NULL);
	hint = names_hint(name, (const char *const *)names->pdata);
	return error_set(EINVAL, "there is no experiment %s%s", name, hint);
}

/* The experiment's name: its file's without folder and suffix. Free with g_free(). */
static char *path_name(const char *path)
{
	char *base = g_path_get_basename(path);

	if (g_str_has_suffix(base, SUFFIX))
		base[strlen(base) - strlen(SUFFIX)] = '\0';
	return base;
}

int experiment_load(const char *name, const char *const overrides[], struct experiment **experiment)
{
	g_autofree char *path = NULL, *base = NULL;
	g_autoptr(GPtrArray) changes = NULL;
	struct experiment *made;
	int err = path_find(name, &path);

	if (!err)
		err = overrides_read(overrides, &changes);
	if (err)
		return err;
	base = path_name(path);
	made = experiment_new(base);
	err = text_check("the name of the experiment's file", base);
	if (!err)
		err = experiment_parse(path, changes, made);
	if (!err)
		err = overrides_check(changes, made);
	if (!err)
		err = error_prefix(experiment_complete(made), "%s", path);
	if (err)
		g_clear_pointer(&made, experiment_free);
	*experiment = made;
	return err;
}

int experiment_list(GPtrArray **names)
{
	g_autofree char *folder = paths_data("configs");
	g_autoptr(GPtrArray) files = NULL;
	int err = fs_list(folder, &files);

	if (err)
		return err;
	*names = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < files->len; i++) {
		const char *file = files->pdata[i];

		if (g_str_has_suffix(file, SUFFIX))
			g_ptr_array_add(*names, g_strndup(file, strlen(file) - strlen(SUFFIX)));
	}
	return 0;
}
