// SPDX-License-Identifier: GPL-2.0-or-later
/* The host kernel's run-time settings that an experiment names. */
#ifndef HOST_TUNING_H
#define HOST_TUNING_H

#include "record/description.h"

int tuning_apply(const struct inside *settings);

#endif
