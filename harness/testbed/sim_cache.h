// SPDX-License-Identifier: GPL-2.0-or-later
/* The cache of preparations, each under the hash of its inputs. */
#ifndef TESTBED_SIM_CACHE_H
#define TESTBED_SIM_CACHE_H

#include "util/store.h"

/* An entry is whole when its snapshot is there. */
extern const struct store preparation_store;

#define SIM_SNAPSHOT "snapshot" /* file of an entry */

/* The preparation is there, and whole. */
bool sim_is_made(const char *hash);

/* In the folder of preparations: one campaign trims at a time, with this locked. */
#define SIM_TRIM_LOCK ".trim"

/* ... and the lists of which preparations campaigns need: this and six letters or digits. */
#define SIM_NEEDED ".needed-"

#endif
