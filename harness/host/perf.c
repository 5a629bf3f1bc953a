// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs `perf stat` and talks to it through its control pipes. */
#include "host/perf.h"

#include "host/clock.h"
#include "util/error.h"
#include "util/fs.h"
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

/*
 * Without a timeout perf wakes up every second to see whether its (missing) workload has ended;
 * with one it sleeps that long: a day, in milliseconds.
 */
#define PERF_TIMEOUT "86400000"

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
			return error_set(ETIMEDOUT, "perf: no answer to '%.*s'; see perf.log",
					 (int)length - 1, command);
		got = read(perf->acknowledge, answer, sizeof(answer));
	} while (got <= 0 || !memchr(answer, '\n', (size_t)got));
	return 0;
}

static char *perf_file(const struct perf *perf, const char *name)
{
	return g_build_filename(perf->folder, name, NULL);
}

static void arguments_add(GPtrArray *argv, const char *const arguments[])
{
	for (; *arguments; arguments++)
		g_ptr_array_add(argv, (char *)*arguments);
}

int perf_start(struct perf *perf, const char *const events[], const char *folder)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autofree char *control = NULL, *acknowledge = NULL, *pipes = NULL;
	g_autofree char *output = NULL, *log = NULL;
	struct process_options options = { 0 };
	int err;

	*perf = (struct perf){ .control = -1, .acknowledge = -1, .folder = g_strdup(folder) };
	if (!events[0])
		return 0;
	control = perf_file(perf, "perf.control");
	acknowledge = perf_file(perf, "perf.acknowledge");
	output = perf_file(perf, "perf.json");
	log = perf_file(perf, "perf.log");
	pipes = g_strdup_printf("fifo:%s,%s", control, acknowledge);
	options.log = log;
	arguments_add(argv, (const char *const[]){ "perf", "stat", "-j", "-a", "-D", "-1", NULL });
	arguments_add(argv, events);
	arguments_add(argv, (const char *const[]){ "--timeout", PERF_TIMEOUT, "--control", pipes,
						   "-o", output, NULL });
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

int perf_finish(struct perf *perf, json_t **counts)
{
	g_autofree char *output = perf_file(perf, "perf.json");
	g_autofree char *text = NULL;
	pid_t pid = perf->pid;
	int err;

	if (!pid) {
		*counts = json_object();
		return 0;
	}
	/* Without a workload perf prints and ends at SIGINT, which then is its "status". */
	kill(pid, SIGINT);
	perf->pid = 0;
	err = process_wait(pid);
	if (err < 0)
		return err;
	err = fs_read(output, &text, NULL);
	return err ? error_prefix(err, "perf") : perf_parse(text, counts);
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
