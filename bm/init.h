// SPDX-License-Identifier: GPL-2.0-or-later
// The first process of a guest: sets the guest up, runs one program, switches the guest off.
#ifndef BM_INIT_H
#define BM_INIT_H

/*
 * Runs @program in a child with the arguments that the kernel took from its command line, and
 * reports its end as a line "bm: exit status N" or "bm: killed by signal N" on the second serial
 * port, or on the console if there is none. Then powers off; returns an exit status only if that
 * fails, which makes the kernel panic.
 */
int init_main(int argc, char **argv, int (*program)(int argc, char **argv));

#endif
