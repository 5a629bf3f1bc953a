// SPDX-License-Identifier: GPL-2.0-or-later
/* Forks preparations: machines that load a snapshot and go on, each with a description of its own.
 */
#include "testbed/sim_fork.h"

#include "settings/describe.h"
#include "testbed/sim_cache.h"
#include "testbed/sim_inputs.h"
#include "testbed/sim_machine.h"
#include "testbed/sim_snapshot.h"
#include "util/error.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

static int describe(const struct plan_run *run, char buffer[DESCRIPTION_SIZE])
{
	struct description description = {
		.boot_seed = run->boot_seed,
		.seed = run->seed,
		.snapshot = true,
		.traced = run->kind == RUN_TRACED,
		.profiled = run->kind == RUN_PROFILED,
	};
	int err;

	inside_take(&run->setup->settings, &description.settings);
	err = description_write(&description, buffer);
	description_clear(&description);
	return err;
}

/* A machine that goes on where the preparation in the folder was quiesced. */
static int fork_found(const struct sim *sim, const struct plan_run *run, const char *preparation,
		      enum machine_access access, const char *folder, struct machine *machine)
{
	g_autofree char *snapshot = g_build_filename(preparation, SIM_SNAPSHOT, NULL);
	char text[DESCRIPTION_SIZE];
	const struct sim_start start = { .text = text, .incoming = true, .access = access };
	int err = describe(run, text);

	if (!err)
		err = sim_machine_start(sim, run, &start, folder, machine);
	if (err)
		return err;
	store_touch(preparation);
	err = sim_snapshot_load(machine, run->setup->settings.host_cpus, snapshot);
	if (err)
		machine_end(machine);
	return err;
}

int sim_fork(const struct sim *sim, const struct plan_run *run, enum machine_access access,
	     const char *folder, struct machine *machine, char **preparation)
{
	g_autofree char *hash = sim_hash_of(sim, run), *found = NULL;
	int lock, err = store_lock(&preparation_store, hash, false, &lock);

	if (err)
		return err;
	found = store_find(&preparation_store, hash);
	err = found ? fork_found(sim, run, found, access, folder, machine)
		    : error_set(ENOENT,
				"setup %s, boot %" PRIu64
				": its preparation is gone: run the same command again to make it",
				run->setup->name, run->boot);
	if (!err)
		*preparation = g_steal_pointer(&found);
	close(lock);
	return err;
}

int sim_enter(void *state, const struct plan_run *run, enum machine_access access,
	      const char *folder, struct machine *machine)
{
	g_autofree char *preparation = NULL;

	return sim_fork(state, run, access, folder, machine, &preparation);
}
