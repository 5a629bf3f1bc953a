// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens a campaign's folder for one writer at a time, and removes what a killed one left. */
#include "schedule/folder.h"

#include "campaign/campaign.h"
#include "experiment/growth.h"
#include "record/record.h"
#include "record/run_name.h"
#include "schedule/claim.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DIFFERENCES_SHOWN 5

char *folder_run_name(const struct plan_run *run)
{
	return run_name(run->setup->name, run->boot, run->run, run->kind);
}

char *folder_preparation_name(const struct plan_run *run)
{
	return run_name_preparation(run->setup->name, run->boot);
}

char *folder_record_path(const char *folder, const struct plan_run *run)
{
	g_autofree char *file = run_name_file(run->setup->name, run->boot, run->run, run->kind);

	return g_build_filename(folder, "records", file, NULL);
}

char *folder_logs_path(const char *folder, const char *name)
{
	return g_build_filename(folder, "logs", name, NULL);
}

static int experiment_stale(const char *path, const char *difference)
{
	g_auto(GStrv) lines = g_strsplit(difference, "\n", -1);
	g_autoptr(GString) shown = g_string_new(NULL);
	guint count = 0;

	for (char **line = lines; *line; line++) {
		if (!**line)
			continue;
		if (count++ < DIFFERENCES_SHOWN)
			g_string_append_printf(shown, "%s%s", shown->len ? "; " : "", *line);
	}
	if (count > DIFFERENCES_SHOWN)
		g_string_append_printf(shown, "; %u more", count - DIFFERENCES_SHOWN);
	return error_set(ESTALE,
			 "%s: holds the records of another experiment (%s); choose another folder, "
			 "or remove this one",
			 path, shown->str);
}

static int experiment_write(const char *file, const json_t *now)
{
	char *text = record_text(now);
	int err = fs_write_atomic(file, text, strlen(text));

	free(text);
	return err;
}

/* Who adds boots has seen the others' figures: this is for the tables. */
static void growth_mark(const json_t *old, json_t *now)
{
	if (json_is_true(json_object_get(old, "grown")) ||
	    !json_equal(json_object_get(old, "boots"), json_object_get(now, "boots")))
		json_object_set_new(now, "grown", json_true());
}

static int experiment_compare(const char *path, const char *file, json_t *now, bool write)
{
	g_autofree char *difference = NULL;
	json_t *old;
	int err = campaign_read_experiment(path, &old);
	json_t *compared;

	if (err)
		return err;
	compared = json_copy(old);
	if (growth_is(old, now)) {
		json_object_set(compared, "runs", json_object_get(now, "runs"));
		json_object_set(compared, "boots", json_object_get(now, "boots"));
	}
	difference = experiment_difference(compared, now);
	json_decref(compared);
	growth_mark(old, now);
	if (*difference)
		err = experiment_stale(path, difference);
	else if (write && !json_equal(old, now)) /* title, baseline, reference: what tables show */
		err = experiment_write(file, now);
	json_decref(old);
	return err;
}

/* A campaign without records accepts a changed experiment. */
static int experiment_check(const char *path, const struct experiment *experiment, bool write)
{
	g_autofree char *file = g_build_filename(path, "experiment.json", NULL);
	g_autoptr(GPtrArray) names = NULL;
	json_t *now = experiment_json(experiment);
	int err = campaign_records(path, &names);

	if (!err && names->len)
		err = experiment_compare(path, file, now, write);
	else if (!err && write)
		err = experiment_write(file, now);
	json_decref(now);
	return err;
}

static int folder_prepare(struct folder *folder, const struct experiment *experiment)
{
	g_autofree char *records = g_build_filename(folder->path, "records", NULL);
	g_autofree char *logs = g_build_filename(folder->path, "logs", NULL);
	int err = claim_sweep(folder->path);

	if (!err)
		err = experiment_check(folder->path, experiment, true);
	if (!err)
		err = fs_check_writable(records);
	if (!err)
		err = fs_check_writable(logs);
	return err;
}

/* Records contain the paths of their logs, and JSON is UTF-8. */
static int name_check(const char *path)
{
	if (g_utf8_validate(path, -1, NULL))
		return 0;
	return error_set(EINVAL, "%s: the campaign's folder must have a name in UTF-8", path);
}

int folder_look(const char *path, const struct experiment *experiment)
{
	int err = name_check(path);

	if (!err)
		err = claim_check(path);
	return err ? err : experiment_check(path, experiment, false);
}

void folder_adopt(const char *path, struct experiment *experiment)
{
	g_autoptr(GPtrArray) names = NULL;
	json_t *old;

	if (campaign_records(path, &names) || !names->len || campaign_read_experiment(path, &old))
		return;
	growth_adopt(old, experiment);
	json_decref(old);
}

int folder_open(struct folder *folder, const char *path, const struct experiment *experiment)
{
	g_autofree char *lock = g_build_filename(path, ".lock", NULL);
	int err;

	*folder = (struct folder){ .lock = -1 };
	err = name_check(path);
	if (!err)
		err = claim_check(path);
	if (!err)
		err = fs_check_writable(path);
	if (!err)
		err = lock_take(lock, true, false, &folder->lock);
	if (err)
		return err;
	folder->path = g_canonicalize_filename(path, NULL);
	err = folder_prepare(folder, experiment);
	if (err) {
		char *kept = error_keep();

		folder_close(folder);
		return error_restore(err, kept);
	}
	return 0;
}

void folder_close(struct folder *folder)
{
	/* A child that was stopped while it saved cannot do that itself. */
	claim_sweep(folder->path);
	close(folder->lock);
	g_clear_pointer(&folder->path, g_free);
	folder->lock = -1;
}
