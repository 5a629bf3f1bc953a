// SPDX-License-Identifier: GPL-2.0-or-later
/* Knobs: defaults, strict values, JSON there and back, what cannot work and what is unwise. */
#include "test.h"

#include "experiment/experiment.h"
#include "experiment/settings_check.h"
#include "settings/settings_program.h"
#include "util/fs.h"
#include "util/paths.h"

#include <errno.h>
#include <string.h>

#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)

static struct settings settings;

static int settings_begin(void **state)
{
	(void)state;
	settings_init(&settings);
	return 0;
}

static int settings_end(void **state)
{
	(void)state;
	settings_clear(&settings);
	return 0;
}

static int set(const char *name, const char *text)
{
	return settings_set(&settings, setting_find(name), text);
}

static void assert_refused(const char *name, const char *text)
{
	const struct setting *setting = setting_find(name);
	g_autofree char *before = settings_get(&settings, setting);
	g_autofree char *after = NULL;

	assert_int_equal(settings_set(&settings, setting, text), -EINVAL);
	assert_error_says(name);
	after = settings_get(&settings, setting);
	assert_string_equal(before, after);
}

static void the_defaults_are_the_published_sizes(void **state)
{
	(void)state;
	assert_int_equal(settings.vcpus, 4);
	assert_int_equal(settings.guest_memory, 2 * GIB);
	assert_int_equal(settings.container, 512 * MIB);
	assert_int_equal(settings.array, GIB);
	assert_int_equal(settings.faulting, 4);
	assert_int_equal(settings.working, 4);
	assert_int_equal(settings.seconds, 60);
	assert_int_equal(settings.read_latency, 8);
	assert_string_equal(settings.transparent_hugepage, "never");
	assert_string_equal(settings.cgroup, "v2");
	assert_true(settings.counters);
	assert_int_equal(settings_check(&settings, "master"), 0);
}

static void every_value_is_taken_back_as_text(void **state)
{
	struct settings other;

	(void)state;
	assert_int_equal(set("container", "none"), 0);
	assert_int_equal(set("guest_parameters", "no-kvmapf a=1.5"), 0);
	assert_int_equal(set("swap", "1234567890"), 0);
	assert_int_equal(set("beside", "/some/where"), 0);
	assert_int_equal(set("host_files", "a=/b,c=/d"), 0);
	assert_int_equal(set("workload", "/some/where/join -m 1G"), 0);
	settings_init(&other);
	for (const struct setting *row = setting_table; row->name; row++) {
		g_autofree char *text = settings_get(&settings, row);
		g_autofree char *again = NULL;

		assert_int_equal(settings_set(&other, row, text), 0);
		again = settings_get(&other, row);
		assert_string_equal(text, again);
	}
	assert_int_equal(other.swap, 1234567890);
	settings_clear(&other);
}

static void numbers_and_sizes_are_strict(void **state)
{
	static const char *const bad[] = { "",	  " 4",	    "4 ",	  "-1",
					   "+4",  "4.0",    "1e3",	  "four",
					   "0x4", "100000", "4294967300", "18446744073709551617" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_refused("vcpus", bad[i]);
	assert_refused("vcpus", "0");
	assert_refused("seconds", "");
	assert_refused("array", "1.5G");
	assert_refused("array", "1GB");
	assert_refused("array", "none");
	assert_refused("array", "");
	assert_refused("container", "nothing");
	assert_error_says("none");
	assert_refused("container", "0");
}

static void switches_choices_and_texts_are_strict(void **state)
{
	g_autofree char *long_text = g_strnfill(513, 'a');

	(void)state;
	assert_refused("counters", "1");
	assert_refused("counters", "yes");
	assert_refused("counters", "");
	assert_int_equal(set("counters", "false"), 0);
	assert_false(settings.counters);
	assert_refused("cgroup", "v3");
	assert_refused("cgroup", "");
	assert_refused("layout", "paded");
	assert_error_says("did you mean padded");
	assert_refused("guest_parameters", "a\nb");
	assert_refused("guest_parameters", "quiet -- -f 1");
	assert_refused("guest_parameters", "caf\303\251");
	assert_refused("host_parameters", long_text);
	assert_int_equal(set("host_parameters", "a=--b"), 0);
}

static void paths_and_files_are_strict(void **state)
{
	(void)state;
	assert_true(settings_have_guest(&settings));
	assert_int_equal(set("payload", "tests/storm"), 0);
	assert_false(settings_have_guest(&settings));
	assert_refused("payload", "");
	assert_refused("payload", "build/bm");
	assert_error_says("must not be named bm");
	assert_refused("payload", "caf\303");
	assert_int_equal(set("host_files", "a=/a,b=c=/lib/modules"), 0);
	assert_refused("host_files", "a");
	assert_error_says("SOURCE=/TARGET");
	assert_refused("host_files", "a=a");
	assert_refused("host_files", "=/a");
	assert_refused("host_files", "a=/");
	assert_refused("host_files", "a=/a,");
	assert_int_equal(set("host_files", ""), 0);
}

static void programs_are_strict(void **state)
{
	g_auto(GStrv) argv = NULL;
	g_autofree char *name = NULL;

	(void)state;
	assert_int_equal(set("workload", "x/join -m '1 G'  \"a\" $HOME"), 0);
	assert_int_equal(settings_program_argv(settings.workload, &argv), 0);
	assert_int_equal(g_strv_length(argv), 5);
	assert_string_equal(argv[0], "x/join");
	assert_string_equal(argv[2], "1 G");
	assert_string_equal(argv[4], "$HOME");
	name = settings_program_name(settings.workload);
	assert_string_equal(name, "join");
	assert_refused("workload", "join /data");
	assert_error_says("named by its path: ./join");
	assert_refused("workload", "./join 'a");
	assert_refused("workload", "/");
	assert_refused("workload", "x/");
	assert_refused("workload", "'./a'");
	assert_refused("workload", "./a=b");
	assert_error_says("a program's name");
	assert_refused("workload", "./..");
	assert_refused("workload", "./caf\303\251");
	assert_refused("workload", "./a b\nc");
}

static void json_has_no_folders_of_this_machine(void **state)
{
	json_t *json, *files;

	(void)state;
	set("workload", "/home/me/join -f /data 'x y'");
	set("guest_files", "/home/me/x=/bin/x");
	set("payload", "/home/me/storm");
	set("host_files", "/home/me/x.ko=/m/y.ko,sub/tree=/tree");
	json = settings_json(&settings, false);
	files = json_object_get(json, "host_files");
	assert_string_equal(json_string_value(json_object_get(json, "payload")), "storm");
	assert_string_equal(json_string_value(json_object_get(json, "beside")), "none");
	assert_string_equal(json_string_value(json_object_get(json, "workload")),
			    "./join -f /data 'x y'");
	assert_string_equal(
		json_string_value(json_array_get(json_object_get(json, "guest_files"), 0)),
		"x=/bin/x");
	assert_string_equal(json_string_value(json_array_get(files, 0)), "x.ko=/m/y.ko");
	assert_string_equal(json_string_value(json_array_get(files, 1)), "tree=/tree");
	json_decref(json);
}

static void a_payload_needs_no_room_for_a_guest(void **state)
{
	g_autoptr(GPtrArray) advice = NULL;

	(void)state;
	set("payload", "storm");
	set("host_memory", "1G");
	set("swap", "256M");
	set("seconds", "5");
	assert_int_equal(settings_check(&settings, "pv"), 0);
	advice = settings_advice(&settings);
	assert_int_equal(advice->len, 0);
	set("swap", "768M");
	assert_int_equal(settings_check(&settings, "pv"), -EINVAL);
	set("swap", "256M");
	set("beside", "other");
	assert_int_equal(settings_check(&settings, "pv"), -EINVAL);
	assert_error_says("beside");
}

/* Records without it, which are of the default, fit to the experiments of today. */
static void the_workload_is_said_only_if_it_is_not_the_default(void **state)
{
	json_t *json = settings_json(&settings, false);

	(void)state;
	assert_string_equal(settings.workload, "bm");
	assert_null(json_object_get(json, "workload"));
	assert_null(json_object_get(json, "guest_files"));
	json_decref(json);
	set("workload", "other");
	json = settings_json(&settings, false);
	assert_string_equal(json_string_value(json_object_get(json, "workload")), "other");
	json_decref(json);
	json = settings_json(&settings, true);
	assert_string_equal(json_string_value(json_object_get(json, "workload")), "other");
	json_decref(json);
	assert_int_equal(settings_check(&settings, "pv"), -EINVAL);
	assert_error_says("setup pv: there is no workload \"other\": known are bm");
}

static void a_preparation_has_what_differs_and_forks_may_not_change(void **state)
{
	json_t *json = settings_json(&settings, true);

	(void)state;
	assert_int_equal(json_object_size(json), 0);
	json_decref(json);
	set("seconds", "5");
	set("counters", "false");
	set("array", "256M");
	set("container", "none");
	set("vcpus", "4");
	json = settings_json(&settings, true);
	assert_int_equal(json_object_size(json), 2);
	assert_int_equal(json_integer_value(json_object_get(json, "array")), 256 << 20);
	assert_true(json_is_null(json_object_get(json, "container")));
	json_decref(json);
	json = settings_json(&settings, false);
	assert_int_equal(json_integer_value(json_object_get(json, "vcpus")), 4);
	assert_int_equal(json_integer_value(json_object_get(json, "seconds")), 5);
	json_decref(json);
}

static void copies_do_not_share_texts(void **state)
{
	struct settings copy;

	(void)state;
	settings_copy(&copy, &settings);
	set("cgroup", "v1");
	assert_string_equal(copy.cgroup, "v2");
	settings_clear(&copy);
}

static void assert_cannot_work(const char *name, const char *text, const char *word)
{
	g_autofree char *before = settings_get(&settings, setting_find(name));

	assert_int_equal(set(name, text), 0);
	assert_int_equal(settings_check(&settings, "pv"), -EINVAL);
	assert_error_says("setup pv");
	assert_error_says(name);
	assert_error_says(word);
	assert_int_equal(set(name, before), 0);
}

static void sizes_that_cannot_work_are_errors(void **state)
{
	(void)state;
	assert_cannot_work("array", "2G", "guest_memory");
	assert_cannot_work("array", "100G", "guest_memory");
	assert_cannot_work("swap", "512M", "too small");
	assert_cannot_work("host_memory", "3G", "too small");
	assert_cannot_work("interval", "61", "seconds");
}

static void turns_are_what_the_timer_can_do(void **state)
{
	(void)state;
	assert_cannot_work("turns", "1", "power of two");
	assert_cannot_work("turns", "1000", "power of two");
	assert_refused("turns", "16384");
	assert_int_equal(set("turns", "0"), 0);
	assert_int_equal(settings_check(&settings, "pv"), 0);
	assert_int_equal(set("turns", "2"), 0);
	assert_int_equal(settings_check(&settings, "pv"), 0);
}

static void bm_needs_a_thread(void **state)
{
	(void)state;
	assert_int_equal(set("faulting", "0"), 0);
	assert_int_equal(settings_check(&settings, "pv"), 0);
	assert_cannot_work("working", "0", "nothing to run");
	assert_int_equal(set("faulting", "1"), 0);
	assert_int_equal(set("working", "0"), 0);
	assert_int_equal(settings_check(&settings, "pv"), 0);
}

static void a_placement_gives_each_thread_a_vcpu(void **state)
{
	(void)state;
	assert_cannot_work("placement", "pair", "not free, pairs or a list");
	assert_cannot_work("placement", "0,1,2,3,0,1,2,", "not free, pairs or a list");
	assert_cannot_work("placement", "0,1,2,3,0,1,2,3 ", "not free, pairs or a list");
	assert_cannot_work("placement", "0,1,2,3,0,1,2,4", "no vCPU 4");
	assert_cannot_work("placement", "0,1,2,3", "4 vCPUs for 8 threads");
	assert_int_equal(set("placement", "1,1,2,3,0,1,2,3"), 0);
	assert_int_equal(settings_check(&settings, "pv"), 0);
	assert_int_equal(set("placement", "pairs"), 0);
	assert_int_equal(settings_check(&settings, "pv"), 0);
}

static void without_a_container_swap_may_be_small_and_memory_may_not(void **state)
{
	(void)state;
	set("container", "none");
	set("swap", "16M");
	set("host_memory", "3G");
	assert_int_equal(settings_check(&settings, "master"), 0);
	set("host_memory", "2G");
	assert_int_equal(settings_check(&settings, "master"), -EINVAL);
}

static void assert_advised(const char *name, const char *text)
{
	g_autofree char *before = settings_get(&settings, setting_find(name));
	g_autoptr(GPtrArray) advice = NULL;

	assert_int_equal(set(name, text), 0);
	advice = settings_advice(&settings);
	assert_int_equal(advice->len, 1);
	assert_non_null(strstr(advice->pdata[0], name));
	assert_int_equal(set(name, before), 0);
}

static void what_is_unwise_is_advised_against(void **state)
{
	g_autoptr(GPtrArray) advice = settings_advice(&settings);

	(void)state;
	assert_int_equal(advice->len, 0);
	assert_advised("host_cpus", "2");
	assert_advised("container", "3G");
	assert_advised("container", "1536M");
	assert_advised("seconds", "5");
	assert_advised("read_latency", "0");
	assert_advised("ballast", "false");
	assert_advised("transparent_hugepage", "always");
}

static void the_manual_in_docs_is_that_of_the_tables(void **state)
{
	g_autofree char *path = paths_data("docs/experiment-file.md");
	g_autofree char *manual = experiment_manual();
	g_autofree char *text = NULL;

	(void)state;
	assert_int_equal(fs_read(path, &text, NULL), 0);
	if (!strstr(text, manual))
		fail_msg("%s does not hold the tables; they are now:\n%s", path, manual);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_defaults_are_the_published_sizes),
		cmocka_unit_test(every_value_is_taken_back_as_text),
		cmocka_unit_test(numbers_and_sizes_are_strict),
		cmocka_unit_test(switches_choices_and_texts_are_strict),
		cmocka_unit_test(paths_and_files_are_strict),
		cmocka_unit_test(programs_are_strict),
		cmocka_unit_test(json_has_no_folders_of_this_machine),
		cmocka_unit_test(a_payload_needs_no_room_for_a_guest),
		cmocka_unit_test(the_workload_is_said_only_if_it_is_not_the_default),
		cmocka_unit_test(a_preparation_has_what_differs_and_forks_may_not_change),
		cmocka_unit_test(copies_do_not_share_texts),
		cmocka_unit_test(sizes_that_cannot_work_are_errors),
		cmocka_unit_test(turns_are_what_the_timer_can_do),
		cmocka_unit_test(bm_needs_a_thread),
		cmocka_unit_test(a_placement_gives_each_thread_a_vcpu),
		cmocka_unit_test(without_a_container_swap_may_be_small_and_memory_may_not),
		cmocka_unit_test(what_is_unwise_is_advised_against),
		cmocka_unit_test(the_manual_in_docs_is_that_of_the_tables),
	};
	struct CMUnitTest each[G_N_ELEMENTS(tests)];

	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
		each[i] = tests[i];
		each[i].setup_func = settings_begin;
		each[i].teardown_func = settings_end;
	}
	return cmocka_run_group_tests(each, NULL, NULL);
}
