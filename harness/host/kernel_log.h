// SPDX-License-Identifier: GPL-2.0-or-later
/* Kernel log lines that make a run worthless. */
#ifndef HOST_KERNEL_LOG_H
#define HOST_KERNEL_LOG_H

#include <glib.h>
#include <stdbool.h>

/* True for a line of a BUG, WARNING, oops, stall, lockup, out of memory or panic. */
bool kernel_log_is_bad(const char *line);
bool kernel_log_is_panic(const char *line);

/* The text of one record of /dev/kmsg ("4,123,456,-;text\n ..."). Free with g_free(). */
char *kernel_log_text(const char *record);

/*
 * Appends this kernel's bad lines since boot, owned by the array. path: "/dev/kmsg". A failure to
 * read it is a bad line, too: nobody then knows what the kernel said.
 */
void kernel_log_scan(const char *path, GPtrArray *bad);

#endif
