// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes what an experiment's testbed needs before it is opened. */
#include "testbed/cache.h"
#include "testbed/testbed.h"
#include "util/process.h"

int testbed_make(const struct testbed *testbed, const struct experiment *experiment,
		 unsigned int jobs, struct artefacts **artefacts)
{
	int err = artefacts_check(experiment, &testbed->need);

	if (!err && testbed->check)
		err = testbed->check(experiment);
	if (!err && testbed->need.kernels && !process_dry_run())
		err = cache_claim();
	return err ? err : artefacts_make(experiment, &testbed->need, jobs, artefacts);
}
