// SPDX-License-Identifier: GPL-2.0-or-later
/* What the runner says on the host's console: whole lines, seen at once. */
#ifndef HOST_CONSOLE_H
#define HOST_CONSOLE_H

/* One line on stdout; the newline is added. */
void console_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes /dev/console stdin, stdout and stderr of this process; 0 or -errno. */
int console_take(void);

#endif
