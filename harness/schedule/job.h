// SPDX-License-Identifier: GPL-2.0-or-later
/* One piece of work in a child process that takes everything it started with it when it ends. */
#ifndef SCHEDULE_JOB_H
#define SCHEDULE_JOB_H

#include "schedule/interrupt.h"

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

struct job {
	pid_t pid; /* and process group; 0: not running */
	int fd;	   /* poll() this for job_read() */
	GString *reply;
	char *logs;
};

struct job_place {
	const char *logs; /* folder; made anew. harness.log in it takes stdout and stderr */
	const struct interrupt *interrupt;
	int lock; /* descriptor that the child must not keep, or -1 */
};

/*
 * Calls function(context) in a child that dies with this process. The child leads a process group
 * of its own, so that Ctrl-C at the terminal reaches only us.
 */
int job_start(struct job *job, const struct job_place *place, int (*function)(void *context),
	      void *context);

/* Takes what has come through fd; true when the child has said all. */
bool job_read(struct job *job);

/* SIGTERM to the whole group; job_end() is still to be called. */
void job_stop(struct job *job);

/*
 * Reaps the child (grace_ms after the call it is killed; -1: never), kills what it left in its
 * group. Returns what the function returned, with its error's text and class; a
 * child that ended without a reply gives -ECANCELED (signals that end programs), -ENOMEM (SIGKILL:
 * the kernel's out-of-memory killer) or -EFAULT (crash).
 */
int job_end(struct job *job, int grace_ms);

#endif
