// SPDX-License-Identifier: GPL-2.0-or-later
/* Child processes: forked, answered through a pipe, reaped together with their process group. */
#include "schedule/job.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int output_redirect(const char *logs)
{
	g_autofree char *path = g_build_filename(logs, "harness.log", NULL);
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int out = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND | O_CLOEXEC, 0666);
	int err = 0;

	if (out < 0)
		err = error_sys(errno, "%s: cannot write", path);
	else if (in < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		err = error_sys(errno, "%s: cannot redirect output", path);
	if (in > 2)
		close(in);
	if (out > 2)
		close(out);
	return err;
}

/* The error's number and class on a line each, then its text. */
static void reply_send(int fd, int err)
{
	const char *class = err ? error_class() : NULL;
	g_autofree char *text =
		g_strdup_printf("%d\n%s\n%s", err, class ? class : "", err ? error_text() : "");
	size_t length = strlen(text), sent = 0;

	while (sent < length) {
		ssize_t done = write(fd, text + sent, length - sent);

		if (done < 0 && errno != EINTR)
			break; /* nobody reads it */
		sent += done > 0 ? (size_t)done : 0;
	}
}

static void __attribute__((noreturn)) job_main(const struct job_place *place, pid_t parent, int fd,
					       int (*function)(void *context), void *context)
{
	int err;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* If the parent died before prctl(), no death signal would ever come. */
	if (getppid() != parent)
		_exit(1);
	setpgid(0, 0);
	interrupt_leave(place->interrupt);
	if (place->lock >= 0)
		close(place->lock);
	err = output_redirect(place->logs);
	if (!err)
		err = function(context);
	fflush(NULL);
	reply_send(fd, err);
	_exit(0);
}

int job_start(struct job *job, const struct job_place *place, int (*function)(void *context),
	      void *context)
{
	pid_t parent = getpid();
	int fds[2], err = fs_remove_tree(place->logs);

	if (!err)
		err = fs_make_folder(place->logs);
	if (err)
		return err;
	if (pipe2(fds, O_CLOEXEC) < 0)
		return error_sys(errno, "cannot make a pipe");
	progress_clear();
	fflush(NULL);
	job->pid = fork();
	if (job->pid == 0)
		job_main(place, parent, fds[1], function, context);
	close(fds[1]);
	if (job->pid < 0) {
		job->pid = 0;
		close(fds[0]);
		return error_sys(errno, "cannot start a process");
	}
	setpgid(job->pid, job->pid); /* in both processes, since either may be first */
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	job->fd = fds[0];
	job->reply = g_string_new(NULL);
	job->logs = g_strdup(place->logs);
	return 0;
}

bool job_read(struct job *job)
{
	char buffer[4096];
	ssize_t length;

	while ((length = read(job->fd, buffer, sizeof(buffer))) > 0)
		g_string_append_len(job->reply, buffer, length);
	return length == 0 || (errno != EAGAIN && errno != EINTR);
}

void job_stop(struct job *job)
{
	if (job->pid)
		kill(-job->pid, SIGTERM);
}

/* Waits without reaping: the zombie keeps the group's number from being given to others. */
static void child_await(pid_t pid, int grace_ms)
{
	const struct timespec step = { .tv_nsec = 10 * 1000 * 1000 };
	siginfo_t info;

	for (int waited = 0; grace_ms >= 0; waited += 10) {
		info.si_pid = 0;
		if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT | WNOHANG) == 0 &&
		    info.si_pid)
			return;
		if (waited >= grace_ms) {
			kill(-pid, SIGKILL);
			break;
		}
		nanosleep(&step, NULL);
	}
	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
		;
}

static int reply_missing(const struct job *job, int status)
{
	int signum = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (signum == SIGTERM || signum == SIGINT || signum == SIGHUP)
		return error_set(ECANCELED, "process %d was ended by a signal (%s)", (int)job->pid,
				 strsignal(signum));
	if (signum == SIGKILL)
		return error_set(ENOMEM,
				 "process %d was killed: by hand, or the machine was out of "
				 "memory (see dmesg); a smaller -j needs less",
				 (int)job->pid);
	return error_set(EFAULT, "process %d crashed (%s); see %s/harness.log", (int)job->pid,
			 signum ? strsignal(signum) : "no reply", job->logs);
}

static int reply_result(const struct job *job, int status)
{
	g_auto(GStrv) parts = g_strsplit(job->reply->str, "\n", 3);
	int err;

	if (g_strv_length(parts) < 3)
		return reply_missing(job, status);
	err = atoi(parts[0]);
	return err < 0 ? error_take(-err, *parts[1] ? parts[1] : NULL, parts[2]) : err;
}

int job_end(struct job *job, int grace_ms)
{
	int status = 0, err;

	child_await(job->pid, grace_ms);
	kill(-job->pid, SIGKILL);
	job_read(job);
	while (waitpid(job->pid, &status, 0) < 0 && errno == EINTR)
		;
	close(job->fd);
	err = reply_result(job, status);
	g_string_free(job->reply, TRUE);
	g_free(job->logs);
	*job = (struct job){ 0 };
	return err;
}
