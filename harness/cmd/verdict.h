// SPDX-License-Identifier: GPL-2.0-or-later
/* The exit status of a verdict. */
#ifndef CMD_VERDICT_H
#define CMD_VERDICT_H

#include "report/gate.h"

/* STATUS_WORSE, STATUS_UNCLEAR or STATUS_OK; of invalid runs, which it names, STATUS_RUN_FAILED
 * unless a setup is worse. */
int verdict_status(const struct gate *gate);

#endif
