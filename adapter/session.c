// SPDX-License-Identifier: GPL-2.0-or-later
/* A run of the user's program, from its start to its last metric. */
#include "session.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../bm/clock.h"
#include "console.h"
#include "failure.h"

/* How long a program that has closed its stdout has to end, before that is the failure. */
#define END_MS 1000

static const char *const steps[] = {
	[STEP_READY] = "said ready",
	[STEP_GATE] = "got its line",
	[STEP_START] = "said start",
	[STEP_DONE] = "said done",
};

static int word_out_of_turn(const struct session *session, const char *word)
{
	return failure_set("%s said %s before it %s", session->program.name, word,
			   steps[session->step]);
}

static int ready_take(struct session *session)
{
	session->prepare_ns = clock_now() - session->began_ns;
	session->step = STEP_GATE;
	return console_say("ready");
}

/* Nothing is printed in the window: the port would take some of the guest's time. */
static int start_take(struct session *session)
{
	session->step = STEP_DONE;
	console_hush();
	if (console_say("start"))
		return -1;
	session->start_ns = clock_now();
	return 0;
}

static int done_take(struct session *session)
{
	session->window_ns = clock_now() - session->start_ns;
	session->step = STEP_ENDED;
	if (!session->metrics.count)
		return failure_set("%s said done without a metric", session->program.name);
	return 0;
}

static bool is_metric(const char *line)
{
	const char word[] = "metric";

	return !strncmp(line, word, strlen(word)) && strchr(" \t", line[strlen(word)]);
}

static int said_take(const char *line, void *user)
{
	struct session *session = user;

	if (session->step == STEP_ENDED)
		return 0;
	if (!strcmp(line, "ready"))
		return session->step == STEP_READY
			       ? ready_take(session)
			       : failure_set("%s said ready twice", session->program.name);
	if (!strcmp(line, "start"))
		return session->step == STEP_START ? start_take(session)
						   : word_out_of_turn(session, line);
	if (!strcmp(line, "done"))
		return session->step == STEP_DONE ? done_take(session)
						  : word_out_of_turn(session, line);
	if (is_metric(line))
		return session->step == STEP_DONE ? metric_take(&session->metrics, line)
						  : word_out_of_turn(session, "metric");
	console_echo(line);
	return 0;
}

static int errors_take(const char *line, void *user)
{
	(void)user;
	console_echo(line);
	return 0;
}

/* "SEED SECONDS", and maybe words for bm behind it. The length of what is the program's, or 0. */
static size_t gate_parse(const char *line)
{
	const size_t seed = strspn(line, PROGRAM_DIGITS);
	size_t seconds;

	if (!seed || line[seed] != ' ')
		return 0;
	seconds = strspn(line + seed + 1, PROGRAM_DIGITS);
	if (!seconds || (line[seed + 1 + seconds] && line[seed + 1 + seconds] != ' '))
		return 0;
	return seed + 1 + seconds;
}

static int gate_take(const char *line, void *user)
{
	struct session *session = user;
	const size_t length = gate_parse(line);

	if (session->step != STEP_GATE)
		return 0;
	if (!length)
		return failure_set("'%.100s': expected \"SEED SECONDS\" from the runner", line);
	session->step = STEP_START;
	/* If the program has ended, that is told by its pidfd. */
	if (dprintf(session->program.in, "%.*s\n", (int)length, line) < 0 && errno != EPIPE)
		return failure_set("cannot write to %s: %s", session->program.name,
				   strerror(errno));
	close(session->program.in);
	return 0;
}

static int console_read(struct session *session)
{
	if (lines_read(&session->console, "the console", gate_take, session))
		return -1;
	if (session->console.fd < 0 && session->step == STEP_GATE)
		return failure_set("the console ended before a line \"SEED SECONDS\"");
	return 0;
}

/* It has no more to say: does it end, too? */
static int output_end(struct session *session)
{
	struct pollfd end = { .fd = session->program.pidfd, .events = POLLIN };

	if (session->step == STEP_ENDED)
		return 0;
	if (poll(&end, 1, END_MS) > 0)
		return program_fail(&session->program, steps[session->step]);
	return failure_set("%s closed its output before it %s", session->program.name,
			   steps[session->step]);
}

/* Sleeps until somebody says something, and listens to it. */
static int session_listen(struct session *session)
{
	struct pollfd fds[] = {
		{ .fd = session->said.fd, .events = POLLIN },
		{ .fd = session->errors.fd, .events = POLLIN },
		{ .fd = session->step == STEP_GATE ? session->console.fd : -1, .events = POLLIN },
		{ .fd = session->program.pidfd, .events = POLLIN },
	};

	if (poll(fds, sizeof(fds) / sizeof(fds[0]), -1) < 0)
		return errno == EINTR ? 0 : failure_set("cannot listen: %s", strerror(errno));
	if (fds[1].revents && lines_read(&session->errors, "stderr", errors_take, session))
		return -1;
	if (fds[0].revents && lines_read(&session->said, "stdout", said_take, session))
		return -1;
	if (session->said.fd < 0)
		return output_end(session);
	/* What it said before its end is read first. */
	if (fds[3].revents && !fds[0].revents && !fds[1].revents && session->step != STEP_ENDED)
		return program_fail(&session->program, steps[session->step]);
	return fds[2].revents ? console_read(session) : 0;
}

int session_run(struct session *session, const char *arguments)
{
	int error;

	*session = (struct session){ .console.fd = STDIN_FILENO };
	session->began_ns = clock_now();
	error = program_start(&session->program, arguments);
	session->said.fd = session->program.out;
	session->errors.fd = session->program.errors;
	while (!error && session->step != STEP_ENDED)
		error = session_listen(session);
	return error;
}
