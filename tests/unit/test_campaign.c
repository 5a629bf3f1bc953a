// SPDX-License-Identifier: GPL-2.0-or-later
/* Campaigns: folder names, loading from files, which task comes next, and how long the rest takes.
 */
#include "test.h"

#include "campaign/campaign.h"
#include "record/record.h"
#include "schedule/estimate.h"
#include "schedule/folder.h"
#include "schedule/outcome.h"
#include "schedule/run.h"
#include "schedule/scheduler.h"
#include "schedule/task.h"
#include "util/fs.h"
#include "util/paths.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *made; /* everything of a test goes there */
static struct setup setups[] = { { .name = (char *)"master" }, { .name = (char *)"pv" } };

static int made_make(void **state)
{
	(void)state;
	made = g_dir_make_tmp("test-campaign-XXXXXX", NULL);
	paths_set_made(made);
	for (size_t i = 0; i < G_N_ELEMENTS(setups); i++)
		settings_init(&setups[i].settings);
	return made ? 0 : -1;
}

static int made_remove(void **state)
{
	int err = fs_remove_tree(made);

	(void)state;
	g_free(made);
	for (size_t i = 0; i < G_N_ELEMENTS(setups); i++)
		settings_clear(&setups[i].settings);
	return err;
}

/* The last part of the default folder. */
static char *folder_name(const char *experiment, const char *const overrides[])
{
	g_autofree char *folder = campaign_folder(experiment, overrides);
	g_autofree char *campaigns = g_build_filename(made, "campaigns", NULL);

	assert_true(g_str_has_prefix(folder, campaigns));
	return g_path_get_basename(folder);
}

static void assert_folder(const char *experiment, const char *const overrides[],
			  const char *expected)
{
	g_autofree char *name = folder_name(experiment, overrides);

	assert_string_equal(name, expected);
}

#define OVERRIDES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void folder_is_named_after_experiment(void **state)
{
	(void)state;
	assert_folder("quick", NULL, "quick");
	assert_folder("configs/quick.conf", NULL, "quick");
	assert_folder("./mine.conf", OVERRIDES("seed=2"), "mine,seed=2");
}

static void overrides_are_sorted_and_the_last_of_a_key_counts(void **state)
{
	(void)state;
	assert_folder("quick", OVERRIDES("seed=2", "runs=4"), "quick,runs=4,seed=2");
	assert_folder("quick", OVERRIDES("seed=2", "seed=3"), "quick,seed=3");
	assert_folder("quick", OVERRIDES("pv.vcpus=2", "vcpus=1"), "quick,pv.vcpus=2,vcpus=1");
}

static void unsafe_characters_do_not_reach_the_path(void **state)
{
	(void)state;
	assert_folder("quick", OVERRIDES("host_parameters=a b/../c"),
		      "quick,host_parameters=a%20b%2F..%2Fc");
	assert_folder("quick", OVERRIDES("a=1,b=2"), "quick,a=1%2Cb=2");
}

static void long_names_are_cut_and_stay_different(void **state)
{
	g_autofree char *one = g_strnfill(400, 'x'), *other = g_strdup(one);
	g_autofree char *first = NULL, *second = NULL;

	(void)state;
	other[399] = 'y';
	first = folder_name("quick", OVERRIDES(one));
	second = folder_name("quick", OVERRIDES(other));
	assert_true(strlen(first) <= 200);
	assert_string_not_equal(first, second);
}

/* overrides: NULL if the name says nothing. */
static void assert_says(const char *folder, const char *const overrides[])
{
	g_auto(GStrv) said = campaign_overrides(folder, "quick");

	if (!said != !overrides || (said && !g_strv_equal((const char *const *)said, overrides)))
		fail_msg("%s", folder);
}

static void a_folder_says_by_which_overrides_it_was_made(void **state)
{
	static const char *const odd[] = { "a=b/../\xff c,%41", "title=", NULL };
	g_autofree char *folder = campaign_folder("x/quick.conf", odd), *value = NULL;
	g_autofree char *below = g_strconcat(folder, "//", NULL);
	g_autofree char *longest = NULL;

	(void)state;
	assert_says(folder, odd);
	assert_says(below, odd);
	assert_says("/elsewhere/quick", OVERRIDES(NULL));
	assert_says("quick,runs=4,seed=2", OVERRIDES("runs=4", "seed=2"));
	value = g_strnfill(400, 'x');
	longest = campaign_folder("quick", OVERRIDES(value));
	assert_says(longest, NULL);
}

static void a_folder_of_another_name_says_nothing(void **state)
{
	(void)state;
	assert_says("results/linux", NULL);
	assert_says("quickly,seed=2", NULL);
	assert_says("quick,seed=2,runs=4", NULL); /* not in the order in which we write them */
	assert_says("quick,a b", NULL);
	assert_says("quick,a=%4", NULL);
	assert_says("quick,a=%41", NULL);
	assert_says("/", NULL);
}

/* A campaign of master and pv, in that order, in the default place. */
static char *campaign_make(const char *name)
{
	g_autofree char *folder = campaign_folder(name, NULL);
	g_autofree char *records = g_build_filename(folder, "records", NULL);
	g_autofree char *file = g_build_filename(folder, "experiment.json", NULL);
	static const char text[] = "{\"schema_version\": 1, \"name\": \"made\", \"title\": \"t\","
				   " \"testbed\": \"fake\", \"runs\": 0, \"boots\": 0,"
				   " \"boot_seed\": 1, \"seed\": 1, \"kernels\": {},"
				   " \"setups\": [{\"name\": \"pv\"}, {\"name\": \"master\"}]}\n";

	assert_int_equal(fs_make_folder(records), 0);
	assert_int_equal(fs_write_atomic(file, text, strlen(text)), 0);
	return g_steal_pointer(&folder);
}

static void record_put(const char *folder, const char *file, const char *setup, int boot, int run)
{
	g_autofree char *path = g_build_filename(folder, "records", file, NULL);
	json_t *record =
		json_pack("{s:i, s:{s:s, s:i, s:i, s:i, s:n, s:b, s:[s]}}", "schema_version",
			  RECORD_SCHEMA, "determined", "setup", setup, "boot", boot, "run", run,
			  "seed", run, "result", "valid", 0, "invalid_reasons", "for a test");

	assert_int_equal(record_save(path, record), 0);
	json_decref(record);
}

static void assert_record(const struct campaign *campaign, guint i, const char *setup, int boot,
			  int run)
{
	const json_t *record = campaign->records->pdata[i];
	double number;

	assert_string_equal(record_string(record, "determined.setup"), setup);
	assert_true(record_number(record, "determined.boot", &number));
	assert_int_equal((int)number, boot);
	assert_true(record_number(record, "determined.run", &number));
	assert_int_equal((int)number, run);
}

static void records_come_by_setup_boot_and_run(void **state)
{
	g_autofree char *folder = campaign_make("sorted");
	struct campaign *campaign;

	(void)state;
	record_put(folder, "master-b1-r1.json", "master", 1, 1);
	record_put(folder, "pv-b10-r10.json", "pv", 10, 10);
	record_put(folder, "pv-b2-r3.json", "pv", 2, 3);
	record_put(folder, "pv-b2-r2.json", "pv", 2, 2);
	assert_int_equal(campaign_load(folder, &campaign), 0);
	assert_int_equal(campaign->records->len, 4);
	assert_record(campaign, 0, "pv", 2, 2);
	assert_record(campaign, 1, "pv", 2, 3);
	assert_record(campaign, 2, "pv", 10, 10);
	assert_record(campaign, 3, "master", 1, 1);
	campaign_free(campaign);
}

static void campaign_is_found_by_its_name(void **state)
{
	g_autofree char *folder = campaign_make("by-name");
	struct campaign *campaign;

	(void)state;
	assert_int_equal(campaign_load("by-name", &campaign), 0);
	assert_string_equal(campaign->folder, folder);
	assert_int_equal(campaign->records->len, 0);
	campaign_free(campaign);
}

static void a_name_is_looked_for_in_one_place_only(void **state)
{
	g_autofree char *path = campaign_path("by-name");
	g_autofree char *folder = campaign_folder("by-name", NULL);
	g_autofree char *other = campaign_path("./by-name");

	(void)state;
	assert_string_equal(path, folder);
	assert_string_equal(other, "./by-name");
}

static void folders_that_are_no_campaign_are_not_listed(void **state)
{
	g_autofree char *stranger = g_build_filename(made, "campaigns", "stranger", NULL);
	g_autoptr(GPtrArray) names = NULL;

	(void)state;
	g_free(campaign_make("listed"));
	assert_int_equal(fs_make_folder(stranger), 0);
	assert_int_equal(campaign_list(&names), 0);
	assert_true(g_ptr_array_find_with_equal_func(names, "listed", g_str_equal, NULL));
	assert_false(g_ptr_array_find_with_equal_func(names, "stranger", g_str_equal, NULL));
}

static void unknown_campaign_lists_those_that_are_there(void **state)
{
	struct campaign *campaign;

	(void)state;
	g_free(campaign_make("known"));
	assert_int_equal(campaign_load("nonesuch", &campaign), -ENOENT);
	assert_null(campaign);
	assert_error_says("nonesuch");
	assert_error_says("known");
}

static void record_under_a_wrong_name_is_refused(void **state)
{
	g_autofree char *folder = campaign_make("misnamed");
	struct campaign *campaign;

	(void)state;
	record_put(folder, "pv-b1-r1.json", "pv", 1, 2);
	assert_int_equal(campaign_load(folder, &campaign), -EINVAL);
	assert_error_says("pv-b1-r1.json");
	assert_error_says("pv-b1-r2.json");
}

static void half_written_record_is_passed_over(void **state)
{
	g_autofree char *folder = campaign_make("half");
	g_autofree char *path = g_build_filename(folder, "records", "pv-b1-r1.json.tmp", NULL);
	struct campaign *campaign;

	(void)state;
	assert_int_equal(fs_write_atomic(path, "{", 1), 0);
	assert_int_equal(campaign_load(folder, &campaign), 0);
	assert_int_equal(campaign->records->len, 0);
	campaign_free(campaign);
}

static void what_others_put_beside_records_is_passed_over(void **state)
{
	static const char *const strangers[] = { "._pv-b2-r2.json", "notes.json", ".DS_Store" };
	g_autofree char *folder = campaign_make("shared");
	g_autofree char *fifo = g_build_filename(folder, "records", "fifo.json", NULL);
	struct campaign *campaign;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(strangers); i++) {
		g_autofree char *path = g_build_filename(folder, "records", strangers[i], NULL);

		assert_int_equal(fs_write_atomic(path, "\0\5\026\7", 4), 0);
	}
	record_put(folder, "pv-b1-r1.json", "pv", 1, 1);
	assert_int_equal(mkfifo(fifo, 0666), 0);
	assert_int_equal(campaign_load(folder, &campaign), 0);
	assert_int_equal(campaign->records->len, 1);
	campaign_free(campaign);
}

static void a_fifo_in_a_records_place_is_named(void **state)
{
	g_autofree char *folder = campaign_make("fifo");
	g_autofree char *fifo = g_build_filename(folder, "records", "pv-b1-r1.json", NULL);
	struct campaign *campaign;

	(void)state;
	assert_int_equal(mkfifo(fifo, 0666), 0);
	assert_int_equal(campaign_load(folder, &campaign), -EINVAL);
	assert_error_says("pv-b1-r1.json: is not a regular file");
}

static void another_programs_experiment_is_no_campaign(void **state)
{
	g_autofree char *folder = campaign_make("foreign");
	g_autofree char *file = g_build_filename(folder, "experiment.json", NULL);
	struct campaign *campaign;

	(void)state;
	assert_int_equal(fs_write_atomic(file, "{\"name\": \"x\"}", 13), 0);
	assert_int_equal(campaign_load(folder, &campaign), -EINVAL);
	assert_error_says("experiment.json: is not what apfbench writes");
}

static void broken_record_is_named(void **state)
{
	g_autofree char *folder = campaign_make("broken");
	g_autofree char *path = g_build_filename(folder, "records", "pv-b1-r1.json", NULL);
	struct campaign *campaign;

	(void)state;
	assert_int_equal(fs_write_atomic(path, "{", 1), 0);
	assert_int_equal(campaign_load(folder, &campaign), -EINVAL);
	assert_error_says("pv-b1-r1.json");
}

/* Two setups of one boot with two runs each, for what is said of them. */
static struct plan_run runs[] = {
	{ &setups[0], 1, 1, 1, 1, RUN_MEASURED },
	{ &setups[0], 1, 1, 2, 2, RUN_MEASURED },
	{ &setups[1], 1, 1, 1, 1, RUN_MEASURED },
	{ &setups[1], 1, 1, 2, 2, RUN_MEASURED },
};

static void valid_run_is_told_with_work_and_accesses(void **state)
{
	json_t *record = json_pack("{s:{s:{s:I, s:{s:[{s:i}, {s:i}]}}, s:b}}", "determined",
				   "result", "work", (json_int_t)5472000000, "bm", "faulting",
				   "accesses", 14600, "accesses", 15000, "valid", 1);
	g_autofree char *text = outcome_text(record);

	(void)state;
	assert_string_equal(text, "work 5472 M, 29.6 k accesses");
	json_decref(record);
}

static void run_of_a_payload_is_told_with_its_tests(void **state)
{
	json_t *record = json_pack("{s:{s:{s:{s:s}}, s:b}}", "determined", "result", "payload",
				   "output", "ok 1\nok 2\nok 3 # skip\n# ok\n", "valid", 1);
	g_autofree char *text = outcome_text(record);

	(void)state;
	assert_string_equal(text, "2 passed, 0 failed, 1 skipped");
	json_decref(record);
}

static void invalid_run_is_told_with_its_reasons(void **state)
{
	json_t *record = json_pack("{s:{s:b, s:[s, s]}}", "determined", "valid", 0,
				   "invalid_reasons", "one", "two");
	g_autofree char *text = outcome_text(record);

	(void)state;
	assert_string_equal(text, "INVALID: one; two");
	json_decref(record);
}

/* One larger than any machine; -EPROTO becomes an invalid record. */
static uint64_t memory_vast(void *state, const struct setup *setup)
{
	(void)state, (void)setup;
	return UINT64_C(1) << 60;
}

/* Leaves the file "overlap" when another one goes at the same time. */
static int run_alone(void *state, const struct plan_run *run, const char *folder, json_t **record)
{
	g_autofree char *busy = g_build_filename(made, "busy", NULL);
	g_autofree char *overlap = g_build_filename(made, "overlap", NULL);

	(void)state, (void)run, (void)folder, (void)record;
	if (fs_exists(busy))
		fs_write_atomic(overlap, "", 0);
	fs_write_atomic(busy, "", 0);
	g_usleep(30000);
	unlink(busy);
	return error_fail(EPROTO, "for a test", "%s", "");
}

static json_t *inputs_none(void *state, const struct plan_run *run)
{
	(void)state, (void)run;
	return json_object();
}

static void jobs_are_a_bound_and_memory_another(void **state)
{
	static const struct testbed vast = { .memory = memory_vast,
					     .inputs = inputs_none,
					     .run = run_alone };
	static const struct experiment experiment = { .name = (char *)"vast" };
	g_autofree char *path = campaign_make("vast");
	g_autofree char *overlap = g_build_filename(made, "overlap", NULL);
	const struct folder folder = { path, -1 };
	g_autoptr(GPtrArray) plan = g_ptr_array_new();
	struct schedule schedule = { .experiment = &experiment,
				     .testbed = &vast,
				     .folder = &folder,
				     .missing = plan,
				     .total = G_N_ELEMENTS(runs),
				     .jobs = 4 };
	struct schedule_result result;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(runs); i++)
		g_ptr_array_add(plan, &runs[i]);
	assert_int_equal(peers_load(path, &schedule.peers), 0);
	assert_int_equal(scheduler_run(&schedule, &result), 0);
	assert_int_equal(result.made, G_N_ELEMENTS(runs));
	assert_false(fs_exists(overlap));
	peers_free(schedule.peers);
}

static void a_failed_run_has_its_class_as_reason_and_the_text_apart(void **state)
{
	g_autofree char *folder = campaign_make("failed");
	g_autofree char *path = g_build_filename(folder, "records", "pv-b1-r2.json", NULL);
	struct outcome_failure failure;
	json_t *record = NULL;
	const json_t *reasons;

	(void)state;
	error_fail(EPROTO, "the host gave up: no bm", "; its console ended with:\n%s", "Oops");
	outcome_failure_take(&failure, "preparation: ", json_pack("{s:s}", "host_kernel", "1"));
	assert_int_equal(outcome_save_failure(folder, &runs[3], &failure, folder, 1, 2), 0);
	outcome_failure_clear(&failure);
	assert_int_equal(record_load(path, &record), 0);
	reasons = record_lookup(record, "determined.invalid_reasons");
	assert_int_equal(json_array_size(reasons), 1);
	assert_string_equal(json_string_value(json_array_get(reasons, 0)),
			    "preparation: the host gave up: no bm");
	assert_string_equal(record_string(record, "determined.inputs.host_kernel"), "1");
	assert_string_equal(record_string(record, "circumstances.failure"),
			    "preparation: the host gave up: no bm; its console ended with:\nOops");
	json_decref(record);
}

/* What differs from machine to machine is no reason. */
static void a_failure_without_a_class_keeps_its_text_out_of_the_reasons(void **state)
{
	struct outcome_failure failure;

	(void)state;
	error_set(EPROTO, "took 3.5 s, see /tmp/x");
	outcome_failure_take(&failure, "", json_object());
	assert_string_equal(failure.class, "the host or guest failed");
	assert_string_equal(failure.text, "took 3.5 s, see /tmp/x");
	outcome_failure_clear(&failure);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folder_is_named_after_experiment),
		cmocka_unit_test(overrides_are_sorted_and_the_last_of_a_key_counts),
		cmocka_unit_test(unsafe_characters_do_not_reach_the_path),
		cmocka_unit_test(long_names_are_cut_and_stay_different),
		cmocka_unit_test(a_folder_says_by_which_overrides_it_was_made),
		cmocka_unit_test(a_folder_of_another_name_says_nothing),
		cmocka_unit_test(records_come_by_setup_boot_and_run),
		cmocka_unit_test(campaign_is_found_by_its_name),
		cmocka_unit_test(a_name_is_looked_for_in_one_place_only),
		cmocka_unit_test(folders_that_are_no_campaign_are_not_listed),
		cmocka_unit_test(unknown_campaign_lists_those_that_are_there),
		cmocka_unit_test(record_under_a_wrong_name_is_refused),
		cmocka_unit_test(half_written_record_is_passed_over),
		cmocka_unit_test(broken_record_is_named),
		cmocka_unit_test(what_others_put_beside_records_is_passed_over),
		cmocka_unit_test(a_fifo_in_a_records_place_is_named),
		cmocka_unit_test(another_programs_experiment_is_no_campaign),
		cmocka_unit_test(jobs_are_a_bound_and_memory_another),
		cmocka_unit_test(valid_run_is_told_with_work_and_accesses),
		cmocka_unit_test(run_of_a_payload_is_told_with_its_tests),
		cmocka_unit_test(invalid_run_is_told_with_its_reasons),
		cmocka_unit_test(a_failed_run_has_its_class_as_reason_and_the_text_apart),
		cmocka_unit_test(a_failure_without_a_class_keeps_its_text_out_of_the_reasons),
	};

	return cmocka_run_group_tests(tests, made_make, made_remove);
}
