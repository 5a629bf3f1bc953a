// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the major faults of the guest's vCPU threads. */
#include "host/vcpu_faults.h"

#include "util/fs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool vcpu_faults_parse(const char *text, uint64_t *faults)
{
	/* The name in brackets may hold blanks and brackets: count from its end (proc(5)). */
	const char *rest = strrchr(text, ')');

	return rest && sscanf(rest, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %" SCNu64, faults) == 1;
}

bool vcpu_faults_read(pid_t pid, const GArray *threads, uint64_t *faults)
{
	*faults = 0;
	for (guint i = 0; i < threads->len; i++) {
		g_autofree char *path = g_strdup_printf("/proc/%d/task/%d/stat", (int)pid,
							(int)g_array_index(threads, pid_t, i));
		g_autofree char *text = NULL;
		uint64_t own;

		if (fs_read(path, &text, NULL) || !vcpu_faults_parse(text, &own))
			return false;
		*faults += own;
	}
	return threads->len > 0;
}
