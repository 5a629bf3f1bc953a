// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the time of a window went, from the events of a trace: each vCPU's and each host CPU's. Has
 * nothing to do with how they are traced.
 */
#ifndef HOST_BALANCE_H
#define HOST_BALANCE_H

#include <glib.h>
#include <jansson.h>
#include <stdint.h>
#include <sys/types.h>

/* Who can be on a host CPU. */
enum balance_who {
	BALANCE_OTHER,
	BALANCE_VCPU,
	BALANCE_EMULATOR, /* QEMU's other threads */
	BALANCE_KWORKER,
	BALANCE_RECLAIM, /* kswapd */
	BALANCE_BALLAST,
	BALANCE_IDLE,
	BALANCE_WHOS
};

enum balance_kind {
	BALANCE_SWITCH,	       /* the CPU goes from a thread to the next */
	BALANCE_WAKEUP,	       /* the thread could run from now on */
	BALANCE_ENTRY,	       /* the vCPU's thread goes into the guest */
	BALANCE_EXIT,	       /* ... and comes out of it */
	BALANCE_NOT_PRESENT,   /* an async page fault begins for the thread's vCPU */
	BALANCE_READY,	       /* ... and ends */
	BALANCE_RECLAIM_BEGIN, /* the thread frees memory of its container */
	BALANCE_RECLAIM_END,
	BALANCE_SWAP_IN, /* a page is read from the swap device */
	BALANCE_KINDS
};

struct balance_event {
	uint64_t time_ns; /* clock_now(); the first member: see merge.h */
	uint64_t address; /* of an async page fault: one has the same one from begin to end */
	pid_t thread;
	pid_t next;	/* of a switch */
	uint32_t state; /* of a switch: the thread's, as in sched_switch's prev_state */
	enum balance_kind kind;
	unsigned int cpu;
	enum balance_who thread_who, next_who; /* of a switch: who they are by their names */
};

struct balance;

/* For the window from opened_ns to closed_ns (clock_now()) on so many host CPUs. */
struct balance *balance_new(uint64_t opened_ns, uint64_t closed_ns, unsigned int cpus);
void balance_free(struct balance *balance);

/* Whoever the thread is by its name: it is that. vCPUs in their order. */
void balance_add_thread(struct balance *balance, pid_t thread, enum balance_who who);

/* Who a thread of the kernel is by its name; BALANCE_OTHER if that does not say it. */
enum balance_who balance_who_is(const char *name);

/*
 * Takes the next event; all CPUs' are in the order of time. They begin before the window, so that
 * by then all is known of each CPU: without any event, a vCPU sleeps, and nothing is known of a
 * CPU. What is outside of the window counts nowhere.
 */
void balance_take(struct balance *balance, const struct balance_event *event);

/*
 * New references; balance_json() ends the window: nothing can be taken afterwards.
 *
 * {"window_ns", "lost", "vcpus": [{"guest_ns", "host_ns", "reclaim_ns" (a part of host_ns),
 * "blocked_ns", "halted_ns", "idle_ns", "runnable_ns"}], "cpus": [{"vcpus_ns", "emulator_ns",
 * "kworkers_ns", "reclaim_ns", "ballast_ns", "other_ns", "idle_ns"}]}: docs/record.md. lost: the
 * events that the trace lacks.
 */
json_t *balance_json(struct balance *balance, uint64_t lost);

/* {"second": [{"swap_ins", "async"}]}: by whole seconds since the window's opening. */
json_t *balance_series_json(const struct balance *balance);

#endif
