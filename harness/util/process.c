// SPDX-License-Identifier: GPL-2.0-or-later
/* Starts other programs without a shell and makes sure that they die with us. */
#include "util/process.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct process_options no_options;
static bool dry_run;

void process_set_dry_run(bool on)
{
	dry_run = on;
}

bool process_dry_run(void)
{
	return dry_run;
}

char *process_find(const char *program)
{
	return g_find_program_in_path(program);
}

char *process_quote(const char *const argv[])
{
	GString *line = g_string_new(NULL);

	for (size_t i = 0; argv[i]; i++) {
		bool plain = argv[i][0] && !argv[i][strspn(argv[i], "abcdefghijklmnopqrstuvwxyz"
								    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
								    "0123456789_-+=./,:@%")];
		g_autofree char *quoted = plain ? g_strdup(argv[i]) : g_shell_quote(argv[i]);

		g_string_append_printf(line, "%s%s", i ? " " : "", quoted);
	}
	return g_string_free(line, FALSE);
}

/* In the child, between fork and exec: only async-signal-safe calls. Reports errno through
 * `report`. */
static void child_exec(const char *program, const char *const argv[], char *const environment[],
		       const struct process_options *options, int out, pid_t parent, int report)
{
	int death_signal = options->death_signal ? options->death_signal : SIGKILL;
	int in = open(options->input ? options->input : "/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;
	int errnum;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (in < 0 || (options->own_group && setpgid(0, 0) < 0) ||
	    (options->directory && chdir(options->directory) < 0) || dup2(in, 0) < 0 ||
	    (out >= 0 && dup2(out, 1) < 0) || prctl(PR_SET_PDEATHSIG, death_signal) < 0)
		goto failed;
	if (out >= 0 && options->log && dup2(out, 2) < 0)
		goto failed;
	/* If the parent died before prctl(), no death signal would ever come. */
	if (getppid() != parent)
		_exit(127);
	execve(program, (char *const *)argv, environment);
failed:
	errnum = errno;
	if (write(report, &errnum, sizeof(errnum)) != sizeof(errnum))
		_exit(126);
	_exit(127);
}

static char **child_environment(const struct process_options *options)
{
	char *const *additions = options->environment;
	char **environment = options->own_environment ? g_new0(char *, 1) : g_get_environ();

	if (options->own_environment && g_getenv("PATH"))
		environment = g_environ_setenv(environment, "PATH", g_getenv("PATH"), TRUE);
	for (size_t i = 0; additions && additions[i]; i++) {
		const char *equals = strchr(additions[i], '=');
		g_autofree char *name = g_strndup(additions[i], (gsize)(equals - additions[i]));

		environment = g_environ_setenv(environment, name, equals + 1, TRUE);
	}
	return environment;
}

/* out: descriptor for stdout (and stderr if options->log), or -1. */
static int child_start(const char *const argv[], const struct process_options *options, int out,
		       pid_t *pid)
{
	g_autofree char *program = process_find(argv[0]);
	g_auto(GStrv) environment = child_environment(options);
	int report[2], errnum = 0;
	pid_t parent = getpid();
	ssize_t length;

	if (!program)
		return error_set(ENOPKG, "%s: no such program in PATH; run `apfbench doctor`",
				 argv[0]);
	if (pipe2(report, O_CLOEXEC) < 0)
		return error_sys(errno, "%s: cannot make a pipe", argv[0]);
	fflush(NULL);
	*pid = fork();
	if (*pid == 0)
		child_exec(program, argv, environment, options, out, parent, report[1]);
	if (*pid < 0)
		errnum = errno;
	close(report[1]);
	do
		length = *pid < 0 ? 0 : read(report[0], &errnum, sizeof(errnum));
	while (length < 0 && errno == EINTR);
	close(report[0]);
	if (!errnum)
		return 0;
	if (*pid > 0)
		waitpid(*pid, NULL, 0);
	*pid = 0;
	return error_sys(errnum, "%s: cannot start", argv[0]);
}

int process_start(const char *const argv[], const struct process_options *options, pid_t *pid)
{
	int out = -1, err;

	*pid = 0;
	if (!options)
		options = &no_options;
	if (options->log) {
		out = open(options->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
		if (out < 0)
			return error_sys(errno, "%s: cannot open the log", options->log);
	}
	err = child_start(argv, options, out, pid);
	if (out >= 0)
		close(out);
	return err;
}

int process_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return error_sys(errno, "process %d: cannot wait for it", (int)pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int process_run(const char *const argv[], const struct process_options *options)
{
	pid_t pid;
	int err;

	if (dry_run) {
		g_autofree char *line = process_quote(argv);

		if (options && options->directory) {
			g_autofree char *directory = g_shell_quote(options->directory);

			printf("(cd %s && %s)\n", directory, line);
		} else {
			printf("%s\n", line);
		}
		return 0;
	}
	err = process_start(argv, options, &pid);
	return err ? err : process_wait(pid);
}

int process_check(const char *const argv[], const struct process_options *options)
{
	int status = process_run(argv, options);

	if (status > 0)
		return error_set(EIO, "%s: ended with status %d%s%s", argv[0], status,
				 options && options->log ? "; see " : "",
				 options && options->log ? options->log : "");
	return status;
}

/* Reads everything until the writer closes its end. */
static int pipe_read(const char *program, int fd, GString *text)
{
	char buffer[1 << 14];
	ssize_t length;

	while ((length = read(fd, buffer, sizeof(buffer))) != 0) {
		if (length > 0)
			g_string_append_len(text, buffer, length);
		else if (errno != EINTR)
			return error_sys(errno, "%s: cannot read its output", program);
	}
	return 0;
}

int process_output_exact(const char *const argv[], const struct process_options *options,
			 GString **output)
{
	g_autoptr(GString) text = g_string_new(NULL);
	int fds[2], err, status;
	pid_t pid;

	*output = NULL;
	if (pipe2(fds, O_CLOEXEC) < 0)
		return error_sys(errno, "%s: cannot make a pipe", argv[0]);
	err = child_start(argv, options ? options : &no_options, fds[1], &pid);
	close(fds[1]);
	if (err) {
		close(fds[0]);
		return err;
	}
	err = pipe_read(argv[0], fds[0], text);
	/* A child that still writes gets SIGPIPE, so the wait ends in any case. */
	close(fds[0]);
	if (err) {
		char *kept = error_keep();

		process_wait(pid);
		return error_restore(err, kept);
	}
	status = process_wait(pid);
	if (status)
		return status < 0 ? status
				  : error_set(EIO, "%s: ended with status %d", argv[0], status);
	*output = g_steal_pointer(&text);
	return 0;
}

int process_output(const char *const argv[], const struct process_options *options, char **output)
{
	GString *text;
	int err = process_output_exact(argv, options, &text);

	*output = NULL;
	if (err)
		return err;
	if (text->len && text->str[text->len - 1] == '\n')
		g_string_truncate(text, text->len - 1);
	*output = g_string_free(text, FALSE);
	return 0;
}

void process_stop(pid_t pid, unsigned int grace_ms)
{
	const struct timespec step = { .tv_nsec = 10 * 1000 * 1000 };

	if (pid <= 0)
		return;
	kill(pid, SIGTERM);
	for (unsigned int waited = 0; waited < grace_ms; waited += 10) {
		if (waitpid(pid, NULL, WNOHANG) == pid)
			return;
		nanosleep(&step, NULL);
	}
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

bool process_has_ended(pid_t pid)
{
	siginfo_t info = { 0 };

	if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0)
		return errno == ECHILD;
	return info.si_pid == pid;
}

bool process_stat_parse(const char *text, struct process_stat *stat)
{
	/* The second field, the name in brackets, may hold anything: count from its end (proc(5)).
	 */
	const char *rest = strrchr(text, ')');
	uint64_t user, system;

	if (!rest ||
	    sscanf(rest,
		   ") %c %*d %*d %*d %*d %*d %*u %*u %*u %" SCNu64 " %*u %" SCNu64 " %" SCNu64,
		   &stat->state, &stat->major_faults, &user, &system) != 4)
		return false;
	stat->cpu_ticks = user + system;
	return true;
}

int process_stat_read(pid_t pid, pid_t thread, struct process_stat *stat)
{
	g_autofree char *path = thread ? g_strdup_printf("/proc/%d/task/%d/stat", pid, thread)
				       : g_strdup_printf("/proc/%d/stat", pid);
	g_autofree char *text = NULL;
	int err = fs_read(path, &text, NULL);

	if (!err && !process_stat_parse(text, stat))
		err = error_set(EIO, "%s: is not as proc(5) says", path);
	return err;
}

long process_cpu_ticks(pid_t pid)
{
	struct process_stat stat;
	int err = process_stat_read(pid, 0, &stat);

	return err ? err : (long)stat.cpu_ticks;
}
