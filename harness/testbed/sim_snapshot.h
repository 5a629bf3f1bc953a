// SPDX-License-Identifier: GPL-2.0-or-later
/* A quiesced machine into a file, and as many machines as wanted out of it. */
#ifndef TESTBED_SIM_SNAPSHOT_H
#define TESTBED_SIM_SNAPSHOT_H

#include "qemu/machine.h"

#include <stdint.h>

/*
 * Sleeps until QEMU has no thread that runs or wants to, and used no CPU time, for quiet_ms: the
 * quiesced host's clock stands still. -EPROTO when it is busy after limit CPU seconds; errors of
 * machine_explain() when QEMU ended.
 */
int sim_settle(const struct machine *machine, unsigned int quiet_ms, unsigned int limit);

/*
 * Stops the quiesced machine, which has this many CPUs, writes it to the sparse file path (made or
 * overwritten), and lets QEMU quit. -EPROTO when not all CPUs are halted, -ENOSPC when the disk is
 * full; errors of sim_snapshot_wait() and machine_explain().
 */
int sim_snapshot_save(const struct machine *machine, uint64_t cpus, const char *path);

/*
 * Loads path into a machine that was started as incoming, and wakes it: it goes on behind the
 * quiesce. The machine's monitor stays open. Errors as sim_snapshot_save().
 */
int sim_snapshot_load(struct machine *machine, uint64_t cpus, const char *path);

/*
 * Until the migration that has been asked for is done. path: the file, for errors and for its size.
 * -EIO or -ENOSPC when QEMU says that it failed, -ETIMEDOUT after patience_ms in which nothing
 * moved, errors of qmp_command().
 */
int sim_snapshot_wait(struct qmp *qmp, const char *path, unsigned int patience_ms);

#endif
