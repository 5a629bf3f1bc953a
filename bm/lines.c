// SPDX-License-Identifier: GPL-2.0-or-later
// The reference's lines on stdout.
#include "lines.h"

#include <errno.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "error.h"

void lines_print_options(const struct options *options)
{
	printf("fault=%d work=%d mem=%lu timeout=%d\n", options->faulting, options->working,
	       (unsigned long)options->memory, (int)options->seconds);
}

void lines_print_result(const struct team *team)
{
	for (int i = 0; i < team->working; i++)
		printf("worker %d: %lu\n", i, *team->workers[i].counter);
	printf("total: %lu\n", team_tally(team).work);
}

int lines_flush(void)
{
	int error;

	if (fflush(stdout) || (isatty(STDOUT_FILENO) && tcdrain(STDOUT_FILENO))) {
		error = errno;
		error_print_errno(error, "cannot write to stdout");
		return -error;
	}
	return 0;
}
