// SPDX-License-Identifier: GPL-2.0-or-later
/* Knobs of the host's kernel: small files that set it up, stand it still, and hold its counts. */
#ifndef HOST_KNOB_H
#define HOST_KNOB_H

#include "settings/description.h"

#include <stdbool.h>
#include <stdint.h>

/* Writes the text by one write(2). 0, or -errno with path, value and reason. */
int knob_write(const char *path, const char *value);

/* The decimal number at the start of the file into *value; false if there is none. */
bool knob_read(const char *path, uint64_t *value);

/* Sets what an experiment's settings say about the running kernel. Errors of knob_write(). */
int knob_tune(const struct inside *settings);

/*
 * Stands the simulated host still, so that a snapshot does not depend on when it is taken: halts
 * all CPUs through the file that the kernel series `sim` adds to debugfs. Returns when somebody
 * outside has sent the machine an NMI; -errno if the kernel cannot do it.
 */
int knob_quiesce(void);

#endif
