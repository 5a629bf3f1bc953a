// SPDX-License-Identifier: GPL-2.0-or-later
/* The account of the time in a traced run's window: what vCPUs and host CPUs did. */
#ifndef RECORD_BALANCE_H
#define RECORD_BALANCE_H

#include "workload/workload.h"

#include <jansson.h>
#include <stdbool.h>

/* Of the window, what may be in no part before it is worth a note. */
#define BALANCE_REST_NOTED 0.05

enum balance_vcpu {	  /* they add up to the window */
	BALANCE_USER,	  /* in the guest, outside its kernel */
	BALANCE_KERNEL,	  /* in the guest's kernel */
	BALANCE_HOST,	  /* in the host's kernel, or in the emulator */
	BALANCE_RUNNABLE, /* could run, but another task had the CPU */
	BALANCE_BLOCKED,  /* waits without any interrupt: for a page that is read */
	BALANCE_HALTED,	  /* the guest has nothing to do before an async fault's page is there */
	BALANCE_IDLE,	  /* the guest has nothing to do */
	BALANCE_VCPU_REST,
	BALANCE_VCPU_PARTS
};

enum balance_cpu { /* they add up to the window */
	BALANCE_VCPUS,
	BALANCE_EMULATOR, /* the emulator's other threads */
	BALANCE_KWORKERS,
	BALANCE_KSWAPD,
	BALANCE_BALLAST,
	BALANCE_OTHER,
	BALANCE_CPU_IDLE,
	BALANCE_CPU_REST,
	BALANCE_CPU_PARTS
};

/* Means over vCPUs or CPUs, as fractions of the window; NAN: not known. The rest is what is in no
 * other part; below 0 if they overlap. */
struct balance {
	double vcpu[BALANCE_VCPU_PARTS];
	double reclaim; /* part of BALANCE_HOST in which the vCPU's thread made room */
	double cpu[BALANCE_CPU_PARTS];
	double vcpu_off, cpu_off; /* means of the rests' sizes, which do not cancel */
	double seconds;		  /* length of the window */
	double user_seconds;	  /* BALANCE_USER of all vCPUs */
	double lost;		  /* events for which the trace had no room */
};

/* Reads that of a result of the workload; false if it has none. */
bool balance_read(const json_t *result, const struct workload *workload, struct balance *balance);

#endif
