// SPDX-License-Identifier: GPL-2.0-or-later
/* One run: a fork of a preparation with a seed of its own, watched until its record is there. */
#include "settings/description.h"
#include "testbed/measured.h"
#include "testbed/sim_cache.h"
#include "testbed/sim_cost.h"
#include "testbed/sim_fork.h"
#include "testbed/sim_inputs.h"
#include "util/error.h"
#include "util/fs.h"
#include <sys/stat.h>

struct measurement {
	struct measured measured;
	const struct machine *machine;
};

/* Notes when the window opens and closes, for its share of the cost; the watch looks every 20 ms.
 */
static void mark_window(const char *line, void *user)
{
	struct measurement *measurement = user;
	struct measured_mark *mark = NULL;

	if (g_str_has_prefix(line, CONSOLE_OPENED))
		mark = &measurement->measured.opened;
	else if (g_str_has_prefix(line, CONSOLE_CLOSED))
		mark = &measurement->measured.closed;
	if (!mark)
		return;
	mark->at = g_get_monotonic_time();
	mark->cpu_seconds = machine_cpu_seconds(measurement->machine);
}

/*
 * Waits until the host has handed over its result. A host that gave up may have said why in a
 * result: then that is the record, and there is no error.
 */
static int await_result(struct measurement *measurement, json_t **result)
{
	const struct watch_listener listener = { .hear = mark_window, .user = measurement };
	const struct measured *measured = &measurement->measured;
	const struct machine *machine = measurement->machine;
	const struct watched watched = machine_watched(machine);
	struct watch_limits limits = watch_defaults;
	char *why;
	int err;

	limits.silent_cpu_seconds = sim_run_patience(&measured->run->setup->settings);
	err = watch_console(&watched, CONSOLE_RECORDED, &limits, &listener);
	if (!err)
		return measured_read(machine->record, result);
	if (err == -ETIMEDOUT)
		machine_dump_registers(machine, measured->folder);
	if (!error_class() || !g_str_has_prefix(error_class(), WATCH_GAVE_UP))
		return err;
	why = error_keep();
	if (measured_read(machine->record, result))
		return error_restore(err, why);
	g_free(why);
	return 0;
}

static bool came_from_cache(const struct sim *sim, const char *preparation)
{
	g_autofree char *snapshot = g_build_filename(preparation, SIM_SNAPSHOT, NULL);
	struct stat info;

	return !stat(snapshot, &info) && (gint64)info.st_mtime < sim->opened / G_TIME_SPAN_SECOND;
}

/* Adds what only a simulated host has to a record. */
static void record_complete(json_t *record, const struct sim *sim, const struct plan_run *run,
			    const char *preparation)
{
	json_t *circumstances = json_object_get(record, "circumstances");

	sim_add_inputs(sim, run, json_object_get(json_object_get(record, "determined"), "inputs"));
	json_object_set_new(circumstances, "prepared_from_cache",
			    json_boolean(came_from_cache(sim, preparation)));
	json_object_set_new(json_object_get(circumstances, "paths"), "preparation",
			    json_string(preparation));
}

static int measure(const struct sim *sim, const struct plan_run *run, const char *folder,
		   json_t **record)
{
	struct machine machine;
	struct measurement measurement = {
		.measured = {
			.run = run,
			.folder = folder,
			.began = g_get_real_time(),
			.started = g_get_monotonic_time(),
		},
		.machine = &machine,
	};
	struct measured *measured = &measurement.measured;
	g_autofree char *preparation = NULL;
	json_t *result = NULL;
	int err = sim_fork(sim, run, MACHINE_CLOSED, folder, &machine, &preparation);

	if (err)
		return err;
	err = await_result(&measurement, &result);
	measured->command = machine.argv;
	measured->cpu_seconds = machine_cpu_seconds(&machine);
	measured->ended = g_get_monotonic_time();
	if (!err) {
		*record = measured_record(sim->artefacts, measured, result);
		record_complete(*record, sim, run, preparation);
	}
	machine_end(&machine);
	return err;
}

int sim_run(void *state, const struct plan_run *run, const char *folder, json_t **record)
{
	int err = fs_make_folder(folder);

	return err ? err : measure(state, run, folder, record);
}
