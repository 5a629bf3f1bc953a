// SPDX-License-Identifier: GPL-2.0-or-later
/* The guest with bm in it: start, what it says, the gate, its end. */
#ifndef HOST_GUEST_H
#define HOST_GUEST_H

#include "host/container.h"
#include "record/description.h"

#include <glib.h>
#include <jansson.h>
#include <sys/types.h>

/* What a guest goes through, in this order; each says so by a line. */
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
	/* what bm told */
	uint64_t work;
	json_t *workers; /* array of the workers' counts */
	json_t *bm;	 /* its JSON, or NULL */
	uint64_t exit_status;
	/* what its QEMU told */
	GArray *vcpus; /* of pid_t: the vCPUs' threads */
	char *qemu_version;
};

void guest_init(struct guest *guest);
void guest_clear(struct guest *guest);

/* Makes the pipes and the command in folder. */
int guest_prepare(struct guest *guest, const struct inside *settings, const char *folder);

/* Starts its QEMU inside the container. */
int guest_start(struct guest *guest, struct container *container);

/*
 * Sleeps until the guest has reached the milestone. -EPROTO when it panics, ends, or bm fails
 * before; -ETIMEDOUT after so many seconds (of the host) without it.
 */
int guest_wait(struct guest *guest, enum guest_milestone milestone, uint64_t seconds);

/*
 * Sleeps, taking in what the guest says, until clock_now() is `until`; shorter if the guest tells
 * its total, panics or ends before: the next guest_wait() says so.
 */
void guest_sleep(struct guest *guest, uint64_t until);

/* Asks QEMU for its version and its vCPUs' threads. */
int guest_query(struct guest *guest);

/* Lets bm go on with this seed and window. */
int guest_open_gate(struct guest *guest, uint64_t seed, uint64_t seconds);

/* Ends its QEMU at once, whatever state it is in. */
void guest_stop(struct guest *guest);

#endif
