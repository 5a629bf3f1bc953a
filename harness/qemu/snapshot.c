// SPDX-License-Identifier: GPL-2.0-or-later
/* Saving and loading of quiesced machines by migration to and from a file, mapped to RAM. */
#include "qemu/snapshot.h"
#include "util/error.h"
#include "util/fs.h"
#include <errno.h>
#include <glib.h>
#include <string.h>

#define CONNECT_TIMEOUT_MS 30000
#define POLL_MS		   10
#define PATIENCE_MS	   300000	      /* without a byte moved */
#define LONGEST_STEP_US	   G_TIME_SPAN_SECOND /* of it between two looks */
#define BANDWIDTH	   (100LL << 30)      /* bytes a second: no limit */
#define FULL_DISK	   (64ULL << 20)

/* The structured form, since a path in a "file:" address may not hold every character. */
static json_t *file_channel(const char *path)
{
	return json_pack("{s:[{s:s, s:{s:s, s:s, s:i}}]}", "channels", "channel-type", "main",
			 "addr", "transport", "file", "filename", path, "offset", 0);
}

/*
 * announce-rounds=0: the announcement of a moved network card has a timer in real time, and icount
 * ends its slices at that deadline, so that two forks would differ.
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

/* 0 while it goes on, 1 when it is done, or its error. */
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
		return error_set(ENOSPC, "%s: the disk is full: free some, or see `apfbench prune`",
				 path);
	return error_set(EIO, "%s: QEMU's migration failed: %s", path,
			 reason ? reason : "no reason given");
}

/* Bytes that have been moved: to memory or from it, or allocated in the file. */
static uint64_t migration_progress(const json_t *answer, const char *path)
{
	const json_t *ram = json_object_get(answer, "ram");
	json_int_t moved = json_integer_value(json_object_get(ram, "transferred"));

	return (uint64_t)MAX(moved, 0) + fs_disk_usage(path);
}

int snapshot_wait(struct qmp *qmp, const char *path, unsigned int patience_ms)
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
		/* A longer step was a suspended machine or a stopped apfbench. */
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

static int save(struct qmp *qmp, const struct machine *machine, const char *path)
{
	int err = machine_check_halted(machine, qmp);

	if (!err)
		err = qmp_command(qmp, "stop", NULL, NULL);
	if (!err)
		err = set_migration(qmp);
	if (!err)
		err = qmp_command(qmp, "migrate", file_channel(path), NULL);
	if (!err)
		err = snapshot_wait(qmp, path, PATIENCE_MS);
	return err ? err : qmp_command(qmp, "quit", NULL, NULL);
}

int snapshot_save(const struct machine *machine, const char *path)
{
	struct qmp *qmp = NULL;
	int err = qmp_open_child(machine->pid, machine->control, CONNECT_TIMEOUT_MS, &qmp);

	if (!err)
		err = save(qmp, machine, path);
	qmp_close(qmp);
	return err == -ECONNRESET ? machine_explain(machine) : err;
}

/*
 * The NMI that wakes the host is there before the machine goes on: were it sent to a running one,
 * it would depend on real time how often QEMU's CPU thread had gone round the idle CPUs by then,
 * and which of them is the next. After "cont" the monitor is left alone, and open: QEMU's main
 * thread, too, runs timers whenever it wakes.
 */
int snapshot_load(struct machine *machine, const char *path)
{
	int err = qmp_open_child(machine->pid, machine->control, CONNECT_TIMEOUT_MS,
				 &machine->monitor);

	if (!err)
		err = set_migration(machine->monitor);
	if (!err)
		err = qmp_command(machine->monitor, "migrate-incoming", file_channel(path), NULL);
	if (!err)
		err = snapshot_wait(machine->monitor, path, PATIENCE_MS);
	if (!err)
		err = machine_check_halted(machine, machine->monitor);
	if (!err)
		err = qmp_human(machine->monitor, "nmi", NULL);
	if (!err)
		err = qmp_command(machine->monitor, "cont", NULL, NULL);
	return err == -ECONNRESET ? machine_explain(machine) : err;
}
