// SPDX-License-Identifier: GPL-2.0-or-later
/* What the runner prints on the host's console: whole lines, sent at once. */
#ifndef HOST_CONSOLE_H
#define HOST_CONSOLE_H

/* Prints one line on stdout, with a newline, and waits until a serial console has sent it. */
void console_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes /dev/console the stdin, stdout and stderr of this process. 0 or -errno. */
int console_take(void);

#endif
