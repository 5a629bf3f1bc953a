// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds setups whose host keeps bm's array in a bitmap of pages of zeros instead of in swap. */
#include "artefact/zeros.h"

#include "kernel/linux_version.h"
#include "settings/settings_program.h"
#include "util/error.h"

#include <errno.h>
#include <string.h>

static bool swaps_zeros(const struct setup *setup)
{
	const struct settings *settings = &setup->settings;

	return settings_have_guest(settings) && !settings_program_is(settings->workload) &&
	       settings->container && !strcmp(settings->fill, "zero") &&
	       strcmp(setup->expect, "any");
}

int zeros_check(const struct experiment *experiment, const struct setup *setup)
{
	const struct kernel_spec *kernel = experiment_kernel(experiment, setup->host_kernel);
	struct linux_version version;
	int err;

	if (!swaps_zeros(setup))
		return 0;
	err = linux_version_of_source(kernel->folder, kernel->source, &version);
	if (err || linux_version_swaps_zeros(&version))
		return err;
	return error_set(EINVAL,
			 "setup %s: host kernel %u.%u does not write pages of zeros to swap, and "
			 "nothing else is in bm's array: set fill = \"pattern\"",
			 setup->name, version.major, version.minor);
}
