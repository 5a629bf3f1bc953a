// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of the watch over a machine, with small processes in QEMU's place. */
#include "test.h"

#include "files.h"
#include "qemu/watch.h"
#include "util/error.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct watch_limits limits = {
	.idle_ms = 200,
	.silent_cpu_seconds = 600,
	.panic_ms = 2000,
};

static const struct watch_limits patient_limits = {
	.idle_ms = 2500,
	.silent_cpu_seconds = 600,
	.panic_ms = 2000,
};

/* A shell script as machine: its stdout is the console. */
static pid_t machine_run(const char *script)
{
	const char *const argv[] = { "sh", "-c", script, NULL };
	g_autofree char *console = path_of("console");
	struct process_options options = { .log = console };
	pid_t pid;

	file_write("console", "");
	assert_int_equal(process_start(argv, &options, &pid), 0);
	return pid;
}

static int watch_with(pid_t pid, const struct watch_limits *with,
		      const struct watch_listener *listener)
{
	g_autofree char *console = path_of("console");
	g_autofree char *log = path_of("log");
	const struct watched watched = { pid, console, log };
	int err = watch_console(&watched, "apfbench: recorded", with, listener);

	process_stop(pid, 0);
	return err;
}

static int watch(pid_t pid)
{
	return watch_with(pid, &limits, NULL);
}

static void line_is_found(void **state)
{
	pid_t pid = machine_run("echo booting; echo 'apfbench: recorded'; exec sleep 100");

	(void)state;
	assert_int_equal(watch(pid), 0);
}

static void line_counts_only_at_its_beginning_and_when_whole(void **state)
{
	pid_t pid = machine_run("echo 'not apfbench: recorded'; printf 'apfbench: recorded'; exec "
				"sleep 100");

	(void)state;
	assert_int_equal(watch(pid), -ETIMEDOUT);
	assert_string_equal(error_class(), "the host hangs");
}

static void line_note(const char *line, void *user)
{
	g_string_append_printf(user, "%s|", line);
}

static void listener_hears_every_whole_line_once(void **state)
{
	pid_t pid = machine_run("printf 'one\r\nt'; sleep 0.1; printf 'wo\napfbench: recorded\n"
				"beyond\n'; exec sleep 100");
	g_autoptr(GString) heard = g_string_new(NULL);
	const struct watch_listener listener = { .hear = line_note, .user = heard };

	(void)state;
	assert_int_equal(watch_with(pid, &patient_limits, &listener), 0);
	assert_string_equal(heard->str, "one|two|apfbench: recorded|");
}

static void carriage_returns_do_not_matter(void **state)
{
	pid_t pid = machine_run("printf 'one\\r\\napfbench: recorded\\r\\n'; exec sleep 100");

	(void)state;
	assert_int_equal(watch(pid), 0);
}

static void last_words_before_the_end_are_read(void **state)
{
	pid_t pid = machine_run("echo 'apfbench: recorded'");

	(void)state;
	assert_int_equal(watch(pid), 0);
}

static void end_without_the_line_is_an_error_with_the_last_lines(void **state)
{
	pid_t pid = machine_run("i=0; while [ $i -lt 30 ]; do echo line$i.; i=$((i + 1)); done");

	(void)state;
	assert_int_equal(watch(pid), -EPROTO);
	assert_string_equal(error_class(), "QEMU ended before the host was done");
	assert_non_null(strstr(error_text(), "line29."));
	assert_non_null(strstr(error_text(), "line10."));
	assert_null(strstr(error_text(), "line9."));
}

static void a_kill_from_outside_is_not_a_failure_of_the_host(void **state)
{
	pid_t pid = machine_run("echo line; kill -KILL $$");

	(void)state;
	assert_int_equal(watch(pid), -ENOMEM);
	assert_non_null(strstr(error_text(), "killed from outside"));
	assert_null(error_class());
}

static void qemu_that_cannot_start_is_not_a_failure_of_the_host(void **state)
{
	pid_t pid = machine_run("exit 1");

	(void)state;
	file_write("log", "qemu-system-x86_64 -bad\nqemu: -bad: invalid option\n");
	assert_int_equal(watch(pid), -EIO);
	assert_error_says("could not start (status 1): qemu: -bad: invalid option; see ");
	assert_null(error_class());
	/* A host that has begun may take QEMU down with it. */
	pid = machine_run("echo booting; exit 1");
	assert_int_equal(watch(pid), -EPROTO);
}

static void console_that_cannot_be_read_is_not_a_failure_of_the_host(void **state)
{
	g_autofree char *console = path_of("console");
	pid_t pid = machine_run("exec sleep 100");

	(void)state;
	error_fail(EPROTO, WATCH_GAVE_UP "at an earlier run", "%s", "");
	unlink(console);
	assert_int_equal(watch(pid), -ENOENT);
	assert_null(error_class());
	/* Opens, and gives an error at each read. */
	pid = machine_run("exec sleep 100");
	unlink(console);
	assert_int_equal(mkdir(console, 0755), 0);
	assert_int_equal(watch(pid), -EISDIR);
	assert_null(error_class());
}

static void host_that_gives_up_says_why(void **state)
{
	pid_t pid = machine_run("echo 'apfbench: failed: no swap device'; exec sleep 100");

	(void)state;
	assert_int_equal(watch(pid), -EPROTO);
	assert_string_equal(error_class(), "the host gave up: no swap device");
	assert_non_null(strstr(error_text(), "gave up: no swap device"));
}

static void panic_ends_the_watch_with_its_trace(void **state)
{
	pid_t pid =
		machine_run("echo '[    0.849077] Kernel panic - not syncing: oops'; sleep 0.1; "
			    "echo '[    0.849078] Call Trace:'");

	(void)state;
	assert_int_equal(watch(pid), -EPROTO);
	assert_string_equal(error_class(), "the host's kernel panicked");
	assert_non_null(strstr(error_text(), "Call Trace"));
}

static void panic_of_a_guest_is_not_the_hosts(void **state)
{
	pid_t pid = machine_run("echo 'guest: [ 1.0] Kernel panic - not syncing'; echo 'apfbench: "
				"recorded'; exec sleep 100");

	(void)state;
	assert_int_equal(watch(pid), 0);
}

static void idle_machine_hangs(void **state)
{
	pid_t pid = machine_run("echo hello; exec sleep 100");

	(void)state;
	assert_int_equal(watch(pid), -ETIMEDOUT);
	assert_string_equal(error_class(), "the host hangs");
	assert_non_null(strstr(error_text(), "hello"));
}

static void stopped_machine_hangs(void **state)
{
	pid_t pid = machine_run("while :; do :; done");

	(void)state;
	kill(pid, SIGSTOP);
	assert_int_equal(watch(pid), -ETIMEDOUT);
}

static void busy_machine_does_not_hang(void **state)
{
	pid_t pid =
		machine_run("i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done; echo 'apfbench: "
			    "recorded'; exec sleep 100");
	struct watch_limits short_limits = limits;

	(void)state;
	short_limits.idle_ms = 50;
	assert_int_equal(watch_with(pid, &short_limits, NULL), 0);
}

/* Together they take longer than the limit, each of them less, also on a busy machine. */
static void slow_lines_keep_a_machine_alive(void **state)
{
	pid_t pid = machine_run("for i in 1 2 3 4 5 6; do echo $i; sleep 0.5; done; echo "
				"'apfbench: recorded'; exec sleep 100");

	(void)state;
	assert_int_equal(watch_with(pid, &patient_limits, NULL), 0);
}

static void machine_that_spins_in_silence_hangs(void **state)
{
	pid_t pid = machine_run("while :; do :; done");
	struct watch_limits short_limits = limits;

	(void)state;
	short_limits.silent_cpu_seconds = 0;
	assert_int_equal(watch_with(pid, &short_limits, NULL), -ETIMEDOUT);
	assert_non_null(strstr(error_text(), "CPU seconds"));
}

static void sleeping_process_is_asleep_and_a_spinning_one_is_not(void **state)
{
	pid_t spinning = machine_run("while :; do :; done");
	pid_t sleeping = machine_run("exec sleep 100");

	(void)state;
	g_usleep(100000);
	assert_false(watch_is_asleep(spinning));
	assert_true(watch_is_asleep(sleeping));
	assert_false(process_has_ended(sleeping));
	process_stop(spinning, 0);
	kill(sleeping, SIGKILL);
	while (!process_has_ended(sleeping))
		g_usleep(1000);
	process_stop(sleeping, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(line_is_found),
		FOLDER_TEST(line_counts_only_at_its_beginning_and_when_whole),
		FOLDER_TEST(listener_hears_every_whole_line_once),
		FOLDER_TEST(carriage_returns_do_not_matter),
		FOLDER_TEST(last_words_before_the_end_are_read),
		FOLDER_TEST(end_without_the_line_is_an_error_with_the_last_lines),
		FOLDER_TEST(a_kill_from_outside_is_not_a_failure_of_the_host),
		FOLDER_TEST(qemu_that_cannot_start_is_not_a_failure_of_the_host),
		FOLDER_TEST(console_that_cannot_be_read_is_not_a_failure_of_the_host),
		FOLDER_TEST(host_that_gives_up_says_why),
		FOLDER_TEST(panic_ends_the_watch_with_its_trace),
		FOLDER_TEST(panic_of_a_guest_is_not_the_hosts),
		FOLDER_TEST(idle_machine_hangs),
		FOLDER_TEST(stopped_machine_hangs),
		FOLDER_TEST(busy_machine_does_not_hang),
		FOLDER_TEST(slow_lines_keep_a_machine_alive),
		FOLDER_TEST(machine_that_spins_in_silence_hangs),
		FOLDER_TEST(sleeping_process_is_asleep_and_a_spinning_one_is_not),
	};

	return cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
