// SPDX-License-Identifier: GPL-2.0-or-later
/* A kernel's .config: tinyconfig with fragments over it, and nothing of them lost. */
#ifndef KERNEL_CONFIG_H
#define KERNEL_CONFIG_H

#include <glib.h>
#include <stdbool.h>

struct fragment {
	char *name; /* as the experiment calls it */
	char *path;
	char *hash; /* SHA-256 of the file */
};

/*
 * Resolves names (of configs/kernel/NAME.config, or paths) to an array of struct fragment *, freed
 * with the array, and checks each line. simulated puts "sim" last. folder: where relative
 * paths begin, NULL for the current one. -EINVAL names file and line.
 */
int config_fragments(const char *folder, char *const names[], bool simulated,
		     GPtrArray **fragments);

/*
 * Every line of every fragment must hold in the .config, where a later fragment overrides an
 * earlier one. -EBADMSG names each lost option with its fragment and line, what was asked and what
 * came out.
 */
int config_verify(const GPtrArray *fragments, const char *config);

#endif
