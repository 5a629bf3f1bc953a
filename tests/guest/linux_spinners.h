/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Processes that keep each CPU of the host busy while guests wait for pages.
 *
 * QEMU ends the slice of an emulated CPU at PAUSE. If a vCPU spins with PAUSE for another one that
 * waits for a read, and nothing else runs, virtual time passes by a few instructions a turn, and a
 * read of 5 ms takes seconds of the machine's time. What runs here has the lowest priority.
 */
#ifndef GUEST_LINUX_SPINNERS_H
#define GUEST_LINUX_SPINNERS_H

void spinners_start(void);
void spinners_stop(void);

#endif
