// SPDX-License-Identifier: GPL-2.0-or-later
/* A testbed without machines: replays recorded runs, so that campaigns can be tested in seconds. */
#include "testbed/testbed.h"

#include "record/record.h"
#include "record/run_name.h"
#include "testbed/fake_script.h"
#include "testbed/fake_trace.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/scratch.h"
#include "util/text.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RECORDS_VARIABLE "APFBENCH_FAKE"
#define SCRIPT_VARIABLE	 "APFBENCH_FAKE_SCRIPT"
#define FAKE_MEMORY	 (UINT64_C(1) << 20)

struct fake {
	const struct artefacts *artefacts; /* without a setup: none is needed */
	char *records;			   /* folder of SETUP-bB-rR.json, measured runs only */
	struct fake_script *script;
	char *scratch; /* of this campaign, for its preparations; NULL unless it is open */
};

static int fake_read(struct fake *fake)
{
	const char *records = g_getenv(RECORDS_VARIABLE);
	int err;

	if (!records || !fs_exists(records))
		return error_set(ENOENT,
				 "testbed fake: %s names no folder of records to replay "
				 "(tests/fake/records of the source is one)",
				 RECORDS_VARIABLE);
	err = fake_script_read(g_getenv(SCRIPT_VARIABLE), &fake->script);
	if (err)
		return error_prefix(err, "%s", SCRIPT_VARIABLE);
	fake->records = g_strdup(records);
	return 0;
}

static void fake_free(struct fake *fake)
{
	fake_script_free(fake->script);
	g_free(fake->records);
	scratch_remove(fake->scratch);
	g_free(fake);
}

static char *prepared_folder(const struct fake *fake)
{
	return g_build_filename(fake->scratch, "preparations", NULL);
}

static void fake_close(void *state)
{
	fake_free(state);
}

/* Preparations are in a scratch folder of this process, which is swept if it is killed. */
static int fake_open(const struct experiment *experiment, const struct artefacts *artefacts,
		     void **state)
{
	struct fake *fake = g_new0(struct fake, 1);
	g_autofree char *folder = NULL;
	int err = fake_read(fake);

	(void)experiment;
	fake->artefacts = artefacts;
	if (!err)
		err = scratch_make(&fake->scratch);
	if (!err) {
		folder = prepared_folder(fake);
		err = fs_make_folder(folder);
	}
	if (err)
		fake_free(fake);
	else
		*state = fake;
	return err;
}

static int fake_probe(void)
{
	struct fake *fake = g_new0(struct fake, 1);
	int err = fake_read(fake);

	fake_free(fake);
	return err;
}

static uint64_t fake_memory(void *state, const struct setup *setup)
{
	(void)state, (void)setup;
	return FAKE_MEMORY;
}

static char *prepared_name(const struct plan_run *run)
{
	return g_strdup_printf("%s-%" PRIu64, run->setup->name, run->boot_seed);
}

static char *prepared_path(const struct fake *fake, const struct plan_run *run)
{
	g_autofree char *name = prepared_name(run), *folder = prepared_folder(fake);

	return g_build_filename(folder, name, NULL);
}

static bool fake_is_prepared(void *state, const struct plan_run *run)
{
	g_autofree char *path = prepared_path(state, run);

	return fs_exists(path);
}

/* Writes to the console when (monotonic us) something began and ended: tests read order and overlap
 * from it. */
static int console_add(const char *folder, const char *text)
{
	g_autofree char *path = g_build_filename(folder, "console.log", NULL);
	FILE *file = fopen(path, "ae");
	int err = 0;

	if (!file)
		return error_sys(errno, "%s: cannot write", path);
	if (fprintf(file, "[%" PRId64 "] %s\n", g_get_monotonic_time(), text) < 0)
		err = -errno;
	if (fclose(file) && !err)
		err = -errno;
	return err ? error_sys(-err, "%s: cannot write", path) : 0;
}

/* Hangs like a QEMU that is silent; its child and scratch folder must go with it. */
static void __attribute__((noreturn)) hang_for_ever(const char *folder)
{
	static const char *const sleeper[] = { "sleep", "1000", NULL };
	char *scratch = NULL;
	pid_t pid = 0;

	if (scratch_make(&scratch) || process_start(sleeper, NULL, &pid))
		abort();
	g_autofree char *text = g_strdup_printf("hangs; child %d; scratch %s", (int)pid, scratch);

	console_add(folder, text);
	for (;;)
		pause();
}

static int deed_do(enum fake_deed deed, const char *folder)
{
	switch (deed) {
	case FAKE_PANIC:
		console_add(folder, "Kernel panic - not syncing: fake");
		return error_fail(EPROTO, "host: Kernel panic", " - not syncing: fake");
	case FAKE_TIMEOUT:
		console_add(folder, "watchdog: nothing more");
		return error_fail(ETIMEDOUT, "host: hung",
				  ": no console output and no CPU progress");
	case FAKE_HANG:
		hang_for_ever(folder);
	case FAKE_FULL:
		return error_sys(ENOSPC, "%s: cannot write", folder);
	case FAKE_CRASH:
		signal(SIGABRT, SIG_DFL);
		abort();
	case FAKE_KILLED:
		raise(SIGKILL);
		break;
	case FAKE_REPLAY:
	case FAKE_QUIET:
	case FAKE_OTHER:
	case FAKE_LOST:
		break;
	}
	return 0;
}

/* Waits, then does its deed. */
static int name_act(const struct fake *fake, const char *name, const char *folder)
{
	int err = console_add(folder, "begin");

	if (!err) {
		g_usleep(fake_script_ms(fake->script, name) * 1000);
		err = deed_do(fake_script_deed(fake->script, name), folder);
	}
	if (!err)
		err = console_add(folder, "end");
	return err;
}

static int fake_prepare(void *state, const struct plan_run *run, const char *folder)
{
	g_autofree char *name = run_name_preparation(run->setup->name, run->boot);
	g_autofree char *path = prepared_path(state, run);
	int err = name_act(state, name, folder);

	return err ? err : fs_write_atomic(path, "", 0);
}

/* Chooses the run's own record, or one of its setup's by its number; what is swept has the same at
 * all places. */
static int record_choose(const struct fake *fake, const struct plan_run *run, json_t **record)
{
	const char *setup = run->setup->stem ? run->setup->stem : run->setup->name;
	g_autofree char *file = run_name_file(setup, run->boot, run->run, RUN_MEASURED);
	g_autofree char *exact = g_build_filename(fake->records, file, NULL);
	g_autofree char *prefix = g_strdup_printf("%s-b", setup);
	g_autoptr(GPtrArray) names = NULL, fit = g_ptr_array_new();
	int err;

	if (fs_exists(exact))
		return record_load(exact, record);
	err = fs_list(fake->records, &names);
	if (err)
		return err;
	for (guint i = 0; i < names->len; i++)
		if (g_str_has_prefix(names->pdata[i], prefix))
			g_ptr_array_add(fit, names->pdata[i]);
	if (!fit->len)
		return error_set(ENOENT, "%s: has no record of setup %s to replay", fake->records,
				 setup);
	g_autofree char *path =
		g_build_filename(fake->records, fit->pdata[(run->run - 1) % fit->len], NULL);

	return record_load(path, record);
}

/* Sets the counters of the mechanism to 0, as if async faults were off. */
static void record_quieten(json_t *determined)
{
	json_t *counters = json_object_get(json_object_get(determined, "result"), "counters");
	const char *key;
	json_t *value;

	json_object_foreach (counters, key, value)
		if (g_str_has_prefix(key, "async_"))
			json_object_set_new(counters, key, json_integer(0));
}

/* A made-up one: a vCPU, the ballast and two reasons to exit. */
static json_t *profile_make(void)
{
	return json_pack("{s:i, s:i, s:[{s:s, s:n, s:s, s:i}, {s:s, s:s, s:s, s:i}, "
			 "{s:s, s:s, s:s, s:i}], s:[{s:s, s:i, s:i}, {s:s, s:i, s:i}]}",
			 "hertz", 199, "lost", 0, "samples", "by", "ballast", "symbol", "module",
			 "init", "samples", 600, "by", "vcpus", "symbol", "svm_vcpu_run", "module",
			 "[kernel.kallsyms]", "samples", 300, "by", "vcpus", "symbol",
			 "do_syscall_64", "module", "[kernel.kallsyms]", "samples", 100, "exits",
			 "reason", "hlt", "count", 30, "ns", 90000000, "reason", "npf", "count", 10,
			 "ns", 250000);
}

/* Changes the recorded run into this one. */
static void record_adapt(json_t *record, const struct plan_run *run, enum fake_deed deed)
{
	json_t *determined = json_object_get(record, "determined");

	plan_run_describe(run, determined);
	if (run->kind == RUN_TRACED)
		fake_trace(json_object_get(determined, "result"), deed == FAKE_LOST);
	json_object_del(determined, "valid");
	json_object_del(determined, "invalid_reasons");
	json_object_del(determined, "notes");
	json_object_del(record, "circumstances");
	if (run->kind == RUN_PROFILED)
		json_object_set_new(json_object_get(determined, "result"), "profile",
				    profile_make());
	if (deed == FAKE_QUIET)
		record_quieten(determined);
	if (deed == FAKE_OTHER)
		json_object_set_new(json_object_get(determined, "inputs"), "host_kernel",
				    json_string("other"));
}

/* A new reference, or NULL: those of the record that is replayed. */
static json_t *inputs_made(const struct fake *fake, const struct plan_run *run)
{
	return fake->artefacts->setups->len
		       ? artefacts_describe(fake->artefacts,
					    artefacts_find_setup(fake->artefacts, run->setup))
		       : NULL;
}

/* Of the first record there is, its QEMU. */
static json_t *qemu_known(const struct fake *fake)
{
	json_t *inputs = json_object(), *record = NULL;
	g_autoptr(GPtrArray) names = NULL;

	fs_list(fake->records, &names);
	for (guint i = 0; !record && names && i < names->len; i++) {
		g_autofree char *path = g_build_filename(fake->records, names->pdata[i], NULL);

		if (run_name_is_file(names->pdata[i], NULL) && !record_load(path, &record))
			json_object_set(
				inputs, "qemu_outside",
				(json_t *)record_lookup(record, "determined.inputs.qemu_outside"));
	}
	json_decref(record);
	return inputs;
}

static json_t *fake_inputs(void *state, const struct plan_run *run)
{
	json_t *inputs = run ? inputs_made(state, run) : qemu_known(state), *record = NULL;

	if (!inputs && !record_choose(state, run, &record))
		inputs = json_incref((json_t *)record_lookup(record, "determined.inputs"));
	json_decref(record);
	return inputs ? inputs : json_object();
}

static int fake_run(void *state, const struct plan_run *run, const char *folder, json_t **record)
{
	const struct fake *fake = state;
	g_autofree char *name = run_name(run->setup->name, run->boot, run->run, run->kind);
	int err = name_act(fake, name, folder);
	json_t *inputs;

	if (!err && !fake_is_prepared(state, run))
		err = error_set(ENOENT, "%s: its preparation is gone", name);
	if (!err)
		err = record_choose(fake, run, record);
	if (!err)
		record_adapt(*record, run, fake_script_deed(fake->script, name));
	inputs = err ? NULL : inputs_made(fake, run);
	if (inputs)
		json_object_set_new(json_object_get(*record, "determined"), "inputs", inputs);
	return err;
}

static int fake_show(void *state, const struct plan_run *run, FILE *out)
{
	const struct fake *fake = state;

	text_line(out, "replay %s of %s", run->setup->name, fake->records);
	return 0;
}

/* Keeps only what the plan needs: the budget is 0. */
static int fake_trim(void *state, const GPtrArray *keep)
{
	const struct fake *fake = state;
	g_autoptr(GHashTable) needed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *folder = prepared_folder(fake);
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(folder, &names);

	for (guint i = 0; i < keep->len; i++)
		g_hash_table_add(needed, prepared_name(keep->pdata[i]));
	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
		g_autofree char *being_made = fs_temporary_of(names->pdata[i]);

		if (!being_made && !g_hash_table_contains(needed, names->pdata[i]) &&
		    unlink(path) < 0)
			err = error_sys(errno, "%s: cannot remove", path);
	}
	return err;
}

#define FAKE_MEMBERS                                                                          \
	.help = "replays recorded runs, for tests (" RECORDS_VARIABLE " names their folder)", \
	.probe = fake_probe, .open = fake_open, .close = fake_close, .inputs = fake_inputs,   \
	.memory = fake_memory, .is_prepared = fake_is_prepared, .prepare = fake_prepare,      \
	.run = fake_run, .show = fake_show, .trim = fake_trim

const struct testbed testbed_fake = { .name = "fake", FAKE_MEMBERS };

/* Its runs name kernels and images, which must be there. */
const struct testbed testbed_fake_built = {
	.name = "fake-built",
	.need = { .kernels = true },
	FAKE_MEMBERS,
};
