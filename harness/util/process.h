// SPDX-License-Identifier: GPL-2.0-or-later
/* The one door to other programs: start, wait, capture, quote for display, dry-run. */
#ifndef UTIL_PROCESS_H
#define UTIL_PROCESS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct process_options {
	const char *directory; /* working directory, or NULL */
	const char *log; /* file to which stdout and stderr are appended, or NULL: inherited */
	char *const *environment; /* NULL-terminated "NAME=value" additions, or NULL */
	bool own_environment;	  /* it gets `environment` and PATH, nothing else of ours */
	const char *input;	  /* file for stdin, or NULL: /dev/null */
	int death_signal;	  /* sent to the child when its parent dies; 0: SIGKILL */
	bool own_group;		  /* put into a process group of its own (not hit by Ctrl-C) */
};

/* From now on process_run() prints its command line, quoted, instead of running it. Queries still
 * run. */
void process_set_dry_run(bool on);
/* Is that on? */
bool process_dry_run(void);

/*
 * Runs argv (NULL-terminated, found by PATH) and waits for its end. options may be NULL, here and
 * below. Returns the exit status (0..255, or 128 + signal), -ENOPKG if there is no such program, or
 * another -errno. A dry run prints the line and returns 0.
 */
int process_run(const char *const argv[], const struct process_options *options);

/* As process_run(), but a status other than 0 is an error as well: -EIO with the program's name and
 * status. */
int process_check(const char *const argv[], const struct process_options *options);

/*
 * Runs a query (also in a dry run): stdout into *output without the last newline, to be freed with
 * g_free(). -EIO if its status is not 0. *output is NULL after a failure.
 */
int process_output(const char *const argv[], const struct process_options *options, char **output);

/* The same with every byte, newlines and NULs as they came; free with g_string_free(). */
int process_output_exact(const char *const argv[], const struct process_options *options,
			 GString **output);

/* Starts argv in the background, also in a dry run. The caller ends *pid with process_wait() or
 * process_stop(). -ENOPKG or another -errno. */
int process_start(const char *const argv[], const struct process_options *options, pid_t *pid);

/* Waits for the end of a started process, and reaps it. Returns as process_run(). */
int process_wait(pid_t pid);

/* Ends a started process: SIGTERM, after grace_ms SIGKILL; reaps it. pid 0 is ignored. */
void process_stop(pid_t pid, unsigned int grace_ms);

/* True if the child has ended. Does not reap it. */
bool process_has_ended(pid_t pid);

struct process_stat {
	char state;	       /* of the (first) thread, proc(5): 'R', 'D', 'S' ... */
	uint64_t major_faults; /* times that it slept for a page to be read */
	uint64_t cpu_ticks;    /* user and system time, in ticks of sysconf(_SC_CLK_TCK) */
};

/* Reads the figures of the process with all its threads (thread 0), or of that thread. -errno if it
 * is gone. */
int process_stat_read(pid_t pid, pid_t thread, struct process_stat *stat);

/* Parses the text of /proc/PID/stat; false if it is something else. */
bool process_stat_parse(const char *text, struct process_stat *stat);

/* CPU time that pid (all its threads) has used, in clock ticks, or -errno. */
long process_cpu_ticks(pid_t pid);

/* argv as one line that a shell would take back. Free with g_free(). */
char *process_quote(const char *const argv[]);

/* Full path of a program in PATH, or NULL. Free with g_free(). */
char *process_find(const char *program);

#endif
