// SPDX-License-Identifier: GPL-2.0-or-later
/* The ways into and out of a simulated host: the run description, and the result. */
#ifndef HOST_EXCHANGE_H
#define HOST_EXCHANGE_H

#include "settings/description.h"

#include <jansson.h>

/*
 * Reads the description from QEMU's fw_cfg device (a fork finds another one than its preparation).
 * Replaces *description, which the caller clears; after an error it is as before. -EINVAL for a bad
 * description, else errors of fs_read().
 */
int exchange_receive(struct description *description);

/*
 * Writes the result, which stays the caller's, as one line to the second serial port. Returns when
 * the machine outside has all of it. 0 or -errno.
 */
int exchange_send(const json_t *result);

#endif
