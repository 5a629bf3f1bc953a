// SPDX-License-Identifier: GPL-2.0-or-later
/* What a simulated host costs the machine. */
#ifndef TESTBED_SIM_COST_H
#define TESTBED_SIM_COST_H

#include "settings/settings.h"

#include <stdint.h>

/* Bytes of memory that QEMU takes at most; image: bytes of the host's image. */
uint64_t sim_memory(const struct settings *settings, uint64_t image);

/* CPU seconds without a console byte after which a host hangs: preparing, and running. */
uint64_t sim_prepare_patience(const struct settings *settings);
uint64_t sim_run_patience(const struct settings *settings);

#endif
