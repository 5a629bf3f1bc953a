// SPDX-License-Identifier: GPL-2.0-or-later
/* The guest with bm in it: start, output, gate, end. */
#ifndef HOST_GUEST_H
#define HOST_GUEST_H

#include "host/container.h"
#include "settings/description.h"

#include <glib.h>
#include <jansson.h>
#include <sys/types.h>

/* What a guest goes through, in this order; it prints a line for each. */
enum guest_milestone {
	GUEST_READY,
	GUEST_STARTED,
	GUEST_TOTALLED,
	GUEST_ENDED,
	GUEST_MILESTONES
};

struct guest {
	pid_t pid;		   /* of its QEMU; 0: none runs */
	char *folder;		   /* of its pipes, its socket and its QEMU's log */
	GPtrArray *command;	   /* argv of its QEMU, NULL-terminated */
	int console, gate, record; /* descriptors; -1: not open */
	GString *console_partial, *record_partial;
	GQueue *console_last; /* the last lines of the console */
	GPtrArray *bad;	      /* bad lines of its kernel's log */
	bool panicked;
	uint64_t started_ns;		       /* when its QEMU was started (clock_now()) */
	uint64_t reached_ns[GUEST_MILESTONES]; /* 0: not yet */
	/* from bm */
	uint64_t work;
	json_t *workers; /* array of the workers' counts */
	json_t *bm;	 /* its JSON, or NULL */
	uint64_t exit_status;
	/* from its QEMU */
	GArray *vcpus; /* of pid_t: the vCPUs' threads */
	char *qemu_version;
};

/* A guest that is not started. guest_clear() ends its QEMU and frees what it owns, in any state. */
void guest_init(struct guest *guest);
void guest_clear(struct guest *guest);

/* Makes the pipes in folder, and the command. 0 or -errno. */
int guest_prepare(struct guest *guest, const struct inside *settings, const char *folder);

/* Starts its QEMU inside the container. 0, -ENOPKG or another -errno. */
int guest_start(struct guest *guest, struct container *container);

/*
 * Sleeps until the guest has reached the milestone. -EPROTO if before that it panics, ends, or bm
 * fails; -ETIMEDOUT after this many seconds of the host's time; else -errno.
 */
int guest_wait(struct guest *guest, enum guest_milestone milestone, uint64_t seconds);

/*
 * Reads what the guest prints until clock_now() is `until`, or until it prints its total, panics or
 * ends: the next guest_wait() reports that.
 */
void guest_sleep(struct guest *guest, uint64_t until);

/* Asks QEMU for its version and its vCPUs' threads. Errors of qmp_open() and qmp_command(). */
int guest_query(struct guest *guest);

/* Lets bm go on with this seed and a window of this many seconds. 0 or -errno. */
int guest_open_gate(struct guest *guest, uint64_t seed, uint64_t seconds);

/* Kills its QEMU, whatever state it is in. */
void guest_stop(struct guest *guest);

#endif
