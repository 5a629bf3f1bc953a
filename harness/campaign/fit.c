// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares a record with the plan: a stray record must not get into a mean. */
#include "campaign/fit.h"

#include "record/record.h"
#include "util/error.h"

#include <errno.h>
#include <string.h>

static int fit_error(const char *path, const char *difference)
{
	return error_set(EINVAL,
			 "%s: does not match this experiment's run of that name (%s); remove it",
			 path, difference);
}

/* planned: as plan_run_describe() makes it; taken over. */
static int planned_compare(const char *path, const json_t *record, json_t *planned)
{
	const json_t *determined = json_object_get(record, "determined");
	json_t *said = json_object();
	g_autofree char *difference = NULL;
	const char *key;
	json_t *value;

	json_object_foreach (planned, key, value) {
		json_object_set(said, key, json_object_get(determined, key));
	}
	difference = experiment_difference(said, planned);
	json_decref(said);
	json_decref(planned);
	if (!*difference)
		return 0;
	*strchr(difference, '\n') = '\0';
	return fit_error(path, difference);
}

int fit_check_run(const char *path, const json_t *record, const struct plan_run *run)
{
	const enum run_kind kind = record_kind(record);
	g_autofree char *difference = NULL;
	json_t *planned;

	if (kind != run->kind) {
		difference = kind ? g_strdup_printf("it is %s", run_kind_word(kind))
				  : g_strdup_printf("it is not %s", run_kind_word(run->kind));
		return fit_error(path, difference);
	}
	planned = json_object();
	plan_run_describe(run, planned);
	return planned_compare(path, record, planned);
}

static uint64_t count_get(const json_t *object, const char *key)
{
	json_int_t value = json_integer_value(json_object_get(object, key));

	return value > 0 ? (uint64_t)value : 0;
}

int fit_check(const char *path, const json_t *record, const json_t *experiment)
{
	const json_t *determined = json_object_get(record, "determined");
	const json_t *row =
		experiment_json_setup(experiment, record_string(record, "determined.setup"));
	uint64_t runs = count_get(experiment, "runs"), boots = count_get(experiment, "boots");
	uint64_t run = count_get(determined, "run"), boot;

	if (!row || !boots || runs < boots)
		return 0;
	if (!run || run > (record_kind(record) == RUN_MEASURED ? runs : 1))
		return error_set(
			EINVAL,
			"%s: belongs to a run that this experiment does not have; remove it", path);
	boot = plan_boot(runs, boots, run);
	return planned_compare(
		path, record,
		json_pack("{s:O, s:I, s:I, s:I, s:I, s:O}", "setup", json_object_get(row, "name"),
			  "boot", (json_int_t)boot, "boot_seed",
			  (json_int_t)(count_get(experiment, "boot_seed") + boot - 1), "run",
			  (json_int_t)run, "seed",
			  (json_int_t)(count_get(experiment, "seed") + run - 1), "settings",
			  json_object_get(row, "settings")));
}
