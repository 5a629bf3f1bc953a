// SPDX-License-Identifier: GPL-2.0-or-later
/* The guest with the workload in it: start, output, gate, end. */
#ifndef HOST_GUEST_H
#define HOST_GUEST_H

#include "host/container.h"
#include "settings/description.h"
#include "workload/inside.h"

#include <glib.h>
#include <jansson.h>
#include <sys/types.h>

struct guest {
	pid_t pid;		   /* of its QEMU; 0: none runs */
	char *folder;		   /* of its pipes, its socket and its QEMU's log */
	GPtrArray *command;	   /* argv of its QEMU, NULL-terminated */
	int console, gate, record; /* descriptors; -1: not open */
	GString *console_partial, *record_partial;
	GQueue *console_last; /* the last lines of the console */
	GPtrArray *bad;	      /* bad lines of its kernel's log */
	bool panicked;
	uint64_t started_ns;		     /* when its QEMU was started (clock_now()) */
	uint64_t reached_ns[WORKLOAD_STEPS]; /* 0: not yet */
	/* from the workload */
	const struct workload_inside *workload;
	json_t *result; /* its part of the run's result */
	uint64_t exit_status;
	/* from its QEMU */
	GArray *vcpus; /* of pid_t: the vCPUs' threads */
	char *qemu_version;
};

/* A guest that is not started. guest_clear() ends its QEMU and frees what it owns, in any state. */
void guest_init(struct guest *guest);
void guest_clear(struct guest *guest);

/* Makes it run another workload than the default; before all else. -EINVAL: there is none of that
 * name. */
int guest_set_workload(struct guest *guest, const char *name);

/* Makes the pipes in folder, and the command. 0 or -errno. */
int guest_prepare(struct guest *guest, const struct inside *settings, const char *folder);

/* Starts its QEMU inside the container. 0, -ENOPKG or another -errno. */
int guest_start(struct guest *guest, struct container *container);

/*
 * Sleeps until the workload has reached the step. -EPROTO if before that the guest panics or ends,
 * or the workload fails; -ETIMEDOUT after this many seconds of the host's time; else -errno.
 */
int guest_wait(struct guest *guest, enum workload_step step, uint64_t seconds);

/*
 * Reads what the guest prints until clock_now() is `until`, or until the workload is done, or the
 * guest panics or ends: the next guest_wait() reports that.
 */
void guest_sleep(struct guest *guest, uint64_t until);

/* Asks QEMU for its version and its vCPUs' threads. Errors of qmp_open() and qmp_command(). */
int guest_query(struct guest *guest);

/* Lets the workload go on with the description's seed and window. 0 or -errno. */
int guest_open_gate(struct guest *guest, const struct description *description);

/*
 * Stops its QEMU where it is, whatever state it is in. guest_clear() ends it: that frees its memory
 * and swap, which takes the host long, and by then the result has been handed over.
 */
void guest_freeze(struct guest *guest);

#endif
