// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes and removes the folder in which git works. */
#include "change/workplace.h"

#include "util/error.h"
#include "util/scratch.h"

int workplace_open(struct workplace *workplace)
{
	int err;

	workplace->folder = NULL;
	guard_begin(&workplace->guard);
	err = scratch_make(&workplace->folder);
	return err ? workplace_close(workplace, err) : 0;
}

int workplace_close(struct workplace *workplace, int err)
{
	/* Ctrl-C ends git as well: report it rather than git's failure. */
	int interrupted = guard_check();
	char *kept;

	err = interrupted ? interrupted : err;
	kept = error_keep();
	scratch_remove(workplace->folder);
	guard_end(&workplace->guard);
	return error_restore(err, kept);
}
