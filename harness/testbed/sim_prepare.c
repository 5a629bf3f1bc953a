// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes a preparation: boots the host, waits until all is ready and quiet, and keeps a snapshot. */
#include "qemu/machine.h"
#include "settings/describe.h"
#include "testbed/measured.h"
#include "testbed/sim_cache.h"
#include "testbed/sim_cost.h"
#include "testbed/sim_inputs.h"
#include "testbed/sim_machine.h"
#include "testbed/sim_snapshot.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/progress.h"
#include <errno.h>
#include <unistd.h>

#define QUIET_MS 300
/* CPU seconds from "prepared" to a standstill; usually some tenths. */
#define QUIET_CPU_LIMIT 60
#define ENDING_POLLS	500
#define ENDING_POLL_US	10000

bool sim_is_prepared(void *state, const struct plan_run *run)
{
	g_autofree char *hash = sim_hash_of(state, run);

	return sim_is_made(hash);
}

static int describe(const struct plan_run *run, char buffer[DESCRIPTION_SIZE])
{
	struct description description = {
		.boot_seed = run->boot_seed,
		.snapshot = true,
	};
	struct settings prepared;
	int err;

	sim_prepared_settings(&run->setup->settings, &prepared);
	inside_take(&prepared, &description.settings);
	settings_clear(&prepared);
	err = description_write(&description, buffer);
	description_clear(&description);
	return err;
}

/* Returns when the snapshot is in a file that QEMU has closed. */
static int save_quiesced(const struct machine *machine, uint64_t cpus, const char *path)
{
	int err = sim_settle(machine, QUIET_MS, QUIET_CPU_LIMIT);

	if (!err)
		err = sim_snapshot_save(machine, cpus, path);
	if (err)
		return err;
	/* QEMU closes the file when it quits. */
	for (int i = 0; i < ENDING_POLLS && !process_has_ended(machine->pid); i++)
		g_usleep(ENDING_POLL_US);
	return fs_exists(path) ? 0 : error_set(EIO, "%s: QEMU left no snapshot", path);
}

static int boot_and_save(const struct sim *sim, const struct plan_run *run, const char *folder,
			 const char *target)
{
	const struct settings *settings = &run->setup->settings;
	g_autofree char *snapshot = g_build_filename(target, SIM_SNAPSHOT, NULL);
	struct watch_limits limits = watch_defaults;
	char text[DESCRIPTION_SIZE];
	const struct sim_start start = { .text = text };
	struct machine machine;
	struct watched watched;
	int err;

	err = describe(run, text);
	if (!err)
		err = sim_machine_start(sim, run, &start, folder, &machine);
	if (err)
		return err;
	limits.silent_cpu_seconds = sim_prepare_patience(settings);
	watched = machine_watched(&machine);
	err = watch_console(&watched, CONSOLE_PREPARED, &limits, NULL);
	if (!err && !sim_lockstep_works(machine.log))
		progress_warn("setup %s: %s does not work with lockstep.so: the same preparation "
			      "may differ when it is made again while this machine is busy",
			      run->setup->name, sim->qemu.path);
	if (err == -ETIMEDOUT)
		machine_dump_registers(&machine, folder);
	if (err == -EPROTO)
		err = measured_explain(machine.record, settings, folder, err);
	if (!err)
		err = save_quiesced(&machine, settings->host_cpus, snapshot);
	machine_end(&machine);
	return err;
}

/* Keeps the logs of how it was made. */
static int logs_keep(const char *folder, const char *target)
{
	static const char *const names[] = { "console.log", "qemu.log" };
	int err = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(names) && !err; i++) {
		g_autofree char *from = g_build_filename(folder, names[i], NULL);
		g_autofree char *to = g_build_filename(target, names[i], NULL);

		err = fs_copy(from, to);
	}
	return err;
}

static int publish(const struct sim *sim, const struct plan_run *run, const char *target,
		   const char *hash)
{
	const char *setup = run->setup->name;
	json_t *facts =
		sim_inputs(sim, artefacts_find_setup(sim->artefacts, run->setup), run->boot_seed);

	/* Not an input: the name by which a person knows it. */
	json_object_set_new(facts, "setup", json_string(setup));
	return store_publish(&preparation_store, target, setup, hash, facts);
}

/* With the lock held. */
static int make(const struct sim *sim, const struct plan_run *run, const char *folder,
		const char *hash)
{
	g_autofree char *target = NULL;
	int err = store_begin(&preparation_store, hash, &target);

	if (err)
		return err;
	err = boot_and_save(sim, run, folder, target);
	if (!err)
		err = logs_keep(folder, target);
	if (!err)
		return publish(sim, run, target, hash);
	store_abandon(target);
	return err;
}

int sim_prepare(void *state, const struct plan_run *run, const char *folder)
{
	const struct sim *sim = state;
	g_autofree char *hash = sim_hash_of(sim, run), *found = NULL;
	int lock, err = fs_make_folder(folder);

	if (!err)
		err = store_lock(&preparation_store, hash, true, &lock);
	if (err)
		return err;
	/* Another process may have made it while we waited for the lock. */
	found = store_find(&preparation_store, hash);
	if (found)
		store_touch(found);
	else
		err = make(sim, run, folder, hash);
	close(lock);
	return err;
}
