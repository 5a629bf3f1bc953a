// SPDX-License-Identifier: GPL-2.0-or-later
/* The folder of an experiment's records and logs, read back. */
#ifndef CAMPAIGN_CAMPAIGN_H
#define CAMPAIGN_CAMPAIGN_H

#include "experiment/plan.h"
#include "workload/program.h"
#include "workload/workload.h"

#include <jansson.h>
#include <stdbool.h>

/*
 * FOLDER/experiment.json		experiment_json() at its beginning
 * FOLDER/kernels/NAME/		build.json, config and source.diff of each kernel (kernel_keep())
 * FOLDER/records/SETUP-bB-rR.json	immutable
 * FOLDER/records/SETUP-b1-r1-traced.json, SETUP-b1-r1-profile.json
 * FOLDER/logs/SETUP-bB-rR/		console.log, harness.log, ...
 * FOLDER/logs/SETUP-b1-r1-traced/, SETUP-b1-r1-profile/
 * FOLDER/logs/SETUP-bB-preparation/
 *
 * Of one that was unpacked also:
 * FOLDER/pack.json			its mark, and a list of the other files
 * FOLDER/kernels/NAME/bzImage
 * FOLDER/images/SHA256.cpio		hosts' images, by the hashes in the records
 */
struct campaign {
	char *folder;
	json_t *experiment;
	const struct workload *workload; /* that its setups run in their guests */
	struct program *program;	 /* owns workload if that is a program, else NULL */
	GPtrArray *records; /* json_t *, none of profiled runs, sorted by the experiment's order of
			       setups, kind, boot, run */
};

/* The folder for a name given by a person: a path if it has a '/', else in made/campaigns. Free
 * with g_free(). */
char *campaign_path(const char *name);

/* Is there a campaign of that name, as for campaign_path()? */
bool campaign_is(const char *name);

/* Names of the campaigns in made/campaigns (folders with an experiment.json), sorted: char *, freed
 * with *names, which is the caller's and NULL after an error. Errors: the folder cannot be read. */
int campaign_list(GPtrArray **names);

/*
 * Reads a campaign from its files. name: as for campaign_path(). Free *campaign with
 * campaign_free(); it is NULL after an error. -ENOENT: there is no such campaign, with the names of
 * those that exist; -EINVAL names a bad record; other errors: a file cannot be read.
 */
int campaign_load(const char *name, struct campaign **campaign);
void campaign_free(struct campaign *campaign);

/*
 * One record, by the name of its run, as "pv-b1-r1-profile". -EINVAL: it is bad, or the record of
 * another run than the experiment's of that name. json_decref() *record, which is NULL after an
 * error.
 */
int campaign_record(const char *folder, const char *name, json_t **record);

/*
 * FOLDER/experiment.json, which is also the mark of a folder of ours. -ENOENT; -EINVAL when it is
 * of another form: somebody else's. json_decref() *experiment, which is NULL after an error.
 */
int campaign_read_experiment(const char *folder, json_t **experiment);

#define CAMPAIGN_PACK_FILE "pack.json"

/* Does the campaign bring its own kernels and images? */
bool campaign_is_packed(const char *folder);

/* FOLDER/images/SHA256.cpio. Free with g_free(). */
char *campaign_image_path(const char *folder, const char *hash);

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

/*
 * The overrides from which campaign_folder() made that folder's name for this experiment, sorted,
 * or NULL if it has another name, or is too long a one to be whole. Free with g_strfreev().
 */
char **campaign_overrides(const char *folder, const char *experiment);

#endif
