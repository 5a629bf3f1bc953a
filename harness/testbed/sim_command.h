// SPDX-License-Identifier: GPL-2.0-or-later
/* From a setup's settings to the simulated host's command line. */
#ifndef TESTBED_SIM_COMMAND_H
#define TESTBED_SIM_COMMAND_H

#include "experiment/settings.h"
#include "qemu/command.h"

#include <jansson.h>
#include <stdbool.h>

struct sim_paths {
	const char *preload; /* LD_PRELOAD */
	struct command_paths files;
};

/* The host kernel's command line. Free with g_free(). */
char *sim_parameters(const struct settings *settings);

/*
 * argv of QEMU: the same at a preparation and at its forks, but that a fork (incoming) waits for a
 * snapshot instead of booting. boot_seed: of what QEMU draws: RDRAND, the kernel's rng-seed. Free
 * with g_strfreev().
 */
char **sim_command(const struct settings *settings, uint64_t boot_seed,
		   const struct sim_paths *paths, bool incoming);

/* The same as a JSON array, "normalized of paths": with "{qemu}", "{kernel}", ... in their place. A
 * reference for the caller. */
json_t *sim_command_json(const struct settings *settings, uint64_t boot_seed, bool incoming);

/* "{lockstep}", "{qemu}", "{kernel}", ... */
extern const struct sim_paths sim_placeholders;

#endif
