// SPDX-License-Identifier: GPL-2.0-or-later
// The benchmark from its command line to its exit status.
#ifndef BM_BENCH_H
#define BM_BENCH_H

/* Returns an exit status of error.h. */
int bench_main(int argc, char **argv);

#endif
