// SPDX-License-Identifier: GPL-2.0-or-later
/* A function in a child process, which takes everything that it started with it when it ends. */
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
 * of its own, so that Ctrl-C at the terminal reaches only us. job_end() is for the caller after
 * success only. 0 or -errno.
 */
int job_start(struct job *job, const struct job_place *place, int (*function)(void *context),
	      void *context);

/* Reads what the child has sent; true when it has sent everything. */
bool job_read(struct job *job);

/* Sends SIGTERM to the whole group. job_end() still has to be called. */
void job_stop(struct job *job);

/*
 * Waits for the child, kills what it left in its group, and frees what job owns. A child that still
 * runs grace_ms after the call is killed (-1: never). Returns what the function returned, with its
 * error's text and class. A child that ended without a reply gives -ECANCELED (signals that end
 * programs), -ENOMEM (SIGKILL: the kernel's out-of-memory killer) or -EFAULT (crash).
 */
int job_end(struct job *job, int grace_ms);

#endif
