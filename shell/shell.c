// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A shell in a simulated host, on its second serial port: the program that `apfbench shell` runs
 * there as a payload or beside bm. The host ends with the shell.
 */
#include "inspect/protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define PORT	"/dev/ttyS1"
#define CONSOLE "/dev/console"
#define BUSYBOX "/bin/busybox"

/* A line on the console, which is a file of the machine. */
__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
	int fd = open(CONSOLE, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	va_list args;

	va_start(args, format);
	vdprintf(fd, format, args);
	va_end(args);
	dprintf(fd, "\n");
	/* The host may end with the next step. */
	tcdrain(fd);
	close(fd);
}

static void __attribute__((noreturn)) host_end(void)
{
	sync();
	reboot(RB_POWER_OFF);
	_exit(1);
}

static void __attribute__((noreturn)) fail(const char *what)
{
	say("shell: %s: %s", what, strerror(errno));
	host_end();
}

static void port_set_raw(int port)
{
	struct termios settings;

	if (tcgetattr(port, &settings) < 0)
		fail(PORT);
	cfmakeraw(&settings);
	cfsetspeed(&settings, B115200);
	if (tcsetattr(port, TCSANOW, &settings) < 0)
		fail(PORT);
}

/* Takes the port away from the runner as well, whose record nobody wants: it would end up on the
 * terminal. */
static int port_open(void)
{
	int port = open(PORT, O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (port < 0)
		fail(PORT);
	port_set_raw(port);
	unlink(PORT);
	return port;
}

static void port_read(int port, char *to, size_t length)
{
	while (length) {
		ssize_t got = read(port, to, length);

		if (got < 0 && errno != EINTR)
			fail(PORT);
		if (got > 0) {
			to += got;
			length -= (size_t)got;
		}
	}
}

static void line_read(int port, char line[SHELL_LINE_MAX])
{
	for (size_t i = 0; i < SHELL_LINE_MAX; i++) {
		port_read(port, line + i, 1);
		if (line[i] == '\n') {
			line[i] = '\0';
			return;
		}
	}
	errno = EMSGSIZE;
	fail("the first line");
}

/* A file with the commands, at its beginning. */
static int commands_take(int port, size_t length)
{
	int file = memfd_create("commands", MFD_CLOEXEC);
	char *text;

	if (length > SHELL_COMMANDS_MAX)
		errno = EFBIG;
	if (length > SHELL_COMMANDS_MAX || file < 0 || ftruncate(file, (off_t)length) < 0)
		fail("the commands");
	if (!length)
		return file;
	text = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (text == MAP_FAILED)
		fail("the commands");
	port_read(port, text, length);
	munmap(text, length);
	return file;
}

/* Line editing, echo and Ctrl-C as people are used to. */
static void terminal_set(int port, const char *text)
{
	struct winsize size = { 0 };
	struct termios settings;
	int behind = 0;

	if (sscanf(text, "%hu %hu %n", &size.ws_row, &size.ws_col, &behind) < 2 ||
	    tcgetattr(port, &settings) < 0)
		fail("the terminal");
	settings.c_iflag |= ICRNL | IUTF8;
	settings.c_oflag |= OPOST | ONLCR;
	settings.c_lflag |= ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN;
	if (tcsetattr(port, TCSANOW, &settings) < 0)
		fail("the terminal");
	ioctl(port, TIOCSWINSZ, &size);
	setenv("TERM", text + behind, 1);
}

/* In the child. */
static void __attribute__((noreturn)) shell_execute(int port, int input)
{
	if (dup2(input, 0) < 0 || dup2(port, 1) < 0 || dup2(port, 2) < 0 || chdir("/root") < 0)
		fail("the shell");
	setenv("HOME", "/root", 1);
	setenv("PS1", "host:\\w# ", 1);
	execl(BUSYBOX, "sh", (char *)NULL);
	fail(BUSYBOX);
}

/* The exit status of a child, as a shell gives it. */
static int child_wait(pid_t pid)
{
	int status;

	if (pid < 0)
		fail("fork");
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			fail("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/*
 * In the child, whose session and terminal are its own. When it ends the kernel hangs the port up,
 * and throws away what was not sent (tty_vhangup_session(), uart_hangup()): so this is not the
 * shell, and sends everything before.
 */
static void __attribute__((noreturn)) session_lead(int port, int input)
{
	pid_t pid;
	int status;

	setsid();
	ioctl(port, TIOCSCTTY, 0);
	pid = fork();
	if (!pid)
		shell_execute(port, input);
	/* Its keys are meant for the shell. */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
	signal(SIGTTOU, SIG_IGN);
	status = child_wait(pid);
	tcdrain(port);
	_exit(status);
}

static int shell_run(int port, int input)
{
	pid_t pid = fork();

	if (!pid)
		session_lead(port, input);
	return child_wait(pid);
}

int main(void)
{
	char line[SHELL_LINE_MAX];
	int port = port_open(), input = port, status;

	say(SHELL_READY);
	line_read(port, line);
	if (!strncmp(line, SHELL_TERMINAL, strlen(SHELL_TERMINAL))) {
		terminal_set(port, line + strlen(SHELL_TERMINAL));
	} else if (!strncmp(line, SHELL_COMMANDS, strlen(SHELL_COMMANDS))) {
		input = commands_take(port, strtoul(line + strlen(SHELL_COMMANDS), NULL, 10));
	} else {
		errno = EPROTO;
		fail("the first line");
	}
	status = shell_run(port, input);
	say(SHELL_STATUS "%d", status);
	host_end();
}
