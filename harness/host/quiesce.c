// SPDX-License-Identifier: GPL-2.0-or-later
/* Halts all CPUs through the file that the kernel series `sim` adds to debugfs. */
#include "host/quiesce.h"

#include "host/knob.h"
#include "util/error.h"

int quiesce_host(void)
{
	int err = knob_write("/sys/kernel/debug/apfbench/quiesce", "1");

	return err ? error_prefix(err, "quiesce: the host's kernel needs the series `sim`") : 0;
}
