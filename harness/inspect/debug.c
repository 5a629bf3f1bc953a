// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes a recorded run again, with gdb in charge of its host. */
#include "inspect/debug.h"

#include "campaign/campaign.h"
#include "inspect/stops.h"
#include "inspect/visit.h"
#include "record/record.h"
#include "record/repeat.h"
#include "testbed/measured.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/progress.h"
#include "util/text.h"
#include "verify/pass.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#define SUFFIX	".json"
#define LOOK_MS 200

/* The program and its command line; freed with the array. */
static GPtrArray *gdb_command(const char *socket, const char *place, const char *symbols)
{
	GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
	const char *const words[] = { "gdb", "-nx", "-ex", "set pagination off", "-ex", NULL };

	for (size_t i = 0; words[i]; i++)
		g_ptr_array_add(argv, g_strdup(words[i]));
	g_ptr_array_add(argv, g_strconcat("target remote ", socket, NULL));
	if (place) {
		g_ptr_array_add(argv, g_strdup("-ex"));
		g_ptr_array_add(argv, g_strconcat("hbreak ", place, NULL));
		g_ptr_array_add(argv, g_strdup("-ex"));
		g_ptr_array_add(argv, g_strdup("continue"));
	}
	g_ptr_array_add(argv, g_strdup(symbols));
	g_ptr_array_add(argv, NULL);
	return argv;
}

/* {"determined": {"result": ...}} without what goes to files of its own. */
static json_t *comparable(json_t *result)
{
	json_t *copy = json_copy(result);

	json_object_del(copy, "guest_console");
	json_object_del(copy, "profile");
	return json_pack("{s:{s:o}}", "determined", "result", copy);
}

/* How the host ended, against the record. */
static int result_print(const struct verify_run *run, const struct machine *machine)
{
	json_t *now, *first, *again;
	guint more;
	int err = measured_read(machine->record, &now);

	if (err)
		return machine_explain(machine);
	first = comparable(json_object_get(json_object_get(run->record, "determined"), "result"));
	again = comparable(now);
	g_autofree char *difference = repeat_difference(first, again, &more);

	if (difference)
		text_line(stdout, "%s: ended, and differs from its record: %s%s", run->name,
			  difference, more ? "; and more" : "");
	else
		text_line(stdout, "%s: ended as recorded, to the last digit", run->name);
	json_decref(first);
	json_decref(again);
	json_decref(now);
	return 0;
}

/* Until gdb, if it is ours, or else the host has ended. Ctrl-C is gdb's as long as that is ours. */
static int end_await(struct visit *visit, pid_t gdb)
{
	struct pollfd fd = { .fd = visit->interrupt.fd, .events = POLLIN };
	const pid_t watched = gdb ? gdb : visit->machine.pid;

	while (!process_has_ended(watched)) {
		int signum;

		if (poll(&fd, 1, LOOK_MS) < 0 && errno != EINTR)
			return error_sys(errno, "cannot wait for the host");
		signum = interrupt_taken(&visit->interrupt);
		if (signum && (!gdb || signum != SIGINT))
			return error_set(EINTR, "interrupted; the host has ended");
	}
	return 0;
}

static int gdb_run(struct visit *visit, const struct verify_run *run, const GPtrArray *argv)
{
	const struct process_options options = { .input = "/dev/stdin" };
	pid_t gdb = 0;
	int err = process_start((const char *const *)argv->pdata, &options, &gdb);

	if (!err)
		err = end_await(visit, gdb);
	process_stop(gdb, 0);
	if (err || !process_has_ended(visit->machine.pid))
		return err;
	return result_print(run, &visit->machine);
}

static int gdb_await(struct visit *visit, const struct verify_run *run, const GPtrArray *argv)
{
	g_autofree char *line = process_quote((const char *const *)argv->pdata);
	int err;

	text_line(stdout, "%s", line);
	fflush(stdout);
	err = end_await(visit, 0);
	return err ? err : result_print(run, &visit->machine);
}

static void stop_note(const char *name, const char *place, const char *line)
{
	if (place)
		progress_note("%s: recorded was: %s", name, line);
	else if (line)
		progress_note("%s: stands at its start, since this has no place: %s", name, line);
	else
		progress_note("%s: stands at its start", name);
}

/* A run begins behind its preparation. */
static int prepared_check(const struct verify_run *run)
{
	const json_t *reasons = record_lookup(run->record, "determined.invalid_reasons");
	const char *first = json_string_value(json_array_get(reasons, 0));

	return first && g_str_has_prefix(first, "preparation: ")
		       ? error_set(EINVAL, "%s: never began, so there is nothing to stop: %s",
				   run->name, first)
		       : 0;
}

static int run_debug(const struct pass *pass, const struct verify_run *run,
		     const struct debug_options *options)
{
	const struct artefact_kernel *host =
		artefacts_find_setup(pass->artefacts, run->run.setup)->host;
	const char *line = NULL;
	g_autofree char *place = options->start ? NULL : stops_place(run->record, &line);
	g_autofree char *symbols = NULL;
	struct visit visit;
	int err = kernel_symbols(host->spec->name, host->build.hash, &symbols);

	if (err)
		return err;
	pass_note_others(pass);
	err = visit_begin(&visit, pass->testbed, pass->state, &run->run, MACHINE_DEBUGGER);
	if (!err) {
		g_autoptr(GPtrArray) argv = gdb_command(visit.machine.door, place, symbols);

		stop_note(run->name, place, line);
		err = options->gdb ? gdb_run(&visit, run, argv) : gdb_await(&visit, run, argv);
	}
	return visit_end(&visit, err);
}

static int verify_debug(struct verify *verify, const struct debug_options *options)
{
	const struct verify_run *run = verify->runs->pdata[0];
	const struct testbed *testbed;
	struct pass pass;
	int err = prepared_check(run);

	if (!err)
		err = verify_testbed(verify, &testbed);
	if (!err)
		err = visit_check(testbed);
	if (err)
		return err;
	err = pass_open(&pass, verify, testbed, options->jobs);
	if (!err && run->verdict == VERIFY_CANNOT)
		err = error_set(ENOPKG, "%s: cannot be made again: %s", run->name, run->text);
	if (!err)
		err = run_debug(&pass, run, options);
	pass_close(&pass);
	return err;
}

/* The record's file. Free with g_free(). */
static char *record_path(const char *what)
{
	const char *slash = strrchr(what, '/');
	g_autofree char *campaign = NULL, *folder = NULL, *file = NULL;

	if (g_str_has_suffix(what, SUFFIX) || !slash || slash == what || !slash[1])
		return g_strdup(what);
	campaign = g_strndup(what, (gsize)(slash - what));
	folder = campaign_path(campaign);
	file = g_strconcat(slash + 1, SUFFIX, NULL);
	return g_build_filename(folder, "records", file, NULL);
}

int debug_record(const char *record, const struct debug_options *options)
{
	const struct verify_options none = { .runs = 1 };
	g_autofree char *path = record_path(record);
	struct verify *verify = NULL;
	int err;

	if (!g_str_has_suffix(path, SUFFIX))
		return error_set(EINVAL,
				 "%s: is neither CAMPAIGN/RUN, as in quick/pv-b1-r1, nor the file "
				 "of a record",
				 record);
	err = verify_open(path, &none, &verify);
	if (!err)
		err = verify_debug(verify, options);
	verify_free(verify);
	return err;
}
