// SPDX-License-Identifier: GPL-2.0-or-later
/* Chooses the records whose runs are made again, and reads them in full. */
#include "verify/verify.h"

#include "campaign/campaign.h"
#include "experiment/part.h"
#include "record/record.h"
#include "record/run_name.h"
#include "util/error.h"

#include <errno.h>
#include <string.h>

#define SUFFIX	".json"
#define RECORDS "records"

static void run_free(gpointer data)
{
	struct verify_run *run = data;

	json_decref(run->record);
	if (run->inputs)
		g_ptr_array_unref(run->inputs);
	g_free(run->name);
	g_free(run->text);
	g_free(run);
}

void verify_free(struct verify *verify)
{
	if (!verify)
		return;
	g_ptr_array_unref(verify->runs);
	experiment_free(verify->experiment);
	g_free(verify->folder);
	g_free(verify);
}

static uint64_t count_of(const json_t *record, const char *path)
{
	return (uint64_t)json_integer_value(record_lookup(record, path));
}

/* The record has been found to be that of the experiment's run of its name. */
static int run_add(struct verify *verify, const char *name)
{
	const struct setup *setup;
	struct verify_run *run;
	json_t *record;
	int err = campaign_record(verify->folder, name, &record);

	if (err)
		return err;
	setup = experiment_setup(verify->experiment, record_string(record, "determined.setup"));
	if (!setup) {
		json_decref(record);
		return error_set(EINVAL, "%s: the experiment has no such setup as that of %s",
				 verify->folder, name);
	}
	run = g_new0(struct verify_run, 1);
	run->name = g_strdup(name);
	run->record = record;
	run->run = (struct plan_run){
		.setup = setup,
		.boot = count_of(record, "determined.boot"),
		.boot_seed = count_of(record, "determined.boot_seed"),
		.run = count_of(record, "determined.run"),
		.seed = count_of(record, "determined.seed"),
		.kind = record_kind(record),
	};
	g_ptr_array_add(verify->runs, run);
	return 0;
}

guint verify_pick(guint count, guint taken, guint nth, guint setup)
{
	const guint step = (guint)((guint64)nth * count / taken);
	/* Within a step, so that the order stays. */
	const guint width = count / taken;

	return step + setup % width;
}

/* Names of the setup's valid measured runs, in the order of the records. */
static GPtrArray *names_of(const struct campaign *campaign, const char *setup)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < campaign->records->len; i++) {
		const json_t *record = campaign->records->pdata[i];

		if (g_strcmp0(record_string(record, "determined.setup"), setup) == 0 &&
		    record_kind(record) == RUN_MEASURED &&
		    json_is_true(record_lookup(record, "determined.valid")))
			g_ptr_array_add(names,
					run_name(setup, count_of(record, "determined.boot"),
						 count_of(record, "determined.run"), RUN_MEASURED));
	}
	return names;
}

static int setup_choose(struct verify *verify, const struct campaign *campaign, const char *setup,
			guint place, uint64_t most)
{
	g_autoptr(GPtrArray) names = names_of(campaign, setup);
	const guint taken = most ? (guint)MIN(most, names->len) : names->len;
	int err = 0;

	for (guint i = 0; !err && i < taken; i++)
		err = run_add(verify, names->pdata[verify_pick(names->len, taken, i, place)]);
	return err;
}

static int setups_choose(struct verify *verify, const struct campaign *campaign,
			 const struct verify_options *options)
{
	struct experiment part;
	int err = part_take(verify->experiment, options->only, &part);

	/* Which of its runs are taken does not depend on --only. */
	for (guint i = 0; !err && i < verify->experiment->setups->len; i++) {
		const struct setup *setup = verify->experiment->setups->pdata[i];

		if (g_ptr_array_find(part.setups, setup, NULL))
			err = setup_choose(verify, campaign, setup->name, i, options->runs);
	}
	if (!err && !verify->runs->len)
		err = error_set(EPROTO, "%s: has no valid run that could be made again",
				verify->folder);
	part_clear(&part);
	return err;
}

static int restore(struct verify *verify, const json_t *experiment)
{
	return error_prefix(experiment_restore(experiment, &verify->experiment),
			    "%s/experiment.json", verify->folder);
}

static int campaign_choose(struct verify *verify, const char *name,
			   const struct verify_options *options)
{
	struct campaign *campaign = NULL;
	int err = campaign_load(name, &campaign);

	if (err)
		return err;
	/* QEMU gets the paths of what a packed campaign brings. */
	verify->folder = g_canonicalize_filename(campaign->folder, NULL);
	err = restore(verify, campaign->experiment);
	if (!err)
		err = setups_choose(verify, campaign, options);
	campaign_free(campaign);
	return err;
}

/* FOLDER/records/NAME.json */
static int record_choose(struct verify *verify, const char *given)
{
	g_autofree char *path = g_canonicalize_filename(given, NULL);
	g_autofree char *records = g_path_get_dirname(path);
	g_autofree char *base = g_path_get_basename(records), *name = g_path_get_basename(path);
	json_t *experiment;
	int err;

	name[strlen(name) - strlen(SUFFIX)] = '\0';
	verify->folder = g_path_get_dirname(records);
	if (strcmp(base, RECORDS) != 0 || campaign_read_experiment(verify->folder, &experiment))
		return error_set(EINVAL,
				 "%s: is not in the records/ of a campaign, whose experiment.json "
				 "has what a record lacks",
				 given);
	err = restore(verify, experiment);
	json_decref(experiment);
	return err ? err : run_add(verify, name);
}

int verify_open(const char *what, const struct verify_options *options, struct verify **verify)
{
	struct verify *made = g_new0(struct verify, 1);
	int err;

	made->runs = g_ptr_array_new_with_free_func(run_free);
	err = g_str_has_suffix(what, SUFFIX) ? record_choose(made, what)
					     : campaign_choose(made, what, options);
	/* Records have paths, and JSON is UTF-8. */
	if (!err && !g_utf8_validate(made->folder, -1, NULL))
		err = error_set(EINVAL, "%s: the campaign's folder must have a name in UTF-8",
				made->folder);
	if (err)
		g_clear_pointer(&made, verify_free);
	*verify = made;
	return err;
}
