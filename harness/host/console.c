// SPDX-License-Identifier: GPL-2.0-or-later
/* The runner's lines on the host's console. */
#include "host/console.h"

#include "util/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

void console_say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
	/* The next step may stop the machine: the line must have left it by then. */
	if (isatty(STDOUT_FILENO))
		tcdrain(STDOUT_FILENO);
}

int console_take(void)
{
	int fd = open("/dev/console", O_RDWR | O_NOCTTY);

	if (fd < 0)
		return error_sys(errno, "/dev/console: cannot open it");
	for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
		if (dup2(fd, i) < 0)
			return error_sys(errno, "/dev/console: cannot make it descriptor %d", i);
	if (fd > STDERR_FILENO)
		close(fd);
	return 0;
}
