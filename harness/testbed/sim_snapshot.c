// SPDX-License-Identifier: GPL-2.0-or-later
/* Saves and loads quiesced machines by migration to and from a file (mapped-ram). */
#include "testbed/sim_snapshot.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include <errno.h>
#include <glib.h>
#include <string.h>

#define SETTLE_STEP_MS	   20
#define CONNECT_TIMEOUT_MS 30000
#define POLL_MS		   10
#define PATIENCE_MS	   300000	      /* without a byte moved */
#define LONGEST_STEP_US	   G_TIME_SPAN_SECOND /* counts, between two looks */
#define BANDWIDTH	   (100LL << 30)      /* bytes a second: no limit */
#define FULL_DISK	   (64ULL << 20)

int sim_settle(const struct machine *machine, unsigned int quiet_ms, unsigned int limit)
{
	const double begin = machine_cpu_seconds(machine);
	unsigned int quiet = 0;
	long ticks = -1, now;

	while (quiet < quiet_ms) {
		g_usleep(SETTLE_STEP_MS * 1000);
		if (process_has_ended(machine->pid))
			return machine_explain(machine);
		/* That no CPU time is used is not enough: on a busy machine QEMU may be waiting for
		 * a CPU. */
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

/* 0 if every CPU is halted, else -EPROTO. For a machine that is quiesced or stopped. */
static int check_halted(struct qmp *qmp, uint64_t cpus)
{
	g_autofree char *registers = NULL;
	unsigned int halted;
	int err;

	err = qmp_human(qmp, "info registers -a", &registers);
	if (err)
		return err;
	halted = count_lines(registers, "HLT=1");
	if (halted == cpus && count_lines(registers, "CPU#") == cpus)
		return 0;
	return error_fail(EPROTO, "not all CPUs of the quiesced host are halted", " (%u of %u)",
			  halted, (unsigned int)cpus);
}

/* In structured form: a path in a "file:" address cannot hold every character. */
static json_t *file_channel(const char *path)
{
	return json_pack("{s:[{s:s, s:{s:s, s:s, s:i}}]}", "channels", "channel-type", "main",
			 "addr", "transport", "file", "filename", path, "offset", 0);
}

/*
 * announce-rounds=0: announcing a moved network card uses a timer in real time, and icount ends its
 * slices at that deadline, so two forks would differ.
 */
static int set_migration(struct qmp *qmp)
{
	int err;

	err = qmp_command(qmp, "migrate-set-capabilities",
			  json_pack("{s:[{s:s, s:b}]}", "capabilities", "capability", "mapped-ram",
				    "state", 1),
			  NULL);
	if (err)
		return err;
	return qmp_command(qmp, "migrate-set-parameters",
			   json_pack("{s:i, s:I}", "announce-rounds", 0, "max-bandwidth",
				     (json_int_t)BANDWIDTH),
			   NULL);
}

/* 0 while it runs, 1 when it is done, or its error. */
static int migration_judge(const json_t *answer, const char *path)
{
	const char *status = json_string_value(json_object_get(answer, "status"));
	const char *reason = json_string_value(json_object_get(answer, "error-desc"));
	uint64_t space = 0;

	if (!status)
		return 0;
	if (!strcmp(status, "completed"))
		return 1;
	if (strcmp(status, "failed") && strcmp(status, "cancelled"))
		return 0;
	if (!fs_free_space(path, &space) && space < FULL_DISK)
		return error_set(
			ENOSPC,
			"%s: the disk is full: make room, for example with `apfbench prune`", path);
	return error_set(EIO, "%s: QEMU's migration failed: %s", path,
			 reason ? reason : "no reason given");
}

/* Bytes moved so far: to or from memory, or allocated in the file. */
static uint64_t migration_progress(const json_t *answer, const char *path)
{
	const json_t *ram = json_object_get(answer, "ram");
	json_int_t moved = json_integer_value(json_object_get(ram, "transferred"));

	return (uint64_t)MAX(moved, 0) + fs_disk_usage(path);
}

int sim_snapshot_wait(struct qmp *qmp, const char *path, unsigned int patience_ms)
{
	gint64 looked = g_get_monotonic_time(), idle_us = 0, now;
	uint64_t before = 0, progress;

	for (;;) {
		json_t *answer = NULL;
		int err = qmp_command(qmp, "query-migrate", NULL, &answer);

		if (!err)
			err = migration_judge(answer, path);
		progress = migration_progress(answer, path);
		json_decref(answer);
		if (err)
			return err < 0 ? err : 0;
		/* A longer step means a suspended machine or a stopped apfbench. */
		now = g_get_monotonic_time();
		idle_us = progress == before ? idle_us + MIN(now - looked, LONGEST_STEP_US) : 0;
		looked = now;
		before = progress;
		if (idle_us >= patience_ms * G_TIME_SPAN_MILLISECOND)
			return error_fail(ETIMEDOUT, "QEMU's migration hangs",
					  ": %s: nothing moved for %u s", path, patience_ms / 1000);
		g_usleep(POLL_MS * 1000);
	}
}

static int save(struct qmp *qmp, uint64_t cpus, const char *path)
{
	int err = check_halted(qmp, cpus);

	if (!err)
		err = qmp_command(qmp, "stop", NULL, NULL);
	if (!err)
		err = set_migration(qmp);
	if (!err)
		err = qmp_command(qmp, "migrate", file_channel(path), NULL);
	if (!err)
		err = sim_snapshot_wait(qmp, path, PATIENCE_MS);
	return err ? err : qmp_command(qmp, "quit", NULL, NULL);
}

int sim_snapshot_save(const struct machine *machine, uint64_t cpus, const char *path)
{
	struct qmp *qmp = NULL;
	int err = qmp_open_child(machine->pid, machine->control, CONNECT_TIMEOUT_MS, &qmp);

	if (!err)
		err = save(qmp, cpus, path);
	qmp_close(qmp);
	return err == -ECONNRESET ? machine_explain(machine) : err;
}

/*
 * Sends the NMI that wakes the host before the machine goes on. Sent to a running machine, real
 * time would decide how often QEMU's CPU thread has gone round the idle CPUs by then, and which of
 * them is next. After "cont" the monitor stays open and is not used: QEMU's main thread, too, runs
 * timers whenever it wakes.
 */
int sim_snapshot_load(struct machine *machine, uint64_t cpus, const char *path)
{
	int err = qmp_open_child(machine->pid, machine->control, CONNECT_TIMEOUT_MS,
				 &machine->monitor);

	if (!err)
		err = set_migration(machine->monitor);
	if (!err)
		err = qmp_command(machine->monitor, "migrate-incoming", file_channel(path), NULL);
	if (!err)
		err = sim_snapshot_wait(machine->monitor, path, PATIENCE_MS);
	if (!err)
		err = check_halted(machine->monitor, cpus);
	if (!err)
		err = qmp_human(machine->monitor, "nmi", NULL);
	if (!err && machine->access != MACHINE_DEBUGGER)
		err = qmp_command(machine->monitor, "cont", NULL, NULL);
	return err == -ECONNRESET ? machine_explain(machine) : err;
}
