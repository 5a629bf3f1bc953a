// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes a preparation: boots the host, waits until all is ready and quiet, and keeps a snapshot. */
#include "qemu/machine.h"
#include "record/describe.h"
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
#include <fcntl.h>
#include <unistd.h>

#define QUIET_MS 300
/* CPU seconds from "prepared" to a standstill: some tenths are usual. */
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

/* Returns when the snapshot is in a file that has reached the disk. */
static int save_quiesced(const struct machine *machine, uint64_t cpus, const char *path)
{
	int fd, err;

	err = sim_settle(machine, QUIET_MS, QUIET_CPU_LIMIT);
	if (!err)
		err = sim_snapshot_save(machine, cpus, path);
	if (err)
		return err;
	/* It quits, and closes the file. */
	for (int i = 0; i < ENDING_POLLS && !process_has_ended(machine->pid); i++)
		g_usleep(ENDING_POLL_US);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return error_sys(errno, "%s: QEMU left no snapshot", path);
	if (fsync(fd) < 0)
		err = error_sys(errno, "%s: cannot write the snapshot to disk", path);
	close(fd);
	return err;
}

static int boot_and_save(const struct sim *sim, const struct plan_run *run, const char *folder,
			 const char *target)
{
	const struct settings *settings = &run->setup->settings;
	g_autofree char *snapshot = g_build_filename(target, "snapshot", NULL);
	struct watch_limits limits = watch_defaults;
	char text[DESCRIPTION_SIZE];
	struct machine machine;
	struct watched watched;
	int err;

	err = describe(run, text);
	if (!err)
		err = sim_machine_start(sim, run, text, folder, false, &machine);
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
		measured_save_guest_log(machine.record, folder);
	if (!err)
		err = save_quiesced(&machine, settings->host_cpus, snapshot);
	machine_end(&machine);
	return err;
}

/* preparation.json, and the logs of how it was made. */
static int document(const struct sim *sim, const struct plan_run *run, const char *folder,
		    const char *target)
{
	json_t *inputs =
		sim_inputs(sim, artefacts_find_setup(sim->artefacts, run->setup), run->boot_seed);
	g_autofree char *path = g_build_filename(target, "preparation.json", NULL);
	char *text;
	int err;

	/* Not an input: the name by which a person knows it. */
	json_object_set_new(inputs, "setup", json_string(run->setup->name));
	text = json_dumps(inputs, JSON_INDENT(1));
	err = fs_write_atomic(path, text, strlen(text));
	free(text);
	json_decref(inputs);
	for (const char *const *name = (const char *const[]){ "console.log", "qemu.log", NULL };
	     *name && !err; name++) {
		g_autofree char *from = g_build_filename(folder, *name, NULL);
		g_autofree char *to = g_build_filename(target, *name, NULL);

		err = fs_copy(from, to);
	}
	return err;
}

static int make_locked(const struct sim *sim, const struct plan_run *run, const char *folder,
		       const char *hash)
{
	g_autofree char *final = sim_folder(hash);
	g_autofree char *target = g_strconcat(final, SIM_UNFINISHED, NULL);
	int err;

	/* Left by a killed process; nobody else writes here while we hold the lock. */
	err = fs_remove_tree(target);
	if (!err)
		err = fs_make_folder(target);
	if (!err)
		err = boot_and_save(sim, run, folder, target);
	if (!err)
		err = document(sim, run, folder, target);
	/* What is there is not whole: otherwise this one would not have been made. */
	if (!err)
		err = fs_remove_tree(final);
	if (!err && rename(target, final) < 0)
		err = error_sys(errno, "%s: cannot rename the finished preparation to this", final);
	if (err) {
		char *why = error_keep();

		fs_remove_tree(target);
		return error_restore(err, why);
	}
	return 0;
}

int sim_prepare(void *state, const struct plan_run *run, const char *folder)
{
	const struct sim *sim = state;
	g_autofree char *hash = sim_hash_of(sim, run);
	int lock, err;

	err = fs_make_folder(folder);
	if (!err)
		err = sim_lock(hash, true, true, &lock);
	if (err)
		return err;
	/* Another process may have made it while we waited for the lock. */
	if (!sim_is_made(hash))
		err = make_locked(sim, run, folder, hash);
	if (!err)
		sim_touch(hash);
	close(lock);
	return err;
}
