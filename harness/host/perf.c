// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs perf and talks to it through its control pipes. */
#include "host/perf.h"

#include "host/clock.h"
#include "util/error.h"
#include "util/process.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PERF_ANSWER_SECONDS 60

static int pipe_open(const char *path, int *fd)
{
	unlink(path);
	if (mkfifo(path, 0600) < 0)
		return error_sys(errno, "%s: cannot make perf's pipe", path);
	*fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	return *fd < 0 ? error_sys(errno, "%s: cannot open perf's pipe", path) : 0;
}

/* Sends one command, and waits for perf's "ack\n" (followed by a NUL). */
static int perf_command(struct perf *perf, const char *command)
{
	uint64_t deadline = clock_now() + PERF_ANSWER_SECONDS * CLOCK_SECOND;
	struct pollfd poller = { .fd = perf->acknowledge, .events = POLLIN };
	size_t length = strlen(command);
	char answer[16];
	ssize_t got;
	int ready;

	if (!perf->pid)
		return 0;
	if (write(perf->control, command, length) != (ssize_t)length)
		return error_sys(errno, "perf: cannot write to its control pipe");
	do {
		ready = poll(&poller, 1, clock_left_ms(deadline));
		if (ready < 0 && errno != EINTR)
			return error_sys(errno, "perf: cannot wait for its answer");
		if (!ready)
			return error_set(ETIMEDOUT, "perf: no answer to '%.*s'", (int)length - 1,
					 command);
		got = read(perf->acknowledge, answer, sizeof(answer));
	} while (got <= 0 || !memchr(answer, '\n', (size_t)got));
	return 0;
}

static char *perf_file(const struct perf *perf, const char *name, const char *suffix)
{
	return g_strdup_printf("%s/%s.%s", perf->folder, name, suffix);
}

int perf_start(struct perf *perf, const char *name, const char *const arguments[],
	       const char *folder)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autofree char *control = NULL, *acknowledge = NULL, *pipes = NULL, *log = NULL;
	struct process_options options = { .directory = folder };
	int err;

	*perf = (struct perf){ .control = -1, .acknowledge = -1, .folder = g_strdup(folder) };
	control = perf_file(perf, name, "control");
	acknowledge = perf_file(perf, name, "acknowledge");
	log = perf_file(perf, name, "log");
	pipes = g_strdup_printf("fifo:%s,%s", control, acknowledge);
	options.log = log;
	g_ptr_array_add(argv, (char *)"perf");
	for (; *arguments; arguments++)
		g_ptr_array_add(argv, (char *)*arguments);
	g_ptr_array_add(argv, (char *)"--control");
	g_ptr_array_add(argv, pipes);
	g_ptr_array_add(argv, NULL);
	err = pipe_open(control, &perf->control);
	if (!err)
		err = pipe_open(acknowledge, &perf->acknowledge);
	if (!err)
		err = process_start((const char *const *)argv->pdata, &options, &perf->pid);
	return err ? err : perf_command(perf, "ping\n");
}

int perf_enable(struct perf *perf)
{
	return perf_command(perf, "enable\n");
}

int perf_disable(struct perf *perf)
{
	return perf_command(perf, "disable\n");
}

int perf_finish(struct perf *perf)
{
	pid_t pid = perf->pid;
	int status;

	if (!pid)
		return 0;
	/* Without a workload perf ends at SIGINT, which then is its "status". */
	kill(pid, SIGINT);
	perf->pid = 0;
	status = process_wait(pid);
	return status < 0 ? status : 0;
}

void perf_clear(struct perf *perf)
{
	process_stop(perf->pid, 0);
	perf->pid = 0;
	if (perf->control >= 0)
		close(perf->control);
	if (perf->acknowledge >= 0)
		close(perf->acknowledge);
	perf->control = perf->acknowledge = -1;
	g_clear_pointer(&perf->folder, g_free);
}
