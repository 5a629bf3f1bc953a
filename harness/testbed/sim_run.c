// SPDX-License-Identifier: GPL-2.0-or-later
/* One run: a fork of a preparation with a seed of its own, watched until its record is there. */
#include "qemu/snapshot.h"
#include "qemu/watch.h"
#include "record/describe.h"
#include "testbed/sim.h"
#include "util/error.h"
#include "util/fs.h"
#include <errno.h>
#include <unistd.h>

static int describe(const struct plan_run *run, char buffer[DESCRIPTION_SIZE])
{
	struct description description = {
		.boot_seed = run->boot_seed,
		.seed = run->seed,
		.snapshot = true,
	};
	int err;

	inside_take(&run->setup->settings, &description.settings);
	err = description_write(&description, buffer);
	description_clear(&description);
	return err;
}

/* A machine that goes on where the preparation was quiesced. */
static int fork_preparation(const struct sim *sim, const struct plan_run *run, const char *hash,
			    const char *folder, struct machine *machine)
{
	const struct sim_setup *setup = sim_find_setup(sim, run->setup);
	const struct settings *settings = &run->setup->settings;
	g_autofree char *parameters = sim_parameters(settings);
	const struct machine_shape shape = sim_shape(settings, run->boot_seed, parameters);
	g_autofree char *snapshot = sim_snapshot(hash);
	char text[DESCRIPTION_SIZE];
	int lock, err;

	err = describe(run, text);
	if (!err)
		err = sim_lock(hash, false, true, &lock);
	if (err)
		return err;
	if (!sim_is_made(hash))
		err = error_set(ENOENT, "%s: this preparation is gone: start again to make it anew",
				snapshot);
	if (!err)
		err = machine_start(&shape, &sim->qemu, setup->host->build.bzimage,
				    setup->host_image.path, text, folder, true, machine);
	if (!err) {
		sim_touch(hash);
		err = snapshot_load(machine, snapshot);
		if (err)
			machine_end(machine);
	}
	close(lock);
	return err;
}

/* Where the window lies in what the run costs; the watch looks every 20 ms. */
static void mark_window(const char *line, void *user)
{
	struct sim_facts *facts = user;
	struct sim_mark *mark = NULL;

	if (g_str_has_prefix(line, CONSOLE_OPENED))
		mark = &facts->opened;
	else if (g_str_has_prefix(line, CONSOLE_CLOSED))
		mark = &facts->closed;
	if (!mark)
		return;
	mark->at = g_get_monotonic_time();
	mark->cpu_seconds = machine_cpu_seconds(facts->machine);
}

/*
 * Until the host has handed over its result. A host that gave up may have said why in a result:
 * then that is the record, and not an error here.
 */
static int await_result(struct sim_facts *facts, json_t **result)
{
	const struct watch_listener listener = { .hear = mark_window, .user = facts };
	const struct machine *machine = facts->machine;
	const struct watched watched = machine_watched(machine);
	struct watch_limits limits = watch_defaults;
	char *why;
	int err;

	limits.silent_cpu_seconds = sim_run_patience(&facts->run->setup->settings);
	err = watch_console(&watched, CONSOLE_RECORDED, &limits, &listener);
	if (!err)
		return sim_read_result(machine->record, result);
	if (err == -ETIMEDOUT)
		machine_dump_registers(machine, facts->folder);
	if (!error_class() || !g_str_has_prefix(error_class(), WATCH_GAVE_UP))
		return err;
	why = error_keep();
	if (sim_read_result(machine->record, result))
		return error_restore(err, why);
	g_free(why);
	return 0;
}

int sim_run(void *state, const struct plan_run *run, const char *folder, json_t **record)
{
	const struct sim *sim = state;
	g_autofree char *hash = sim_hash_of(sim, run);
	struct sim_facts facts = {
		.setup = sim_find_setup(sim, run->setup),
		.run = run,
		.hash = hash,
		.folder = folder,
		.began = g_get_real_time(),
		.started = g_get_monotonic_time(),
	};
	struct machine machine;
	json_t *result = NULL;
	int err;

	err = fs_make_folder(folder);
	if (!err)
		err = fork_preparation(sim, run, hash, folder, &machine);
	if (!err) {
		facts.machine = &machine;
		err = await_result(&facts, &result);
		facts.cpu_seconds = machine_cpu_seconds(&machine);
		facts.ended = g_get_monotonic_time();
		if (!err)
			*record = sim_make_record(sim, &facts, result);
		machine_end(&machine);
	}
	return err;
}
