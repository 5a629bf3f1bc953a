// SPDX-License-Identifier: GPL-2.0-or-later
/* Are a setup's settings possible together, and are they wise? */
#ifndef EXPERIMENT_SETTINGS_CHECK_H
#define EXPERIMENT_SETTINGS_CHECK_H

#include "settings/settings.h"

/* -EINVAL: settings that cannot work together (array larger than guest memory, swap or host memory
 * too small ...). setup: its name, for the text. */
int settings_check(const struct settings *settings, const char *setup);

/* What is unwise (a container larger than the guest ...), a char * each, freed with the array,
 * which is the caller's. */
GPtrArray *settings_advice(const struct settings *settings);

#endif
