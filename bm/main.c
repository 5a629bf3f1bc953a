// SPDX-License-Identifier: GPL-2.0-or-later
// bm as a program, or as the only process of a guest.
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "init.h"

int main(int argc, char **argv)
{
	/* As PID 1 of an ordinary container, stay a normal command. */
	if (getpid() == 1 && !strcmp(argv[0], "/init"))
		return init_main(argc, argv, bench_main);
	return bench_main(argc, argv);
}
