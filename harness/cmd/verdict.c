// SPDX-License-Identifier: GPL-2.0-or-later
/* Turns a verdict into an exit status. */
#include "cmd/verdict.h"

#include "cmd/command.h"
#include "util/error.h"
#include "util/status.h"
#include "util/units.h"

#include <errno.h>

int verdict_status(const struct gate *gate)
{
	if (gate->worst == VERDICT_WORSE)
		return STATUS_WORSE;
	if (gate->invalid)
		return command_end(
			error_set(EPROTO, "%s: %zu invalid run%s; `apfbench show` says why",
				  gate->report->name, gate->invalid, units_plural(gate->invalid)));
	return gate->worst == VERDICT_UNCLEAR ? STATUS_UNCLEAR : STATUS_OK;
}
