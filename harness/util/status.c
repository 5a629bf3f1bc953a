// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of exit statuses, and which error ends in which. */
#include "util/status.h"

#include <errno.h>
#include <stddef.h>

const struct status_row status_table[] = {
	{ STATUS_OK, "ok", "success" },
	{ STATUS_WORSE, "worse",
	  "gate: a setup is worse than the baseline; selftest: a check failed" },
	{ STATUS_USAGE, "usage", "wrong option, experiment name or experiment file" },
	{ STATUS_RUN_FAILED, "run failed",
	  "a host or guest failed or hung: a run is invalid (show: a setup has no valid run)" },
	{ STATUS_REFUSED, "refused",
	  "the machine refused: disk full, no permission, no such file" },
	{ STATUS_BUILD_FAILED, "build failed",
	  "a patch does not apply, or a kernel does not build" },
	{ STATUS_STALE, "changed",
	  "the campaign was made with another experiment, kernel or program" },
	{ STATUS_DIFFERS, "differs",
	  "verify: a run with the inputs of its record has another result" },
	{ STATUS_LACKING, "lacking",
	  "a program or package is missing; doctor names it (verify: what a record was made with)" },
	{ STATUS_UNCLEAR, "unclear",
	  "gate: no setup is worse, but at least one is unclear; run --until: intervals too wide" },
	{ STATUS_INTERRUPTED, "interrupted",
	  "ended by Ctrl-C or a signal; the same command resumes (verify: begins anew)" },
	{ STATUS_OK, NULL, NULL },
};

enum status status_from_error(int err)
{
	switch (-err) {
	case 0:
		return STATUS_OK;
	case EINVAL:
	case E2BIG:
		return STATUS_USAGE;
	case EPROTO:
	case ECONNRESET:
	case ETIMEDOUT:
		return STATUS_RUN_FAILED;
	case EBADMSG:
		return STATUS_BUILD_FAILED;
	case ESTALE:
		return STATUS_STALE;
	case ENOPKG:
		return STATUS_LACKING;
	case EINTR:
		return STATUS_INTERRUPTED;
	default:
		return err > 0 ? STATUS_OK : STATUS_REFUSED;
	}
}
