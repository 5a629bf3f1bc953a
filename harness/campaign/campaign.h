// SPDX-License-Identifier: GPL-2.0-or-later
/* The folder of an experiment's records and logs, as it is read back. */
#ifndef CAMPAIGN_CAMPAIGN_H
#define CAMPAIGN_CAMPAIGN_H

#include "experiment/plan.h"

#include <jansson.h>

/*
 * FOLDER/experiment.json		what experiment_json() said when it began
 * FOLDER/kernels/NAME/		build.json, config and source.diff of each kernel (kernel_keep())
 * FOLDER/records/SETUP-bB-rR.json	immutable
 * FOLDER/logs/SETUP-bB-rR/		console.log, harness.log, ...
 * FOLDER/logs/SETUP-bB-preparation/
 */
struct campaign {
	char *folder;
	json_t *experiment;
	GPtrArray *records; /* json_t *, sorted by the experiment's order of setups, boot, run */
};

/* The folder that a person's word means: with a '/' a path, else a name in made/campaigns. Free
 * with g_free(). */
char *campaign_path(const char *name);

/* Names of the campaigns in the default place, sorted: folders with an experiment.json. */
int campaign_list(GPtrArray **names);

/*
 * Opens what is there, from files alone. name: as campaign_path() takes it. -ENOENT with the
 * campaigns that are there if it is none; -EINVAL names a bad record.
 */
int campaign_load(const char *name, struct campaign **campaign);
void campaign_free(struct campaign *campaign);

/*
 * FOLDER/experiment.json, which is also the mark of a folder of ours. -ENOENT; -EINVAL when it is
 * of another form: somebody else's. json_decref() *experiment, which is NULL after an error.
 */
int campaign_read_experiment(const char *folder, json_t **experiment);

/*
 * Names of the files in FOLDER/records that are records by their names (run_name.h), sorted
 * bytewise; anything else there is nobody's concern. Elements are freed with the array.
 */
int campaign_records(const char *folder, GPtrArray **names);

/*
 * Default folder for an experiment (name or path) with overrides ("key=value", or NULL):
 * made/campaigns/NAME or NAME,seed=2. Free with g_free().
 */
char *campaign_folder(const char *experiment, const char *const overrides[]);

#endif
