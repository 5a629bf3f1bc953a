// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of the way between a terminal and a host: bytes, ends, and the terminal's mode. */
#include "test.h"

#include "inspect/relay.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define LOOK_MS 5000

/* A child runs relay_run(); we are the user at its terminal, the reader of its output, and its
 * host. */
static struct {
	int user, output, host;
	int terminal; /* the child's side, to look at its mode */
	pid_t pid;
	struct termios before;
} ends;

static void __attribute__((noreturn)) child_main(int output, int host, bool typed)
{
	struct interrupt interrupt;
	struct relay relay = { .host = host,
			       .pending = g_string_new("greeting\n"),
			       .typed = typed,
			       .interrupt = &interrupt };
	int end;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* A shell's background job ignores it, and what is ignored ends no relay. */
	signal(SIGINT, SIG_DFL);
	dup2(ends.terminal, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	/* The parent's ends, so that it is the only one who holds them. */
	close(ends.user);
	close(ends.output);
	close(ends.host);
	if (interrupt_begin(&interrupt))
		_exit(99);
	end = relay_run(&relay);
	g_string_free(relay.pending, TRUE);
	_exit(end < 0 ? 10 - end : end);
}

static void begin(bool typed)
{
	int output[2], host[2];

	assert_int_equal(openpty(&ends.user, &ends.terminal, NULL, NULL, NULL), 0);
	assert_int_equal(tcgetattr(ends.terminal, &ends.before), 0);
	assert_int_equal(pipe(output), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, host), 0);
	ends.output = output[0];
	ends.host = host[0];
	ends.pid = fork();
	if (!ends.pid)
		child_main(output[1], host[1], typed);
	close(output[1]);
	close(host[1]);
}

static void assert_reads(int fd, const char *expected)
{
	char text[64] = "";
	size_t length = 0;
	struct pollfd look = { .fd = fd, .events = POLLIN };

	while (length < strlen(expected)) {
		ssize_t got;

		assert_int_equal(poll(&look, 1, LOOK_MS), 1);
		got = read(fd, text + length, sizeof(text) - 1 - length);
		assert_true(got > 0);
		length += (size_t)got;
	}
	assert_string_equal(text, expected);
}

/* Whatever the end, the terminal is as it was. */
static void assert_ends(int status)
{
	struct termios now;
	int ended;

	assert_int_equal(waitpid(ends.pid, &ended, 0), ends.pid);
	assert_true(WIFEXITED(ended));
	assert_int_equal(WEXITSTATUS(ended), status);
	assert_int_equal(tcgetattr(ends.terminal, &now), 0);
	assert_int_equal(now.c_lflag, ends.before.c_lflag);
	assert_int_equal(now.c_oflag, ends.before.c_oflag);
	close(ends.user);
	close(ends.terminal);
	close(ends.output);
	close(ends.host);
}

static void assert_raw(bool wanted)
{
	struct termios now;

	assert_int_equal(tcgetattr(ends.terminal, &now), 0);
	assert_int_equal(!(now.c_lflag & ICANON), wanted);
}

static void bytes_go_both_ways_as_they_are(void **state)
{
	(void)state;
	begin(true);
	assert_reads(ends.host, "greeting\n");
	assert_raw(true);
	/* Ctrl-C is for the host. */
	assert_int_equal(write(ends.user, "a\x03\r", 3), 3);
	assert_reads(ends.host, "a\x03\r");
	assert_int_equal(write(ends.host, "b\n\x1d", 3), 3);
	assert_reads(ends.output, "b\n\x1d");
	shutdown(ends.host, SHUT_RDWR);
	assert_ends(RELAY_HOST);
}

static void the_escape_key_ends_it(void **state)
{
	(void)state;
	begin(true);
	assert_reads(ends.host, "greeting\n");
	assert_int_equal(write(ends.user, "a\x1d", 2), 2);
	assert_ends(RELAY_ESCAPED);
}

static void a_signal_ends_it(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(signals); i++) {
		begin(true);
		assert_reads(ends.host, "greeting\n");
		assert_raw(true);
		kill(ends.pid, signals[i]);
		assert_ends(10 + EINTR);
	}
}

static void a_terminal_that_is_gone_ends_it(void **state)
{
	(void)state;
	begin(true);
	assert_reads(ends.host, "greeting\n");
	/* The parent keeps a descriptor of the pty's other side, as assert_ends() closes it. */
	int kept = ends.user;

	ends.user = dup(ends.host);
	close(kept);
	assert_int_equal(waitpid(ends.pid, &kept, 0), ends.pid);
	assert_int_equal(WEXITSTATUS(kept), RELAY_ESCAPED);
	close(ends.user);
	close(ends.terminal);
	close(ends.output);
	close(ends.host);
}

static void without_typing_stdin_is_left_alone(void **state)
{
	(void)state;
	begin(false);
	assert_reads(ends.host, "greeting\n");
	assert_raw(false);
	assert_int_equal(write(ends.user, "a\x1d\n", 3), 3);
	assert_int_equal(write(ends.host, "c", 1), 1);
	assert_reads(ends.output, "c");
	shutdown(ends.host, SHUT_RDWR);
	assert_ends(RELAY_HOST);
}

static void output_that_nobody_takes_is_an_error(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	begin(true);
	assert_reads(ends.host, "greeting\n");
	close(ends.output);
	ends.output = dup(ends.host);
	assert_int_equal(write(ends.host, "b", 1), 1);
	assert_ends(10 + EPIPE);
}

static void a_socket_that_is_not_there_is_named(void **state)
{
	int fd;

	(void)state;
	assert_int_equal(relay_connect("/nonexistent/terminal", &fd), -ENOENT);
	assert_error_says("/nonexistent/terminal");
}

int main(void)
{
	/* A relay that does not end is a failure, too. */
	alarm(60);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_go_both_ways_as_they_are),
		cmocka_unit_test(the_escape_key_ends_it),
		cmocka_unit_test(a_signal_ends_it),
		cmocka_unit_test(a_terminal_that_is_gone_ends_it),
		cmocka_unit_test(without_typing_stdin_is_left_alone),
		cmocka_unit_test(output_that_nobody_takes_is_an_error),
		cmocka_unit_test(a_socket_that_is_not_there_is_named),
	};

	return cmocka_run_group_tests_name("relay", tests, NULL, NULL);
}
