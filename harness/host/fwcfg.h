// SPDX-License-Identifier: GPL-2.0-or-later
/* The run description as the machine's firmware configuration holds it. */
#ifndef HOST_FWCFG_H
#define HOST_FWCFG_H

#include "record/description.h"

/*
 * Reads the description afresh (a fork has another than its preparation had). *description is
 * replaced on success and kept on an error.
 */
int fwcfg_read(struct description *description);

#endif
