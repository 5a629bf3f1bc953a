// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds and hashes lockstep.so, and checks in a machine's log that it works. */
#include "testbed/sim_lockstep.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

#define LOCKSTEP      "lockstep.so"
#define LOCKSTEP_SAYS "lockstep is on"

int sim_lockstep_find(struct sim_lockstep *lockstep)
{
	const char *more = g_getenv("LD_PRELOAD");
	g_autofree char *path = paths_program(LOCKSTEP);
	int err;

	if (!fs_exists(path))
		return error_set(ENOPKG, "%s is missing: run `make`", path);
	if (strpbrk(path, " :"))
		return error_set(EINVAL,
				 "%s: LD_PRELOAD cannot hold a path with a space or colon: move "
				 "apfbench to another folder",
				 path);
	err = fs_hash_file(path, &lockstep->hash);
	if (!err)
		lockstep->preload = g_strconcat(path, more && *more ? ":" : NULL, more, NULL);
	return err;
}

void sim_lockstep_clear(struct sim_lockstep *lockstep)
{
	g_clear_pointer(&lockstep->preload, g_free);
	g_clear_pointer(&lockstep->hash, g_free);
}

bool sim_lockstep_works(const char *log)
{
	g_autofree char *text = NULL;

	return !fs_read(log, &text, NULL) && strstr(text, LOCKSTEP_SAYS);
}
