// SPDX-License-Identifier: GPL-2.0-or-later
/* Which folder of series serves a version of Linux. */
#ifndef KERNEL_SERIES_FOLDER_H
#define KERNEL_SERIES_FOLDER_H

#include "kernel/linux_version.h"

struct series_folder {
	char *path;
	char *name;   /* "linux-6.12" */
	char *wanted; /* "linux-6.11" if there is no such folder, and this is the nearest */
};

/*
 * Chooses among the folders linux-X.Y in top: the version's own, else the nearest one, of two that
 * are as near the newer one, which is closer to what the code became. series_folder_clear() is for
 * the caller after success only. -EINVAL: there is none; -errno if top cannot be read.
 */
int series_folder_choose(const char *top, const struct linux_version *version,
			 struct series_folder *folder);
void series_folder_clear(struct series_folder *folder);

#endif
