// SPDX-License-Identifier: GPL-2.0-or-later
/* Tells our campaigns from other folders, and our leftovers from other files. */
#include "schedule/claim.h"

#include "campaign/campaign.h"
#include "plot/plot.h"
#include "record/run_name.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPERIMENT_FILE "experiment.json"
#define LOCK_FILE	".lock"
#define PROBE_PREFIX	".write-probe-" /* fs_check_writable() */

static bool is_probe(const char *name)
{
	return g_str_has_prefix(name, PROBE_PREFIX) && strlen(name) == strlen(PROBE_PREFIX) + 6;
}

static bool is_experiment(const char *name)
{
	return !strcmp(name, EXPERIMENT_FILE);
}

/* A file at the top of a campaign, which is written under a temporary name first. */
static bool is_top_file(const char *name)
{
	static const char *const files[] = { EXPERIMENT_FILE, "report.html", NULL };

	return g_strv_contains(files, name) || plot_is_file(name);
}

static bool is_leftover(const char *name, bool (*is_file)(const char *name))
{
	g_autofree char *file = fs_temporary_of(name);

	return is_probe(name) || (file && is_file(file));
}

/* True if there is only what can exist before experiment.json. */
static bool is_begun(const GPtrArray *names)
{
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];

		if (strcmp(name, LOCK_FILE) && !is_leftover(name, is_experiment))
			return false;
	}
	return true;
}

/* Refuses a link: it may lead to somebody else's files. */
static int below_check(const char *path, const char *name)
{
	g_autofree char *below = g_build_filename(path, name, NULL);
	struct stat info;

	if (lstat(below, &info) < 0)
		return errno == ENOENT ? 0 : error_sys(errno, "%s: cannot stat", below);
	if (S_ISDIR(info.st_mode))
		return 0;
	return error_set(EINVAL,
			 "%s: is a link or a file where a campaign has a folder; remove it, or "
			 "choose another folder",
			 below);
}

/* The copies of kernels are one folder further down. */
static int kernels_check(const char *path)
{
	g_autofree char *kernels = g_build_filename(path, "kernels", NULL);
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(kernels, &names);

	for (guint i = 0; !err && i < names->len; i++)
		err = below_check(kernels, names->pdata[i]);
	return err;
}

int claim_check(const char *path)
{
	static const char *const folders[] = { "records", "logs", "kernels" };
	g_autoptr(GPtrArray) names = NULL;
	json_t *experiment = NULL;
	int err = fs_list(path, &names);

	if (err || is_begun(names))
		return err;
	err = campaign_read_experiment(path, &experiment);
	json_decref(experiment);
	if (err == -ENOENT)
		return error_set(EINVAL,
				 "%s: is neither empty nor a campaign of apfbench (it has "
				 "no " EXPERIMENT_FILE "); choose another folder",
				 path);
	for (size_t i = 0; !err && i < G_N_ELEMENTS(folders); i++)
		err = below_check(path, folders[i]);
	return err ? err : kernels_check(path);
}

static int leftovers_remove(const char *folder, bool (*is_file)(const char *name))
{
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(folder, &names);

	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);

		if (is_leftover(names->pdata[i], is_file) && unlink(path) < 0)
			err = error_sys(errno, "%s: cannot remove", path);
	}
	return err;
}

static bool is_record(const char *name)
{
	return run_name_is_file(name, NULL);
}

static bool is_no_file(const char *name)
{
	(void)name;
	return false;
}

int claim_sweep(const char *path)
{
	g_autofree char *records = g_build_filename(path, "records", NULL);
	g_autofree char *logs = g_build_filename(path, "logs", NULL);
	int err = leftovers_remove(path, is_top_file);

	if (!err)
		err = leftovers_remove(records, is_record);
	return err ? err : leftovers_remove(logs, is_no_file);
}
