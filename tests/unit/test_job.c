// SPDX-License-Identifier: GPL-2.0-or-later
/* Child processes of the scheduler: answers, crashes, and that they take with them what they
 * started. */
#include "test.h"

#include "schedule/job.h"
#include "util/fs.h"
#include "util/process.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char *folder;
static struct interrupt interrupt;

static int folder_make(void **state)
{
	(void)state;
	folder = g_dir_make_tmp("test-job-XXXXXX", NULL);
	return folder ? interrupt_begin(&interrupt) : -1;
}

static int folder_remove(void **state)
{
	(void)state;
	interrupt_end(&interrupt);
	fs_remove_tree(folder);
	g_free(folder);
	return 0;
}

static int answer_well(void *context)
{
	printf("%s\n", (const char *)context);
	return 0;
}

static int answer_badly(void *context)
{
	return error_fail(EPROTO, "host", ": %s", (const char *)context);
}

static int crash(void *context)
{
	const struct rlimit none = { 0, 0 };

	(void)context;
	setrlimit(RLIMIT_CORE, &none);
	signal(SIGABRT, SIG_DFL);
	abort();
}

static int die(void *context)
{
	(void)context;
	raise(SIGKILL);
	return 0;
}

static int wait_for_ever(void *context)
{
	(void)context;
	pause();
	return 0;
}

/* Leaves a program behind whose pid it writes to the file. */
static int abandon(void *context)
{
	static const char *const sleeper[] = { "sleep", "1000", NULL };
	const struct process_options outlives = { .death_signal = SIGCONT };
	g_autofree char *text = NULL;
	pid_t pid;
	int err = process_start(sleeper, &outlives, &pid);

	text = g_strdup_printf("%d", (int)pid);
	return err ? err : fs_write_atomic(context, text, strlen(text));
}

static void job_begin(struct job *job, int (*function)(void *), const void *context)
{
	g_autofree char *logs = g_build_filename(folder, "logs", NULL);
	const struct job_place place = { logs, &interrupt, -1 };

	*job = (struct job){ 0 };
	assert_int_equal(job_start(job, &place, function, (void *)context), 0);
}

/* Waits for its reply and takes it. */
static int job_result(struct job *job)
{
	struct pollfd fd = { .fd = job->fd, .events = POLLIN };

	do
		assert_true(poll(&fd, 1, 10000) > 0);
	while (!job_read(job));
	return job_end(job, -1);
}

static void output_goes_to_the_log(void **state)
{
	g_autofree char *path = g_build_filename(folder, "logs", "harness.log", NULL);
	g_autofree char *text = NULL;
	struct job job;

	(void)state;
	job_begin(&job, answer_well, "some words");
	assert_int_equal(job_result(&job), 0);
	assert_int_equal(fs_read(path, &text, NULL), 0);
	assert_string_equal(text, "some words\n");
}

static void error_comes_back_with_text_and_class(void **state)
{
	struct job job;

	(void)state;
	job_begin(&job, answer_badly, "panic");
	assert_int_equal(job_result(&job), -EPROTO);
	assert_string_equal(error_text(), "host: panic");
	assert_string_equal(error_class(), "host");
}

static void crash_is_distinguished_from_being_killed(void **state)
{
	struct job job;

	(void)state;
	job_begin(&job, crash, NULL);
	assert_int_equal(job_result(&job), -EFAULT);
	assert_error_says("crashed");
	job_begin(&job, die, NULL);
	assert_int_equal(job_result(&job), -ENOMEM);
	assert_error_says("out of memory");
}

static void stopped_job_is_reaped(void **state)
{
	struct job job;
	pid_t pid;

	(void)state;
	job_begin(&job, wait_for_ever, NULL);
	pid = job.pid;
	job_stop(&job);
	assert_int_equal(job_end(&job, 5000), -ECANCELED);
	assert_int_equal(waitpid(pid, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

/* Gone, or a zombie that waits for init. */
static bool is_dead(pid_t pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/stat", (int)pid);
	g_autofree char *text = NULL;

	return fs_read(path, &text, NULL) != 0 || strstr(text, ") Z ");
}

static void what_a_job_left_running_is_killed(void **state)
{
	g_autofree char *path = g_build_filename(folder, "pid", NULL);
	g_autofree char *text = NULL;
	struct job job;
	int polls = 500;

	(void)state;
	job_begin(&job, abandon, path);
	assert_int_equal(job_result(&job), 0);
	assert_int_equal(fs_read(path, &text, NULL), 0);
	while (!is_dead(atoi(text)) && polls--)
		g_usleep(10000);
	assert_true(is_dead(atoi(text)));
}

static void signal_is_taken_once_and_does_not_strike(void **state)
{
	(void)state;
	assert_int_equal(interrupt_taken(&interrupt), 0);
	kill(getpid(), SIGTERM);
	assert_int_equal(interrupt_taken(&interrupt), SIGTERM);
	assert_int_equal(interrupt_taken(&interrupt), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(output_goes_to_the_log),
		cmocka_unit_test(error_comes_back_with_text_and_class),
		cmocka_unit_test(crash_is_distinguished_from_being_killed),
		cmocka_unit_test(stopped_job_is_reaped),
		cmocka_unit_test(what_a_job_left_running_is_killed),
		cmocka_unit_test(signal_is_taken_once_and_does_not_strike),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
