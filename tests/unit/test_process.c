// SPDX-License-Identifier: GPL-2.0-or-later
/* Starting, capturing and ending other programs. */
#include "test.h"

#include "util/fs.h"
#include "util/process.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void status_and_signal_come_back(void **state)
{
	const char *const three[] = { "sh", "-c", "exit 3", NULL };
	const char *const killed[] = { "sh", "-c", "kill -9 $$", NULL };

	(void)state;
	assert_int_equal(process_run(three, NULL), 3);
	assert_int_equal(process_run(killed, NULL), 128 + SIGKILL);
	assert_int_equal(process_check(three, NULL), -EIO);
	assert_error_says("status 3");
}

static void a_missing_program_is_named(void **state)
{
	const char *const argv[] = { "no-such-program-here", NULL };

	(void)state;
	assert_int_equal(process_run(argv, NULL), -ENOPKG);
	assert_error_says("no-such-program-here");
}

static void output_is_captured_without_its_last_newline(void **state)
{
	const char *const argv[] = { "printf", "one\\ntwo\\n", NULL };
	g_autofree char *output = NULL;

	(void)state;
	assert_int_equal(process_output(argv, NULL, &output), 0);
	assert_string_equal(output, "one\ntwo");
}

static void exact_output_keeps_every_byte(void **state)
{
	const char *const argv[] = { "printf", "one\\000two\\n\\n", NULL };
	GString *output;

	(void)state;
	assert_int_equal(process_output_exact(argv, NULL, &output), 0);
	assert_int_equal(output->len, 9);
	assert_memory_equal(output->str, "one\0two\n\n", 9);
	g_string_free(output, TRUE);
}

static void an_own_environment_has_nothing_of_ours(void **state)
{
	const char *const argv[] = { "env", NULL };
	char *const environment[] = { "WORD=in", NULL };
	const struct process_options options = { .environment = environment,
						 .own_environment = true };
	g_autofree char *output = NULL;

	(void)state;
	g_setenv("POSIXLY_CORRECT", "1", TRUE);
	assert_int_equal(process_output(argv, &options, &output), 0);
	g_unsetenv("POSIXLY_CORRECT");
	assert_non_null(strstr(output, "WORD=in"));
	assert_non_null(strstr(output, "PATH="));
	assert_null(strstr(output, "POSIXLY_CORRECT"));
	assert_null(strstr(output, "HOME="));
}

static void both_streams_go_to_the_log(void **state)
{
	g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
	g_autofree char *log = g_build_filename(folder, "log", NULL);
	const char *const argv[] = { "sh", "-c", "echo $WORD; echo err >&2; pwd", NULL };
	char *const environment[] = { "WORD=out", NULL };
	const struct process_options options = { .log = log,
						 .environment = environment,
						 .directory = "/" };
	g_autofree char *text = NULL;

	(void)state;
	assert_int_equal(process_check(argv, &options), 0);
	assert_int_equal(fs_read(log, &text, NULL), 0);
	assert_string_equal(text, "out\nerr\n/\n");
	assert_int_equal(fs_remove_tree(folder), 0);
}

static void stop_ends_a_process_that_ignores_sigterm(void **state)
{
	const char *const argv[] = { "sh", "-c", "trap '' TERM; while :; do sleep 0.1; done",
				     NULL };
	pid_t pid;

	(void)state;
	assert_int_equal(process_start(argv, NULL, &pid), 0);
	assert_true(process_cpu_ticks(pid) >= 0);
	process_stop(pid, 50);
	assert_int_equal(kill(pid, 0), -1);
}

static void a_name_may_hold_anything(void **state)
{
	struct process_stat stat = { 0 };

	(void)state;
	assert_true(process_stat_parse("51 (CPU 0/KVM) S 1 47 0 0 -1 1077936192 812 0 29 0 7 8",
				       &stat));
	assert_int_equal(stat.major_faults, 29);
	assert_int_equal(stat.cpu_ticks, 15);
	assert_true(process_stat_parse("51 (a) R 9 (b) S 1 47 0 0 -1 0 1 0 31 0 2 3", &stat));
	assert_int_equal(stat.state, 'S');
	assert_int_equal(stat.major_faults, 31);
	assert_int_equal(stat.cpu_ticks, 5);
	assert_false(process_stat_parse("", &stat));
	assert_false(process_stat_parse("51 (x) S 1 47", &stat));
	assert_int_equal(process_stat_read(getpid(), getpid(), &stat), 0);
}

static void children_die_with_their_parent(void **state)
{
	const char *const argv[] = { "sleep", "60", NULL };
	int fds[2];
	pid_t parent, child = 0;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	parent = fork();
	if (parent == 0) {
		process_start(argv, NULL, &child);
		_exit(write(fds[1], &child, sizeof(child)) != sizeof(child));
	}
	assert_int_equal(read(fds[0], &child, sizeof(child)), sizeof(child));
	waitpid(parent, NULL, 0);
	for (int i = 0; i < 200 && kill(child, 0) == 0; i++) {
		g_autofree char *path = g_strdup_printf("/proc/%d/stat", (int)child);
		g_autofree char *text = NULL;

		/* Orphans may stay zombies where pid 1 does not reap. */
		if (fs_read(path, &text, NULL) || strstr(text, ") Z "))
			return;
		g_usleep(10000);
	}
	assert_int_equal(kill(child, 0), -1);
}

static void quoting_survives_a_shell(void **state)
{
	const char *const argv[] = { "printf", "%s.", "a b", "it's", "", "$x", NULL };
	g_autofree char *line = process_quote(argv);
	const char *const shell[] = { "sh", "-c", line, NULL };
	g_autofree char *output = NULL;

	(void)state;
	assert_int_equal(process_output(shell, NULL, &output), 0);
	assert_string_equal(output, "a b.it's..$x.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(status_and_signal_come_back),
		cmocka_unit_test(a_missing_program_is_named),
		cmocka_unit_test(output_is_captured_without_its_last_newline),
		cmocka_unit_test(exact_output_keeps_every_byte),
		cmocka_unit_test(an_own_environment_has_nothing_of_ours),
		cmocka_unit_test(both_streams_go_to_the_log),
		cmocka_unit_test(stop_ends_a_process_that_ignores_sigterm),
		cmocka_unit_test(a_name_may_hold_anything),
		cmocka_unit_test(children_die_with_their_parent),
		cmocka_unit_test(quoting_survives_a_shell),
	};

	return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
