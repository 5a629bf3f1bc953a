// SPDX-License-Identifier: GPL-2.0-or-later
/* From a setup's settings to the simulated host's command line. */
#ifndef TESTBED_SIM_COMMAND_H
#define TESTBED_SIM_COMMAND_H

#include "qemu/command.h"
#include "settings/settings.h"

#include <jansson.h>
#include <stdbool.h>

struct sim_paths {
	const char *preload; /* LD_PRELOAD */
	struct command_paths files;
};

/* The host kernel's command line. Free with g_free(). */
char *sim_parameters(const struct settings *settings);

/*
 * argv of QEMU, NULL-terminated: equal for a preparation and its forks, except that a fork
 * (incoming) waits for a snapshot instead of booting. boot_seed: the seed of QEMU's random numbers
 * (RDRAND, the kernel's rng-seed). Free with g_strfreev().
 */
char **sim_command(const struct settings *settings, uint64_t boot_seed,
		   const struct sim_paths *paths, bool incoming);

/* The same as a JSON array with "{qemu}", "{kernel}", ... in place of paths. A new reference. */
json_t *sim_command_json(const struct settings *settings, uint64_t boot_seed, bool incoming);

/* "{lockstep}", "{qemu}", "{kernel}", ... */
extern const struct sim_paths sim_placeholders;

#endif
