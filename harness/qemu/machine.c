// SPDX-License-Identifier: GPL-2.0-or-later
/* Starts and ends the outer machine. */
#include "qemu/machine.h"
#include "settings/description.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/scratch.h"
#include <errno.h>
#include <glib.h>
#include <string.h>
#include <unistd.h>

#define DUMP_TIMEOUT_MS	    5000
#define CONTROL_SOCKET_NAME "qmp"

static const char *const door_names[] = {
	[MACHINE_TERMINAL] = "terminal",
	[MACHINE_DEBUGGER] = "gdb",
};

int machine_open(struct machine *machine, enum machine_access access, const char *folder)
{
	int err;

	*machine = (struct machine){ .access = access };
	err = scratch_make(&machine->scratch);
	if (err)
		return err;
	machine->console = g_build_filename(folder, "console.log", NULL);
	machine->record = g_build_filename(folder, "record.raw", NULL);
	machine->description = g_build_filename(folder, "description.json", NULL);
	machine->log = g_build_filename(folder, "qemu.log", NULL);
	machine->control = g_build_filename(machine->scratch, CONTROL_SOCKET_NAME, NULL);
	if (door_names[access])
		machine->door = g_build_filename(machine->scratch, door_names[access], NULL);
	return 0;
}

/* Empties the files: QEMU opens the file of a serial port late, and what an earlier try left must
 * not be taken for the new output. */
static int write_files(const struct machine *machine, const char *description)
{
	g_autofree char *quoted = process_quote((const char *const *)machine->argv);
	g_autofree char *line = g_strconcat(quoted, "\n", NULL);
	int err;

	err = fs_write_atomic(machine->description, description, DESCRIPTION_SIZE);
	if (!err)
		err = fs_write_atomic(machine->console, "", 0);
	if (!err)
		err = fs_write_atomic(machine->record, "", 0);
	if (!err)
		err = fs_write_atomic(machine->log, line, strlen(line));
	return err;
}

int machine_start(struct machine *machine, char **argv, const char *description)
{
	const struct process_options options = { .log = machine->log,
						 .own_group = machine->access != MACHINE_CLOSED };
	int err;

	machine->argv = argv;
	err = write_files(machine, description);
	return err ? err : process_start((const char *const *)argv, &options, &machine->pid);
}

void machine_end(struct machine *machine)
{
	process_stop(machine->pid, 0);
	qmp_close(machine->monitor);
	scratch_remove(machine->scratch);
	g_strfreev(machine->argv);
	g_free(machine->control);
	g_free(machine->door);
	g_free(machine->console);
	g_free(machine->record);
	g_free(machine->description);
	g_free(machine->log);
	memset(machine, 0, sizeof(*machine));
}

double machine_cpu_seconds(const struct machine *machine)
{
	long ticks = machine->pid ? process_cpu_ticks(machine->pid) : 0;

	return ticks > 0 ? (double)ticks / (double)sysconf(_SC_CLK_TCK) : 0;
}

struct watched machine_watched(const struct machine *machine)
{
	return (struct watched){ machine->pid, machine->console, machine->log };
}

int machine_explain(const struct machine *machine)
{
	const struct watched watched = machine_watched(machine);

	return watch_end(&watched);
}

void machine_dump_registers(const struct machine *machine, const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "registers.txt", NULL);
	g_autofree char *registers = NULL;
	struct qmp *qmp = machine->monitor;
	char *why = error_keep();

	/* The monitor accepts one client at a time. */
	if (qmp || !qmp_open_child(machine->pid, machine->control, DUMP_TIMEOUT_MS, &qmp)) {
		qmp_set_timeout(qmp, DUMP_TIMEOUT_MS);
		if (!qmp_human(qmp, "info registers -a", &registers))
			fs_write_atomic(path, registers, strlen(registers));
		if (qmp != machine->monitor)
			qmp_close(qmp);
	}
	/* The error is still the hang. */
	error_restore(0, why);
}
