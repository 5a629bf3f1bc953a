// SPDX-License-Identifier: GPL-2.0-or-later
/* What the adapter prints: its lines to the runner, and the program's own words for people. */
#ifndef ADAPTER_CONSOLE_H
#define ADAPTER_CONSOLE_H

/* Prints a line, and waits until a serial port has sent it, so that nothing is sent later. 0 or -1
 * with failure_set(). */
int console_say(const char *line);

/*
 * Repeats a line of the program behind "program: ", by which the runner cannot take it for one of
 * ours. Until console_hush() at once, up to a limit: afterwards only the last ones are kept, since
 * a serial port costs the guest time.
 */
void console_echo(const char *line);
void console_hush(void);

/* Prints the lines that were kept. */
void console_show_kept(void);

#endif
