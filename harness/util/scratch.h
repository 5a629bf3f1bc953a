// SPDX-License-Identifier: GPL-2.0-or-later
/* Private folders with short names, as sockets (108 bytes) and gnuplot need them. */
#ifndef UTIL_SCRATCH_H
#define UTIL_SCRATCH_H

/* Makes /tmp/apfbench-PID-XXXXXX, for this user only. */
int scratch_make(char **folder);

/* Removes it; NULL is ignored. Frees folder. */
void scratch_remove(char *folder);

/* Removes the folders of this user's processes that live no more (they were killed). */
void scratch_sweep(void);

#endif
