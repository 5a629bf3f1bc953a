// SPDX-License-Identifier: GPL-2.0-or-later
/* The user's program as a child with pipes. */
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failure.h"

static int words_read(struct program *program, const char *path, size_t *length)
{
	FILE *file = fopen(path, "re");
	struct stat info;

	if (!file || fstat(fileno(file), &info))
		return failure_set("%s: %s", path, strerror(errno));
	*length = (size_t)info.st_size;
	program->words = calloc(*length + 1, 1);
	if (!program->words || fread(program->words, 1, *length, file) != *length)
		return failure_set("%s: cannot be read", path);
	fclose(file);
	if (!*length || program->words[*length - 1] != '\n')
		return failure_set("%s: is no list of arguments", path);
	return 0;
}

static int words_split(struct program *program, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += program->words[i] == '\n';
	program->argv = calloc(count + 1, sizeof(*program->argv));
	if (!program->argv)
		return failure_set("no memory for %zu arguments", count);
	for (size_t i = 0, at = 0; i < count; i++) {
		program->argv[i] = program->words + at;
		at += strcspn(program->argv[i], "\n") + 1;
		program->words[at - 1] = '\0';
	}
	return 0;
}

/* In the child. Tells the errno of what failed. */
static void program_exec(const struct program *program, const int ends[3], int tell)
{
	char *copy = strdup(program->argv[0]);
	int error;

	for (int i = 0; i < 3; i++)
		if (dup2(ends[i], i) < 0)
			goto failed;
	signal(SIGPIPE, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (copy && !chdir(dirname(copy)))
		execv(program->argv[0], program->argv);
failed:
	error = errno;
	if (write(tell, &error, sizeof(error)) != sizeof(error))
		_exit(126);
	_exit(127);
}

/* Makes stdin, stdout and stderr. ends: those that the program gets. */
static int pipes_make(struct program *program, int ends[3])
{
	int pairs[3][2];

	for (int i = 0; i < 3; i++)
		if (pipe2(pairs[i], O_CLOEXEC))
			return failure_set("cannot make a pipe: %s", strerror(errno));
	program->in = pairs[0][1];
	program->out = pairs[1][0];
	program->errors = pairs[2][0];
	ends[0] = pairs[0][0];
	ends[1] = pairs[1][1];
	ends[2] = pairs[2][1];
	return 0;
}

/* The pipe closes when the program is executed. */
static int exec_await(const struct program *program, int told)
{
	int error;

	if (read(told, &error, sizeof(error)) == sizeof(error))
		return failure_set("%s cannot be started: %s", program->name, strerror(error));
	return 0;
}

static int program_fork(struct program *program)
{
	int ends[3], tell[2];

	if (pipes_make(program, ends))
		return -1;
	if (pipe2(tell, O_CLOEXEC))
		return failure_set("cannot make a pipe: %s", strerror(errno));
	program->pid = fork();
	if (program->pid < 0)
		return failure_set("cannot fork: %s", strerror(errno));
	if (!program->pid)
		program_exec(program, ends, tell[1]);
	for (int i = 0; i < 3; i++)
		close(ends[i]);
	close(tell[1]);
	program->pidfd = (int)syscall(SYS_pidfd_open, program->pid, 0);
	if (program->pidfd < 0)
		return failure_set("cannot watch %s: %s", program->name, strerror(errno));
	return exec_await(program, tell[0]);
}

int program_start(struct program *program, const char *path)
{
	const char *slash;
	size_t length = 0;

	if (words_read(program, path, &length) || words_split(program, length))
		return -1;
	slash = strrchr(program->argv[0], '/');
	program->name = slash ? slash + 1 : program->argv[0];
	/* A program that has ended is found out about by its pidfd. */
	signal(SIGPIPE, SIG_IGN);
	return program_fork(program);
}

int program_fail(const struct program *program, const char *what)
{
	int status;

	while (waitpid(program->pid, &status, 0) < 0)
		if (errno != EINTR)
			return failure_set("cannot wait for %s: %s", program->name,
					   strerror(errno));
	if (WIFSIGNALED(status))
		return failure_set("%s was killed by signal %d before it %s", program->name,
				   WTERMSIG(status), what);
	return failure_set("%s ended with status %d before it %s", program->name,
			   WEXITSTATUS(status), what);
}
