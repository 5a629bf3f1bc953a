// SPDX-License-Identifier: GPL-2.0-or-later
/* The host kernel's run-time settings that an experiment names. */
#ifndef HOST_TUNING_H
#define HOST_TUNING_H

#include "experiment/settings.h"

int tuning_apply(const struct settings *settings);

#endif
