// SPDX-License-Identifier: GPL-2.0-or-later
/* Saves a quiesced machine to a file, and loads it into any number of machines. */
#ifndef TESTBED_SIM_SNAPSHOT_H
#define TESTBED_SIM_SNAPSHOT_H

#include "qemu/machine.h"

#include <stdint.h>

/*
 * Waits until QEMU has had no running or waiting thread and used no CPU time for quiet_ms: the
 * quiesced host's clock stands still. -EPROTO if it is busy after `limit` CPU seconds; errors of
 * machine_explain() if QEMU ended.
 */
int sim_settle(const struct machine *machine, unsigned int quiet_ms, unsigned int limit);

/*
 * Stops the quiesced machine, which has this many CPUs, writes it to the sparse file path (made or
 * overwritten), and lets QEMU quit. -EPROTO if not all CPUs are halted, -ENOSPC if the disk is
 * full; errors of sim_snapshot_wait() and machine_explain().
 */
int sim_snapshot_save(const struct machine *machine, uint64_t cpus, const char *path);

/*
 * Loads path into a machine that was started as incoming, and wakes it: it goes on behind the
 * quiesce, or if a gdb is to let it go on, stands there. The machine's monitor stays open. Errors
 * as sim_snapshot_save().
 */
int sim_snapshot_load(struct machine *machine, uint64_t cpus, const char *path);

/*
 * Waits until the migration that has been started is done. path: the file, for errors and for its
 * size. -EIO or -ENOSPC if QEMU says that it failed, -ETIMEDOUT after patience_ms in which nothing
 * moved; errors of qmp_command().
 */
int sim_snapshot_wait(struct qmp *qmp, const char *path, unsigned int patience_ms);

#endif
