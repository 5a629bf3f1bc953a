// SPDX-License-Identifier: GPL-2.0-or-later
/* Results of tests, one line each, and the processes that they run in. */
#include "tap.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LINE_SIZE 512

int tap_seconds = TAP_SECONDS;

static const char *test_name;
static int lines, failures;

static void line_print(bool ok, const char *format, va_list args)
{
	printf("%s %d - %s: ", ok ? "ok" : "not ok", ++lines, test_name);
	vprintf(format, args);
	printf("\n");
	fflush(stdout);
	failures += !ok;
}

bool tap_check(bool ok, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line_print(ok, format, args);
	va_end(args);
	return ok;
}

void tap_note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	printf("# %s: ", test_name);
	vprintf(format, args);
	printf("\n");
	va_end(args);
	fflush(stdout);
}

void tap_fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line_print(false, format, args);
	va_end(args);
	/* Threads may be anywhere: nothing to tidy up in order. */
	_exit(1);
}

void tap_skip(const char *reason)
{
	printf("ok %d - %s: left out # SKIP %s\n", ++lines, test_name, reason);
	fflush(stdout);
	_exit(failures ? 1 : 0);
}

int tap_run(const struct tap_test *test)
{
	test_name = test->name;
	test->run();
	if (!lines)
		tap_fail("nothing was checked");
	return failures ? 1 : 0;
}

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Numbers of the child's lines become ours. */
static void line_merge(const char *line, bool *failed)
{
	const char *rest = strstr(line, " - ");
	bool ok = !strncmp(line, "ok ", 3), not_ok = !strncmp(line, "not ok ", 7);

	if (!(ok || not_ok) || !rest) {
		puts(line);
		return;
	}
	printf("%s %d%s\n", ok ? "ok" : "not ok", ++lines, rest);
	failures += not_ok;
	*failed |= not_ok;
}

/* Until the child closes its output. Returns false when its time is up. */
static bool output_merge(int fd, bool *failed)
{
	long long end = now_ms() + tap_seconds * 1000LL;
	char buffer[LINE_SIZE];
	size_t used = 0;

	for (;;) {
		struct pollfd wait = { .fd = fd, .events = POLLIN };
		long long left = end - now_ms();
		char *newline;
		ssize_t got;

		if (left <= 0)
			return false;
		if (poll(&wait, 1, (int)left) <= 0)
			continue;
		got = read(fd, buffer + used, sizeof(buffer) - 1 - used);
		if (got <= 0)
			return true;
		used += (size_t)got;
		buffer[used] = 0;
		while ((newline = strchr(buffer, '\n')) != NULL) {
			*newline = 0;
			line_merge(buffer, failed);
			used -= (size_t)(newline + 1 - buffer);
			memmove(buffer, newline + 1, used + 1);
		}
		if (used == sizeof(buffer) - 1)
			used = 0;
	}
}

/* A killed child may be in the middle of something slow, or stuck for ever: do
 * not wait then. */
static bool child_reap(pid_t pid, int *status)
{
	long long end = now_ms() + 10000;

	while (now_ms() < end) {
		if (waitpid(pid, status, WNOHANG) == pid)
			return true;
		usleep(10000);
	}
	return false;
}

static void child_judge(const char *name, pid_t pid, bool in_time, bool failed)
{
	char why[64] = "";
	int status = 0;

	if (!in_time) {
		kill(-pid, SIGKILL);
		snprintf(why, sizeof(why), "not through after %d s", tap_seconds);
	}
	if (!child_reap(pid, &status))
		strcat(why, ", cannot be killed");
	else if (in_time && WIFSIGNALED(status))
		snprintf(why, sizeof(why), "ended by signal %d", WTERMSIG(status));
	else if (in_time && WEXITSTATUS(status) && !failed)
		snprintf(why, sizeof(why), "ended with status %d", WEXITSTATUS(status));
	if (!*why)
		return;
	printf("not ok %d - %s: %s\n", ++lines, name, why);
	failures++;
}

static void child_run(const struct tap_test *test)
{
	bool failed = false, in_time;
	int fds[2];
	pid_t pid;

	fflush(stdout);
	if (pipe(fds) < 0) {
		perror("pipe");
		exit(2);
	}
	pid = fork();
	if (!pid) {
		setpgid(0, 0);
		dup2(fds[1], STDOUT_FILENO);
		close(fds[0]);
		close(fds[1]);
		lines = failures = 0;
		exit(tap_run(test));
	}
	setpgid(pid, pid);
	close(fds[1]);
	in_time = output_merge(fds[0], &failed);
	child_judge(test->name, pid, in_time, failed);
	close(fds[0]);
	fflush(stdout);
}

static const struct tap_test *test_find(const struct tap_test *tests, size_t count,
					const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(tests[i].name, name))
			return &tests[i];
	return NULL;
}

int tap_main(int argc, char **argv, const struct tap_test *tests, size_t count)
{
	if (argc == 2 && !strcmp(argv[1], "--list")) {
		for (size_t i = 0; i < count; i++)
			puts(tests[i].name);
		return 0;
	}
	for (int i = 1; i < argc; i++)
		if (!test_find(tests, count, argv[i])) {
			fprintf(stderr, "%s: no test has the name '%s'; --list tells them\n",
				argv[0], argv[i]);
			return 2;
		}
	for (int i = 1; i < argc; i++)
		child_run(test_find(tests, count, argv[i]));
	for (size_t i = 0; argc == 1 && i < count; i++)
		child_run(&tests[i]);
	printf("1..%d\n", lines);
	return failures ? 1 : 0;
}
