// SPDX-License-Identifier: GPL-2.0-or-later
/* A quiesced machine into a file, and as many machines as wanted out of it. */
#ifndef QEMU_SNAPSHOT_H
#define QEMU_SNAPSHOT_H

#include "qemu/machine.h"

/* Stops the quiesced machine and writes it to the sparse file path. -ENOSPC when the disk is full.
 */
int snapshot_save(const struct machine *machine, const char *path);

/* Loads path into a machine that was started with incoming, and wakes it: it goes on behind the
 * quiesce. The machine's monitor stays open. */
int snapshot_load(struct machine *machine, const char *path);

#endif
