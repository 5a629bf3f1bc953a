// SPDX-License-Identifier: GPL-2.0-or-later
/* Watches a machine: the lines of its console file on one side, its CPU time on the other. */
#include "qemu/watch.h"

#include "qemu/growing.h"
#include "settings/description.h"
#include "util/digits.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/text.h"
#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define POLL_MS 20
#define END_MS	5000 /* at most, from the end of the monitor to that of the process */
/* A pause longer than this between two looks is not the host's: the machine was suspended or
 * apfbench stopped. */
#define LONGEST_STEP_MS 1000

const struct watch_limits watch_defaults = {
	.idle_ms = 30000,
	.silent_cpu_seconds = 600,
	.panic_ms = 5000,
};

/* "Kernel panic" at the start of the line or after printk's time stamp; elsewhere it is a
 * quotation. */
static bool is_panic(const char *line)
{
	const char *end;

	if (*line == '[' && (end = strchr(line, ']')))
		for (line = end + 1; *line == ' ';)
			line++;
	return g_str_has_prefix(line, "Kernel panic");
}

static int judge_nothing(const char *line, void *data)
{
	(void)line;
	(void)data;
	return GROWING_ON;
}

bool watch_is_asleep(pid_t pid)
{
	g_autofree char *folder = g_strdup_printf("/proc/%d/task", pid);
	g_autoptr(GDir) tasks = g_dir_open(folder, 0, NULL);
	const char *task;
	bool asleep = true;

	while (asleep && tasks && (task = g_dir_read_name(tasks))) {
		struct process_stat stat;
		uint64_t thread;

		if (!digits_parse(task, &thread, NULL) ||
		    process_stat_read(pid, (pid_t)thread, &stat))
			continue; /* ended meanwhile */
		asleep = !strchr("RD", stat.state);
	}
	return asleep;
}

static bool is_empty(const char *path)
{
	struct stat info;

	return stat(path, &info) < 0 || info.st_size == 0;
}

/* watch_end(), with the end of the console in the text. */
static int end_explain(const struct watched *watched, const char *tail)
{
	g_autofree char *words = NULL;
	siginfo_t info = { 0 };

	if (waitid(P_PID, (id_t)watched->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0)
		return error_sys(errno, "cannot find out how QEMU ended");
	if (info.si_pid == watched->pid && info.si_code == CLD_KILLED && info.si_status == SIGKILL)
		return error_set(ENOMEM, "QEMU was killed from outside (out of memory?)");
	/* A host's reset, panic or power-off ends QEMU with 0. */
	if (info.si_code == CLD_EXITED && info.si_status && is_empty(watched->console)) {
		words = text_last_line(watched->log);
		return error_set(EIO, "QEMU could not start (status %d): %s; see %s",
				 info.si_status, words, watched->log);
	}
	return error_fail(EPROTO, "QEMU ended before the host was done",
			  "; its console ended with:%s", tail);
}

int watch_end(const struct watched *watched)
{
	g_autofree char *tail = NULL;
	struct growing console;
	int err, verdict;

	for (unsigned int ms = 0; ms < END_MS && !process_has_ended(watched->pid); ms += POLL_MS)
		g_usleep(POLL_MS * 1000);
	err = growing_open(&console, watched->console);
	if (err)
		return err;
	err = growing_read(&console, judge_nothing, NULL, &verdict);
	tail = growing_tail(&console);
	growing_close(&console);
	return err ? err : end_explain(watched, tail);
}

struct patience {
	const struct watch_limits *limits;
	pid_t pid;
	gint64 looked;	   /* at the last look, us */
	gint64 idle_us;	   /* neither console bytes nor CPU time */
	long ticks;	   /* at the last look */
	long silent_since; /* ticks at the last console byte */
};

/* Text when it is exhausted, else NULL. Free with g_free(). */
static char *patience_look(struct patience *patience, bool grown)
{
	const gint64 now = g_get_monotonic_time();
	const gint64 step = MIN(now - patience->looked, LONGEST_STEP_MS * G_TIME_SPAN_MILLISECOND);
	const long ticks = process_cpu_ticks(patience->pid);
	uint64_t silent;

	if (grown)
		patience->silent_since = ticks;
	if (grown || ticks != patience->ticks || !watch_is_asleep(patience->pid))
		patience->idle_us = 0;
	else
		patience->idle_us += step;
	patience->looked = now;
	patience->ticks = ticks;
	if (patience->idle_us >= patience->limits->idle_ms * G_TIME_SPAN_MILLISECOND)
		return g_strdup_printf("neither console output nor CPU time used for %u s",
				       patience->limits->idle_ms / 1000);
	silent = (uint64_t)MAX(ticks - patience->silent_since, 0) / (uint64_t)sysconf(_SC_CLK_TCK);
	if (silent > patience->limits->silent_cpu_seconds)
		return g_strdup_printf("no console output for %" PRIu64 " CPU seconds", silent);
	return NULL;
}

enum watch_verdict {
	WATCH_FOUND,	/* the line came */
	WATCH_FAILED,	/* CONSOLE_FAILED came */
	WATCH_PANICKED, /* the kernel's panic came */
	WATCH_ENDED,	/* the process ended without the line */
	WATCH_HUNG,	/* idle, or busy and silent for too long */
};

struct expectation {
	const char *until;
	const struct watch_listener *listener; /* or NULL */
	char *line;			       /* the one that ended the watch */
};

static int judge_line(const char *line, void *data)
{
	struct expectation *expected = data;
	int verdict = GROWING_ON;

	if (expected->listener)
		expected->listener->hear(line, expected->listener->user);
	if (expected->until && g_str_has_prefix(line, expected->until))
		verdict = WATCH_FOUND;
	else if (g_str_has_prefix(line, CONSOLE_FAILED))
		verdict = WATCH_FAILED;
	else if (is_panic(line))
		verdict = WATCH_PANICKED;
	if (verdict != GROWING_ON)
		expected->line = g_strdup(line);
	return verdict;
}

/* Lets the kernel print the rest of its panic; with panic=-1 QEMU then ends by itself. */
static int finish_panic(struct growing *console, pid_t pid, unsigned int panic_ms)
{
	int nothing;

	for (unsigned int ms = 0; ms < panic_ms && !process_has_ended(pid); ms += POLL_MS)
		g_usleep(POLL_MS * 1000);
	return growing_read(console, judge_nothing, NULL, &nothing);
}

/* The loop. *why is set for WATCH_HUNG. -errno if the console cannot be read. */
static int watch_loop(struct growing *console, struct patience *patience,
		      struct expectation *expected, int *verdict, char **why)
{
	bool ended;
	int err;

	for (;;) {
		/* Checked before the last bytes are read, so that nothing written before the end is
		 * missed. */
		ended = process_has_ended(patience->pid);
		err = growing_read(console, judge_line, expected, verdict);
		if (err || *verdict != GROWING_ON)
			return err;
		*verdict = WATCH_ENDED;
		if (ended)
			return 0;
		*verdict = WATCH_HUNG;
		*why = patience_look(patience, console->grown);
		if (*why)
			return 0;
		g_usleep(POLL_MS * 1000);
	}
}

/* tail: the end of the console. */
static int verdict_explain(enum watch_verdict verdict, const struct watched *watched,
			   const char *line, const char *why, const char *tail)
{
	g_autofree char *class = NULL;

	switch (verdict) {
	case WATCH_FOUND:
		break;
	case WATCH_FAILED:
		class = g_strconcat(WATCH_GAVE_UP, line + strlen(CONSOLE_FAILED), NULL);
		return error_fail(EPROTO, class, "; its console ended with:%s", tail);
	case WATCH_PANICKED:
		return error_fail(EPROTO, "the host's kernel panicked",
				  "; its console ended with:%s", tail);
	case WATCH_ENDED:
		return end_explain(watched, tail);
	case WATCH_HUNG:
		return error_fail(ETIMEDOUT, "the host hangs", ": %s; its console ended with:%s",
				  why, tail);
	}
	return 0;
}

int watch_console(const struct watched *watched, const char *until,
		  const struct watch_limits *limits, const struct watch_listener *listener)
{
	struct patience patience = {
		.limits = limits,
		.pid = watched->pid,
		.looked = g_get_monotonic_time(),
		.silent_since = process_cpu_ticks(watched->pid),
	};
	struct expectation expected = { .until = until, .listener = listener };
	g_autofree char *why = NULL, *tail = NULL;
	struct growing console;
	int err, verdict;

	err = growing_open(&console, watched->console);
	if (err)
		return err;
	err = watch_loop(&console, &patience, &expected, &verdict, &why);
	if (!err && verdict == WATCH_PANICKED)
		err = finish_panic(&console, watched->pid, limits->panic_ms);
	tail = growing_tail(&console);
	growing_close(&console);
	if (!err)
		err = verdict_explain((enum watch_verdict)verdict, watched, expected.line, why,
				      tail);
	g_free(expected.line);
	return err;
}
