// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of runs, as files and people have them. */
#ifndef RECORD_RUN_NAME_H
#define RECORD_RUN_NAME_H

#include "experiment/run_kind.h"

#include <stdbool.h>
#include <stdint.h>

/* "pv-b1-r2", "pv-b1-r1-traced", "pv-b1-r1-profile"; "pv-b1-preparation"; "pv-b1-r2.json". Free
 * with g_free(). */
char *run_name(const char *setup, uint64_t boot, uint64_t run, enum run_kind kind);
char *run_name_preparation(const char *setup, uint64_t boot);
char *run_name_file(const char *setup, uint64_t boot, uint64_t run, enum run_kind kind);

/* "pv boot 1 run 2" with this behind it names a run of any kind: "", ", traced",
 * ", profiled". */
const char *run_name_kind(enum run_kind kind);

/* Has the file's name (without its folder) the form that run_name_file() makes? Then *kind is that
 * of the run. kind: or NULL. */
bool run_name_is_file(const char *name, enum run_kind *kind);

#endif
