// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the major faults of the guest's vCPU threads. */
#include "host/vcpu_faults.h"

#include "util/process.h"

bool vcpu_faults_read(pid_t pid, const GArray *threads, uint64_t *faults)
{
	*faults = 0;
	for (guint i = 0; i < threads->len; i++) {
		struct process_stat stat;

		if (process_stat_read(pid, g_array_index(threads, pid_t, i), &stat))
			return false;
		*faults += stat.major_faults;
	}
	return threads->len > 0;
}
