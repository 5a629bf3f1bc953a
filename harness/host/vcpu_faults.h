// SPDX-License-Identifier: GPL-2.0-or-later
/* Major faults of threads: each is a time that a thread slept for a page to be read. */
#ifndef HOST_VCPU_FAULTS_H
#define HOST_VCPU_FAULTS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Sum of the major faults so far of these threads (pid_t) of process pid; false if one is gone. */
bool vcpu_faults_read(pid_t pid, const GArray *threads, uint64_t *faults);

#endif
