// SPDX-License-Identifier: GPL-2.0-or-later
/* A quiesced machine into a file, and as many machines as wanted out of it. */
#ifndef QEMU_SNAPSHOT_H
#define QEMU_SNAPSHOT_H

#include "qemu/machine.h"

/*
 * Stops the quiesced machine, writes it to the sparse file path (made or overwritten), and lets
 * QEMU quit. -ENOSPC when the disk is full; errors of snapshot_wait(), machine_check_halted() and
 * machine_explain().
 */
int snapshot_save(const struct machine *machine, const char *path);

/*
 * Loads path into a machine that was started with incoming, and wakes it: it goes on behind the
 * quiesce. The machine's monitor stays open. Errors as snapshot_save().
 */
int snapshot_load(struct machine *machine, const char *path);

/*
 * Until the migration that has been asked for is done. path: the file, in errors and for its size.
 * -EIO or -ENOSPC when QEMU says that it failed, -ETIMEDOUT after patience_ms in which nothing was
 * moved, errors of qmp_command().
 */
int snapshot_wait(struct qmp *qmp, const char *path, unsigned int patience_ms);

#endif
