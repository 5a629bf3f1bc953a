// SPDX-License-Identifier: GPL-2.0-or-later
/* Starts and ends the outer machine, and waits for the moment in which it stands still. */
#include "qemu/machine.h"
#include "qemu/watch.h"
#include "record/description.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/scratch.h"
#include <errno.h>
#include <glib.h>
#include <string.h>
#include <unistd.h>

#define SETTLE_STEP_MS	    20
#define DUMP_TIMEOUT_MS	    5000
#define CONTROL_SOCKET_NAME "qmp"
#define LOCKSTEP_SAYS	    "lockstep is on"

/* The paths of all files of a machine, which are in the log folder but for the socket. */
static int choose_paths(struct machine *machine, const char *folder)
{
	int err;

	machine->console = g_build_filename(folder, "console.log", NULL);
	machine->record = g_build_filename(folder, "record.raw", NULL);
	machine->description = g_build_filename(folder, "description.json", NULL);
	machine->log = g_build_filename(folder, "qemu.log", NULL);
	err = scratch_make(&machine->scratch);
	if (!err)
		machine->control = g_build_filename(machine->scratch, CONTROL_SOCKET_NAME, NULL);
	return err;
}

/* Fresh files: QEMU opens a file for a serial port late, and what an earlier try left must not be
 * read as its. */
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

int machine_start(const struct machine_shape *shape, const struct qemu_program *qemu,
		  const char *kernel, const char *initrd, const char *description,
		  const char *folder, bool incoming, struct machine *machine)
{
	struct process_options options = { 0 };
	struct machine_paths paths;
	int err;

	memset(machine, 0, sizeof(*machine));
	machine->cpus = shape->cpus;
	err = choose_paths(machine, folder);
	if (err)
		goto end_machine;
	paths = (struct machine_paths){
		.preload = qemu->preload,
		.qemu = qemu->path,
		.kernel = kernel,
		.initrd = initrd,
		.description = machine->description,
		.console = machine->console,
		.record = machine->record,
		.control = machine->control,
	};
	machine->argv = machine_command(shape, &paths, incoming);
	err = write_files(machine, description);
	if (err)
		goto end_machine;
	options.log = machine->log;
	err = process_start((const char *const *)machine->argv, &options, &machine->pid);
	if (!err)
		return 0;
end_machine:
	machine_end(machine);
	return err;
}

void machine_end(struct machine *machine)
{
	process_stop(machine->pid, 0);
	qmp_close(machine->monitor);
	scratch_remove(machine->scratch);
	g_strfreev(machine->argv);
	g_free(machine->control);
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

int machine_settle(const struct machine *machine, unsigned int quiet_ms, unsigned int limit)
{
	const double begin = machine_cpu_seconds(machine);
	unsigned int quiet = 0;
	long ticks = -1, now;

	while (quiet < quiet_ms) {
		g_usleep(SETTLE_STEP_MS * 1000);
		if (process_has_ended(machine->pid))
			return machine_explain(machine);
		/* Time standing still is not enough: on a busy machine QEMU may be waiting for a
		 * CPU. */
		now = process_cpu_ticks(machine->pid);
		quiet = now == ticks && watch_is_asleep(machine->pid) ? quiet + SETTLE_STEP_MS : 0;
		ticks = now;
		if (machine_cpu_seconds(machine) - begin > limit)
			return error_fail(EPROTO,
					  "the host is prepared, but its CPUs do not stand still",
					  " after %u CPU seconds: does its kernel have the series "
					  "sim?",
					  limit);
	}
	return 0;
}

static unsigned int count_lines(const char *text, const char *word)
{
	unsigned int count = 0;

	for (text = strstr(text, word); text; text = strstr(text + 1, word))
		count++;
	return count;
}

int machine_check_halted(const struct machine *machine, struct qmp *qmp)
{
	g_autofree char *registers = NULL;
	unsigned int halted;
	int err;

	err = qmp_human(qmp, "info registers -a", &registers);
	if (err)
		return err;
	halted = count_lines(registers, "HLT=1");
	if (halted == machine->cpus && count_lines(registers, "CPU#") == machine->cpus)
		return 0;
	return error_fail(EPROTO, "not all CPUs of the quiesced host are halted", " (%u of %u)",
			  halted, (unsigned int)machine->cpus);
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

bool machine_in_lockstep(const struct machine *machine)
{
	g_autofree char *text = NULL;

	return !fs_read(machine->log, &text, NULL) && strstr(text, LOCKSTEP_SAYS);
}

void machine_dump_registers(const struct machine *machine, const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "registers.txt", NULL);
	g_autofree char *registers = NULL;
	struct qmp *qmp = machine->monitor;
	char *why = error_keep();

	/* The monitor has one client at a time. */
	if (qmp || !qmp_open_child(machine->pid, machine->control, DUMP_TIMEOUT_MS, &qmp)) {
		qmp_set_timeout(qmp, DUMP_TIMEOUT_MS);
		if (!qmp_human(qmp, "info registers -a", &registers))
			fs_write_atomic(path, registers, strlen(registers));
		if (qmp != machine->monitor)
			qmp_close(qmp);
	}
	/* What went wrong is still the hang. */
	error_restore(0, why);
}
