// SPDX-License-Identifier: GPL-2.0-or-later
/* The layout of a campaign's folder: names, and opening it for writing. */
#ifndef SCHEDULE_FOLDER_H
#define SCHEDULE_FOLDER_H

#include "experiment/plan.h"

/* "pv-b1-r2", "pv-b1-preparation", FOLDER/records/pv-b1-r2.json, FOLDER/logs/NAME. Free with
 * g_free(). */
char *folder_run_name(const struct plan_run *run);
char *folder_preparation_name(const struct plan_run *run);
char *folder_record_path(const char *folder, const struct plan_run *run);
char *folder_logs_path(const char *folder, const char *name);

/* A campaign's folder, held for writing. */
struct folder {
	char *path;
	int lock;
};

/*
 * Compares experiment.json, if there is one, and changes nothing. -ESTALE as schedule_run();
 * -EINVAL for a folder that is somebody else's (claim.h); -errno if it cannot be read.
 */
int folder_look(const char *path, const struct experiment *experiment);

/* A campaign that has grown stays so: gives the experiment its boots. What is wrong with the folder
 * is for folder_look() to say. */
void folder_adopt(const char *path, struct experiment *experiment);

/*
 * Checks that the folder is ours or unused and can be written, locks it, removes what a killed
 * process left, and compares or writes experiment.json. -EBUSY and -ESTALE as schedule_run(),
 * -EINVAL as folder_look(), else -errno. After an error nothing is held.
 */
int folder_open(struct folder *folder, const char *path, const struct experiment *experiment);
/* Removes leftovers of stopped children, and unlocks the folder. */
void folder_close(struct folder *folder);

#endif
