// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs make and its like, and counts the lines that they print. */
#include "kernel/make.h"

#include "kernel/guard.h"
#include "kernel/log.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/progress.h"
#include "util/units.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <unistd.h>

#define POLL_MS 250

static uint64_t count_read(const char *file)
{
	g_autofree char *text = NULL;
	uint64_t count = 0;

	if (!file || !fs_exists(file) || fs_read(file, &text, NULL) < 0 ||
	    units_number("count", g_strchomp(text), 1, UINT32_MAX, &count) < 0)
		return 0;
	return count;
}

static void count_write(const char *file, uint64_t count)
{
	g_autofree char *text = g_strdup_printf("%llu\n", (unsigned long long)count);

	/* Only the progress line needs it: failing to write it does not fail the build. */
	if (file && count)
		fs_write_atomic(file, text, strlen(text));
}

/* Counts the lines that were added to the file since the last call. */
static uint64_t lines_more(FILE *file)
{
	char buffer[1 << 14];
	uint64_t lines = 0;
	size_t length;

	clearerr(file);
	while ((length = fread(buffer, 1, sizeof(buffer), file)) > 0)
		for (size_t i = 0; i < length; i++)
			lines += buffer[i] == '\n';
	return lines;
}

static uint64_t child_watch(const struct step *step, pid_t pid, int pidfd, FILE *log)
{
	gint64 start = g_get_monotonic_time();
	uint64_t last = count_read(step->count), lines = 0;
	struct pollfd ready = { .fd = pidfd, .events = POLLIN };
	int events;

	do {
		events = poll(&ready, 1, POLL_MS);
		lines += lines_more(log);
		/* Ctrl-C at a terminal also reaches make; a kill of this program alone does not. */
		if (guard_check() < 0)
			kill(pid, SIGTERM);
		g_autofree char *time = units_duration_human(
			(double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC);

		if (last)
			progress_live("%s, %d %%, %s", step->what,
				      (int)(MIN(lines, last) * 100 / last), time);
		else
			progress_live("%s, %llu steps, %s", step->what, (unsigned long long)lines,
				      time);
	} while (events == 0 || (events < 0 && errno == EINTR));
	progress_clear();
	return lines;
}

static int step_wait(const struct step *step, pid_t pid, off_t before, uint64_t *lines)
{
	int pidfd = pidfd_open(pid, 0);
	FILE *log = fopen(step->log, "re");

	*lines = 0;
	if (pidfd >= 0 && log && fseeko(log, before, SEEK_SET) == 0)
		*lines = child_watch(step, pid, pidfd, log);
	if (log)
		fclose(log);
	if (pidfd >= 0)
		close(pidfd);
	return process_wait(pid);
}

int step_run(const struct step *step, GPtrArray *argv)
{
	/* make passes SIGTERM on to its children; SIGKILL would leave them running. */
	const struct process_options options = { .log = step->log, .death_signal = SIGTERM };
	off_t before = log_size(step->log);
	const char *const *command;
	uint64_t lines;
	pid_t pid;
	int status;

	g_ptr_array_add(argv, NULL);
	command = (const char *const *)argv->pdata;
	if (process_dry_run())
		return process_check(command, &options);
	status = process_start(command, &options, &pid);
	if (status < 0)
		return status;
	status = step_wait(step, pid, before, &lines);
	if (status == 0)
		count_write(step->count, lines);
	if (status <= 0)
		return status;
	if (guard_check() < 0)
		return error_prefix(-EINTR, "%s", step->what);
	if (status == 128 + SIGINT || status == 128 + SIGTERM || status == 128 + SIGHUP)
		return error_set(EINTR, "%s: interrupted", step->what);
	g_autofree char *tail = log_tail(step->log, before);

	return error_set(EBADMSG, "%s: failed with status %d; %s ends with:%s", step->what, status,
			 step->log, tail);
}
