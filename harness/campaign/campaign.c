// SPDX-License-Identifier: GPL-2.0-or-later
/* A campaign read back from its folder: nothing but files is needed for it. */
#include "campaign/campaign.h"

#include "campaign/records.h"
#include "record/record.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/json.h"
#include "util/paths.h"

#include <errno.h>
#include <string.h>

int campaign_list(GPtrArray **names)
{
	g_autofree char *campaigns = paths_made("campaigns");
	g_autoptr(GPtrArray) all = NULL;
	int err = fs_list(campaigns, &all);

	*names = NULL;
	if (err)
		return err;
	*names = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < all->len; i++) {
		g_autofree char *folder = g_build_filename(campaigns, all->pdata[i], NULL);

		if (campaign_is(folder))
			g_ptr_array_add(*names, g_strdup(all->pdata[i]));
	}
	return 0;
}

static int campaign_unknown(const char *name)
{
	g_autofree char *campaigns = paths_made("campaigns");
	g_autofree char *path = campaign_path(name);
	g_autoptr(GPtrArray) names = NULL;
	g_autofree char *list = NULL;
	int err = campaign_list(&names);

	if (err)
		return err;
	if (!names->len)
		return error_set(ENOENT,
				 "%s: no campaign there, and none in %s; make one by "
				 "`apfbench run`",
				 path, campaigns);
	g_ptr_array_add(names, NULL);
	list = g_strjoinv(" ", (char **)names->pdata);
	return error_set(ENOENT, "%s: no campaign there; in %s are: %s", path, campaigns, list);
}

/* One with other arguments measures something else. */
static bool program_differs(const struct workload *workload, const char *one, const char *other)
{
	return workload == &workload_program && g_strcmp0(one, other);
}

/* A payload has no guest, and no workload in it. */
static int workload_choose(struct campaign *campaign)
{
	const json_t *setups = json_object_get(campaign->experiment, "setups"), *setup;
	const struct workload *chosen = NULL;
	const char *name = NULL;
	size_t i;

	json_array_foreach (setups, i, setup) {
		const json_t *settings = json_object_get(setup, "settings");
		const struct workload *workload = workload_of(settings);
		const char *own = json_string_value(json_object_get(settings, "workload"));

		if (experiment_json_is_payload(setup))
			continue;
		if (!workload ||
		    (chosen && (workload != chosen || program_differs(workload, own, name))))
			return error_set(EINVAL, "%s: experiment.json: %s", campaign->folder,
					 workload ? "its setups run different workloads"
						  : "this program does not know its workload");
		chosen = workload;
		name = own;
	}
	campaign->workload = chosen ? chosen : workload_find(NULL);
	if (campaign->workload == &workload_program)
		campaign->program = program_new(name);
	return 0;
}

/* The metrics of a program are those of its runs. */
static int metrics_learn(struct campaign *campaign)
{
	int err = 0;

	for (guint i = 0; !err && i < campaign->records->len; i++) {
		const json_t *record = campaign->records->pdata[i];

		if (!json_is_true(record_lookup(record, "determined.valid")))
			continue;
		err = program_learn(campaign->program, record_lookup(record, "determined.result"));
		error_prefix(err, "%s: record of %s boot %.0f run %.0f", campaign->folder,
			     record_string(record, "determined.setup"),
			     record_figure(record, "determined.boot"),
			     record_figure(record, "determined.run"));
	}
	if (!err)
		campaign->workload = program_workload(campaign->program);
	return err;
}

static void record_free(gpointer record)
{
	json_decref(record);
}

int campaign_load(const char *name, struct campaign **campaign)
{
	g_autofree char *found = campaign_path(name);
	struct campaign *made;
	int err;

	*campaign = NULL;
	if (!campaign_is(found))
		return campaign_unknown(name);
	made = g_new0(struct campaign, 1);
	made->folder = g_steal_pointer(&found);
	made->records = g_ptr_array_new_with_free_func(record_free);
	err = campaign_read_experiment(made->folder, &made->experiment);
	if (!err)
		err = workload_choose(made);
	if (!err)
		err = records_load(made);
	if (!err && made->program)
		err = metrics_learn(made);
	if (err) {
		campaign_free(made);
		return err;
	}
	*campaign = made;
	return 0;
}

void campaign_free(struct campaign *campaign)
{
	if (!campaign)
		return;
	g_ptr_array_unref(campaign->records);
	json_decref(campaign->experiment);
	program_free(campaign->program);
	g_free(campaign->folder);
	g_free(campaign);
}
