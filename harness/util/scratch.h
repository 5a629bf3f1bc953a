// SPDX-License-Identifier: GPL-2.0-or-later
/* Private folders with short names, as sockets (108 bytes) and gnuplot need them. */
#ifndef UTIL_SCRATCH_H
#define UTIL_SCRATCH_H

/* Makes /tmp/apfbench-PID-XXXXXX, readable by this user only. Release *folder with
 * scratch_remove(). 0 or -errno. */
int scratch_make(char **folder);

/* Removes the folder and frees its name; NULL is ignored. Leaves the error text alone if it
 * succeeds. */
void scratch_remove(char *folder);

/* For a folder with logs that is about to be removed: an error's text that leads there says so.
 * Returns err. */
int scratch_disown(int err, const char *folder);

/* Removes folders of this user whose processes were killed. Best effort. */
void scratch_sweep(void);

#endif
