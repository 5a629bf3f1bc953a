// SPDX-License-Identifier: GPL-2.0-or-later
/* A kernel's .config: tinyconfig with fragments over it, and nothing of them lost. */
#ifndef KERNEL_CONFIG_H
#define KERNEL_CONFIG_H

#include "kernel/linux_version.h"

#include <glib.h>
#include <stdbool.h>

struct fragment {
	char *name; /* as the experiment calls it */
	char *path;
	char *hash;   /* SHA-256 of the file */
	char *merged; /* what of it is meant for the version, without conditions; NULL: all */
};

/*
 * Resolves names (of configs/kernel/NAME.config, or paths) and checks each line of the files. After
 * NAME comes NAME-versions if that says anything for this version of Linux (config_line.h).
 * *fragments: an array of struct fragment *, which the caller unreferences and which frees them.
 * simulated puts "sim" last. folder: where relative paths begin, NULL for the current one. -EINVAL
 * names file and line; -errno if a file cannot be read.
 */
int config_fragments(const char *folder, char *const names[], const struct linux_version *version,
		     bool simulated, GPtrArray **fragments);

/*
 * Checks that every line of every fragment that is meant for this version of Linux holds in the
 * file config, where a later fragment overrides an earlier one. -EBADMSG names each lost option
 * with its fragment and line, what was asked for and what came out; -errno if a file cannot be
 * read.
 */
int config_verify(const GPtrArray *fragments, const struct linux_version *version,
		  const char *config);

#endif
