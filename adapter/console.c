// SPDX-License-Identifier: GPL-2.0-or-later
/* What the adapter prints: its lines to the runner, and the program's own words for people. */
#include "console.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "failure.h"

#define ECHO_LENGTH 160 /* of a line; the rest is cut */
#define ECHO_MOST   60	/* lines at once */
#define KEPT_MOST   20	/* lines; the runner hands over the console's last 40 */

static char kept[KEPT_MOST][ECHO_LENGTH + 1];
static size_t kept_count; /* lines ever kept: the oldest give way */
static size_t echo_count;
static bool is_hushed;

int console_say(const char *line)
{
	if (printf("%s\n", line) < 0 || fflush(stdout) ||
	    (isatty(STDOUT_FILENO) && tcdrain(STDOUT_FILENO)))
		return failure_set("cannot write to the console: %s", strerror(errno));
	return 0;
}

/*
 * Only printable ASCII, since the console is a terminal's. No "[" either: a line with one is the
 * kernel's, in which the harness looks for warnings.
 */
static void line_copy(char copy[ECHO_LENGTH + 1], const char *line)
{
	size_t i;

	for (i = 0; i < ECHO_LENGTH && line[i]; i++)
		copy[i] = line[i] < ' ' || line[i] > '~' ? '?' : line[i] == '[' ? '(' : line[i];
	copy[i] = '\0';
}

static void line_print(const char *line)
{
	printf("program: %s\n", line);
	fflush(stdout);
}

void console_echo(const char *line)
{
	char *copy = kept[kept_count % KEPT_MOST];

	line_copy(copy, line);
	if (is_hushed || echo_count == ECHO_MOST) {
		kept_count++;
		return;
	}
	echo_count++;
	line_print(copy);
}

void console_hush(void)
{
	is_hushed = true;
}

void console_show_kept(void)
{
	size_t i = kept_count > KEPT_MOST ? kept_count - KEPT_MOST : 0;

	for (; i < kept_count; i++)
		line_print(kept[i % KEPT_MOST]);
	kept_count = 0;
}
