// SPDX-License-Identifier: GPL-2.0-or-later
/* Sets the host kernel's run-time settings. */
#include "host/tuning.h"

#include "host/knob.h"
#include "util/fs.h"

#include <glib.h>
#include <inttypes.h>

#define DELAY_ACCOUNTING "/proc/sys/kernel/task_delayacct"

int tuning_apply(const struct inside *settings)
{
	g_autofree char *page_cluster = g_strdup_printf("%" PRIu64, settings->page_cluster);
	int err = knob_write("/proc/sys/vm/page-cluster", page_cluster);

	if (!err)
		err = knob_write("/sys/kernel/mm/transparent_hugepage/enabled",
				 settings->transparent_hugepage);
	/* Off at boot since 5.14: without it nobody can say where a thread has waited. */
	if (!err && fs_exists(DELAY_ACCOUNTING))
		err = knob_write(DELAY_ACCOUNTING, "1");
	return err;
}
