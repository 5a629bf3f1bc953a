// SPDX-License-Identifier: GPL-2.0-or-later
/* The folder of an experiment's records and logs, and the way to fill it. */
#ifndef CAMPAIGN_CAMPAIGN_H
#define CAMPAIGN_CAMPAIGN_H

#include "experiment/plan.h"
#include "testbed/testbed.h"

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

/* The setup of that name in an experiment.json, or NULL. */
const json_t *campaign_setup(const json_t *experiment, const char *name);

/*
 * Default folder for an experiment (name or path) with overrides ("key=value", or NULL):
 * made/campaigns/NAME or NAME,seed=2. Free with g_free().
 */
char *campaign_folder(const char *experiment, const char *const overrides[]);

struct campaign_options {
	unsigned int jobs;	 /* side by side; 0 = as cores and memory allow */
	const char *const *only; /* names of setups, or NULL: all */
	bool retry_invalid;	 /* make the invalid runs again (their records are replaced) */
};

/*
 * The runs of the plan that have no record in the folder (with retry_invalid: nor a valid one).
 * Elements point into the plan. -EINVAL names a bad record.
 */
int campaign_missing(const GPtrArray *plan, const char *folder, bool retry_invalid,
		     GPtrArray **missing);

/* The same for a folder that may hold another experiment (-ESTALE) or nothing; for dry runs. */
int campaign_look(const struct experiment *experiment, const struct testbed *testbed,
		  const GPtrArray *plan, const char *folder, bool retry_invalid,
		  GPtrArray **missing);

/*
 * Makes the missing runs in campaign_path(folder). A run that fails by host or guest (-EPROTO,
 * -ETIMEDOUT) gets an invalid record with its reason and the console's tail, and the campaign goes
 * on; when the machine refuses (disk full, ...), it ends with that error and nothing half-written,
 * and the next call goes on. Returns 0 when all records that were asked for are there, whatever
 * their validity; -ESTALE with the differences when the folder holds another experiment or was made
 * with other kernels; -EBUSY when another process is at it; -EINTR after Ctrl-C.
 */
int campaign_run(const struct experiment *experiment, const struct testbed *testbed,
		 const char *folder, const struct campaign_options *options);

#endif
