// SPDX-License-Identifier: GPL-2.0-or-later
/* The runner: the first process of a simulated host. */
#include "host/runner.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	/* Anywhere else it would swap on this machine, and switch it off. */
	if (argc < 1 || getpid() != 1 || strcmp(argv[0], "/init") != 0) {
		fputs("runner: works as the first process of a simulated host only, which "
		      "`apfbench run` starts\n",
		      stderr);
		return 2;
	}
	runner_init();
}
