// SPDX-License-Identifier: GPL-2.0-or-later
// The first process of a guest: sets the guest up, runs one program, switches the guest off.
#include "init.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "error.h"

#define CONSOLE	    "/dev/console"
#define RECORD_PORT "/dev/ttyS1"

static const struct {
	const char *type;
	const char *where;
} mounts[] = {
	{ "devtmpfs", "/dev" },
	{ "proc", "/proc" },
	{ "sysfs", "/sys" },
};

/* True if @where is a mount point already. */
static bool is_mounted(const char *where)
{
	struct stat root, here;

	return !stat("/", &root) && !stat(where, &here) && root.st_dev != here.st_dev;
}

/*
 * A kernel without one of these (ENODEV) can still run the benchmark; a file that is missing then
 * is reported by name where it is needed. Returns 0 or -errno.
 */
static int filesystem_mount(const char *type, const char *where)
{
	if (is_mounted(where))
		return 0;
	if (mkdir(where, 0755) && errno != EEXIST)
		return -errno;
	if (mount(type, where, type, MS_NOSUID, NULL) && errno != EBUSY && errno != ENODEV)
		return -errno;
	return 0;
}

/*
 * Turns off the echo of the gate's line and the carriage returns that are added to output. Leaves
 * anything that is not a terminal as it is. Returns 0 or -errno.
 */
static int port_make_raw(int fd)
{
	struct termios settings;

	if (!isatty(fd))
		return 0;
	if (tcgetattr(fd, &settings))
		return -errno;
	cfmakeraw(&settings);
	return tcsetattr(fd, TCSANOW, &settings) ? -errno : 0;
}

/* Makes the console stdin, stdout and stderr. Returns 0 or -errno. */
static int console_take(void)
{
	int fd = open(CONSOLE, O_RDWR | O_NOCTTY);

	if (fd < 0)
		return -errno;
	for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
		if (dup2(fd, i) < 0)
			return -errno;
	if (fd > STDERR_FILENO && close(fd))
		return -errno;
	return port_make_raw(STDIN_FILENO);
}

/*
 * The record's port stays open and raw as long as the guest lives, so that the program can open
 * it like any file. Returns its descriptor, or -errno if the guest has none.
 */
static int record_port_open(void)
{
	int fd = open(RECORD_PORT, O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC);
	int error;

	if (fd < 0)
		return -errno;
	error = port_make_raw(fd);
	if (!error)
		return fd;
	close(fd);
	return error;
}

/* Returns 0 or -errno with a line on stderr. */
static int guest_set_up(void)
{
	int error;

	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		error = filesystem_mount(mounts[i].type, mounts[i].where);
		if (error) {
			error_print_errno(-error, "init: cannot mount %s on %s", mounts[i].type,
					  mounts[i].where);
			return error;
		}
	}
	error = console_take();
	if (error)
		error_print_errno(-error, "init: cannot use " CONSOLE);
	return error;
}

/*
 * Tells the program's status through @tell and then stays: to end, it would have to free its
 * memory, and most of what the kernel needs for that may be in the host's swap by then.
 */
static void child_run(int tell, int argc, char **argv, int (*program)(int argc, char **argv))
{
	unsigned char status = (unsigned char)program(argc, argv);

	fflush(NULL);
	/* If nobody could be told, ending tells it. */
	if (write(tell, &status, sizeof(status)) != sizeof(status))
		_exit(status);
	for (;;)
		pause();
}

/* Waits until @child tells its status through @told, or ends; writes into @line how it went. */
static void child_await(pid_t child, int told, char *line, size_t size)
{
	unsigned char answer;
	ssize_t got;
	int status;

	do
		got = read(told, &answer, sizeof(answer));
	while (got < 0 && errno == EINTR);
	if (got == sizeof(answer)) {
		snprintf(line, size, "bm: exit status %d\n", answer);
		return;
	}
	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR) {
			snprintf(line, size, "bm: exit status %d\n", BM_FAILED);
			return;
		}
	}
	if (WIFSIGNALED(status))
		snprintf(line, size, "bm: killed by signal %d\n", WTERMSIG(status));
	else
		snprintf(line, size, "bm: exit status %d\n", WEXITSTATUS(status));
}

/* Runs @program in a child. Writes into @line how it went, if it could be started. */
static void child_make(char *line, size_t size, int argc, char **argv,
		       int (*program)(int argc, char **argv))
{
	int ends[2];
	pid_t child;

	if (pipe2(ends, O_CLOEXEC)) {
		error_print_errno(errno, "init: cannot make a pipe");
		return;
	}
	child = fork();
	if (!child)
		child_run(ends[1], argc, argv, program);
	if (child < 0)
		error_print_errno(errno, "init: cannot fork");
	close(ends[1]);
	if (child > 0)
		child_await(child, ends[0], line, size);
	close(ends[0]);
}

/* Returns 0, or -errno if not all of it was written. */
static int line_send(int fd, const char *line)
{
	size_t length = strlen(line);

	while (length) {
		ssize_t sent = write(fd, line, length);

		if (sent < 0 && errno != EINTR)
			return -errno;
		if (sent > 0) {
			line += sent;
			length -= (size_t)sent;
		}
	}
	return isatty(fd) && tcdrain(fd) ? -errno : 0;
}

/* The kernel makes nodes for ports that the machine lacks: they open, and fail at the write. */
static void end_report(int record_port, const char *line)
{
	if (record_port < 0 || line_send(record_port, line))
		line_send(STDOUT_FILENO, line);
	if (isatty(STDOUT_FILENO))
		tcdrain(STDOUT_FILENO);
}

int init_main(int argc, char **argv, int (*program)(int argc, char **argv))
{
	char line[64];
	int error = guest_set_up();
	int record_port = record_port_open();

	snprintf(line, sizeof(line), "bm: exit status %d\n", BM_FAILED);
	if (!error)
		child_make(line, sizeof(line), argc, argv, program);
	end_report(record_port, line);
	sync();
	reboot(RB_POWER_OFF);
	error_print_errno(errno, "init: cannot power off");
	return BM_FAILED;
}
