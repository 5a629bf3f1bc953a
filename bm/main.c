// SPDX-License-Identifier: GPL-2.0-or-later
// bm as a program, or as the first process of a guest that has nothing else.
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "init.h"

int main(int argc, char **argv)
{
	/* As a container's first process it is what it always is. */
	if (getpid() == 1 && !strcmp(argv[0], "/init"))
		return init_main(argc, argv, bench_main);
	return bench_main(argc, argv);
}
