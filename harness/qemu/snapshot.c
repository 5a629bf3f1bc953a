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
#define BANDWIDTH	   (100LL << 30) /* bytes a second: no limit */
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

static int wait_migration(struct qmp *qmp, const char *path)
{
	for (;;) {
		const char *status, *reason;
		json_t *answer = NULL;
		uint64_t space = 0;
		int err = qmp_command(qmp, "query-migrate", NULL, &answer);

		if (err)
			return err;
		status = json_string_value(json_object_get(answer, "status"));
		reason = json_string_value(json_object_get(answer, "error-desc"));
		if (status && !strcmp(status, "completed")) {
			json_decref(answer);
			return 0;
		}
		if (status && (!strcmp(status, "failed") || !strcmp(status, "cancelled"))) {
			if (!fs_free_space(path, &space) && space < FULL_DISK)
				err = error_set(ENOSPC,
						"%s: the disk is full: free some, or see "
						"`apfbench prune`",
						path);
			else
				err = error_set(EIO, "%s: QEMU's migration failed: %s", path,
						reason ? reason : "no reason given");
		}
		json_decref(answer);
		if (err)
			return err;
		g_usleep(POLL_MS * 1000);
	}
}

int snapshot_save(const struct machine *machine, const char *path)
{
	struct qmp *qmp = NULL;
	int err;

	err = qmp_open(machine->control, CONNECT_TIMEOUT_MS, &qmp);
	if (err)
		return err;
	err = machine_check_halted(machine, qmp);
	if (!err)
		err = qmp_command(qmp, "stop", NULL, NULL);
	if (!err)
		err = set_migration(qmp);
	if (!err)
		err = qmp_command(qmp, "migrate", file_channel(path), NULL);
	if (!err)
		err = wait_migration(qmp, path);
	if (!err)
		err = qmp_command(qmp, "quit", NULL, NULL);
	qmp_close(qmp);
	return err;
}

/*
 * The NMI that wakes the host is there before the machine goes on: were it sent to a running one,
 * it would depend on real time how often QEMU's CPU thread had gone round the idle CPUs by then,
 * and which of them is the next. After "cont" the monitor is left alone, and open: QEMU's main
 * thread, too, runs timers whenever it wakes.
 */
int snapshot_load(struct machine *machine, const char *path)
{
	int err = qmp_open(machine->control, CONNECT_TIMEOUT_MS, &machine->monitor);

	if (!err)
		err = set_migration(machine->monitor);
	if (!err)
		err = qmp_command(machine->monitor, "migrate-incoming", file_channel(path), NULL);
	if (!err)
		err = wait_migration(machine->monitor, path);
	if (!err)
		err = machine_check_halted(machine, machine->monitor);
	if (!err)
		err = qmp_human(machine->monitor, "nmi", NULL);
	if (!err)
		err = qmp_command(machine->monitor, "cont", NULL, NULL);
	return err;
}
