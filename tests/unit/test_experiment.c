// SPDX-License-Identifier: GPL-2.0-or-later
/* Experiments: what is taken, what is refused and with which words, overrides, JSON. */
#include "experiment_file.h"

static void assert_override_refused(const char *override, const char *word)
{
	const char *const overrides[] = { override, NULL };
	struct experiment *experiment;

	assert_int_equal(load(GOOD, overrides, &experiment), -EINVAL);
	assert_error_says(word);
}

static void a_good_file_is_taken(void **state)
{
	struct experiment *experiment = load_good(GOOD, NULL);

	(void)state;
	assert_string_equal(experiment->name, "x");
	assert_string_equal(experiment->title, "T");
	assert_string_equal(experiment->testbed, "sim");
	assert_string_equal(experiment->baseline, "master");
	assert_null(experiment->reference);
	assert_int_equal(experiment->runs, 4);
	assert_int_equal(experiment->seed, 1);
	assert_int_equal(experiment->setups->len, 2);
	assert_int_equal(experiment_setup(experiment, "master")->settings.vcpus, 4);
	assert_int_equal(experiment_setup(experiment, "pv")->settings.vcpus, 2);
	assert_string_equal(experiment_kernel(experiment, "main")->series[0], "mainline");
	assert_null(experiment_kernel(experiment, "main")->series[1]);
	experiment_free(experiment);
}

static void boots_default_to_a_boot_for_each_run(void **state)
{
	static const char *const more[] = { "runs=7", NULL };
	struct experiment *experiment = load_good("runs = 3;\n" KERNELS SETUPS, more);

	(void)state;
	assert_int_equal(experiment->runs, 7);
	assert_int_equal(experiment->boots, 7);
	experiment_free(experiment);
}

static void unknown_keys_are_named_with_line_and_nearest(void **state)
{
	(void)state;
	assert_refused("runs = 1;\nbots = 1;\n" KERNELS SETUPS, "x.conf:2: ", "did you mean boots");
	assert_refused(HEAD "settings = {\n secnds = 1; };\n" KERNELS SETUPS,
		       "x.conf:5: ", "did you mean seconds");
	assert_refused(HEAD "kernels = { main = {\n  sorce = \"x\"; }; };\n" SETUPS,
		       "x.conf:5: ", "did you mean source");
	assert_refused(HEAD KERNELS "setups = (\n" SETUP("a", "expects = 1; ") ");",
		       "x.conf:9: ", "did you mean expect");
	assert_refused(HEAD KERNELS "setups = (" SETUP("a", "settings = {\n\n vcpu = 1; }; ") ");",
		       "x.conf:10: ", "did you mean vcpus");
	assert_refused("zzzzzz = 1;\n" GOOD, "x.conf:1: ", "known are title");
}

static void broken_syntax_has_a_line(void **state)
{
	(void)state;
	assert_refused(HEAD "kernels = {\n main = { source = \"a\"; ;\n", "x.conf:5: ", "syntax");
	assert_refused(HEAD "runs = 5;\n" KERNELS SETUPS, "x.conf:4: ", "duplicate");
	assert_refused("runs = ;\n" KERNELS SETUPS, "x.conf:1: ", "syntax");
	assert_refused("@include \"nothing.inc\"\n", "x.conf:1: ", "include");
}

static void an_empty_file_says_what_is_needed(void **state)
{
	(void)state;
	assert_refused("", "x.conf: ", "is empty");
	assert_refused("# only a comment\n", "x.conf: ", "is empty");
	assert_refused("boots = 1;\n", "x.conf:", "lacks \"runs\"");
	assert_refused(HEAD KERNELS, "x.conf:", "lacks \"setups\"");
	assert_refused(HEAD KERNELS "setups = ();\n", "x.conf:8: ", "is empty");
}

static void setups_need_kernels_that_are_there(void **state)
{
	(void)state;
	assert_refused(HEAD KERNELS "setups = ( { name = \"a\"; expect = \"any\"; } );",
		       "x.conf:8: ", "setup a lacks \"host\"");
	assert_refused(HEAD KERNELS "setups = ( { name = \"a\"; host = \"man\";\n"
				    "guest = \"main\"; expect = \"any\"; } );",
		       "x.conf:8: ", "did you mean main");
	assert_refused(HEAD KERNELS "setups = ( { name = \"a\"; host = \"main\";\n"
				    "guest = \"\"; expect = \"any\"; } );",
		       "x.conf:9: ", "guest: is empty");
	assert_refused(HEAD "kernels = { main = { source = \"x\"; }; };\n" SETUPS,
		       "x.conf:4: ", "kernel main lacks \"config\"");
}

static void names_and_expectations_are_checked(void **state)
{
	(void)state;
	assert_refused(HEAD KERNELS "setups = (\n" SETUP("a", "") ",\n" SETUP("a", "") ");",
		       "x.conf:10: ", "two setups named a");
	assert_refused(HEAD KERNELS "setups = (\n" SETUP("a.b", "") ");", "x.conf:9: ", "no name");
	assert_refused(HEAD KERNELS "setups = (\n" SETUP("a/b", "") ");", "x.conf:9: ", "no name");
	assert_refused(HEAD KERNELS "setups = ({ name = \"a\"; host = \"main\"; guest = \"main\"; "
				    "expect = \"asinc\"; });",
		       "x.conf:8: ", "did you mean async");
}

static void values_are_strictly_typed(void **state)
{
	(void)state;
	assert_refused("runs = \"4\";\n" KERNELS SETUPS, "x.conf:1: ", "whole number");
	assert_refused("runs = 4.0;\n" KERNELS SETUPS, "x.conf:1: ", "not a fraction");
	assert_refused("runs = 0;\n" KERNELS SETUPS, "x.conf:1: ", "from 1");
	assert_refused("runs = -1;\n" KERNELS SETUPS, "x.conf:1: ", "from 1");
	assert_refused("title = 1;\n" GOOD, "x.conf:", "");
	assert_refused("runs = 1; title = true;\n" KERNELS SETUPS, "x.conf:1: ", "not a switch");
	assert_refused(HEAD "settings = { seconds = \"10\"; };\n" KERNELS SETUPS,
		       "x.conf:4: ", "whole number");
	assert_refused(HEAD "settings = { array = \"\"; };\n" KERNELS SETUPS,
		       "x.conf:4: ", "array");
	assert_refused(HEAD "settings = { array = 1.5; };\n" KERNELS SETUPS, "x.conf:4: ", "size");
	assert_refused(HEAD "settings = { ballast = \"true\"; };\n" KERNELS SETUPS,
		       "x.conf:4: ", "without quotes");
	assert_refused(HEAD "settings = { cgroup = 2; };\n" KERNELS SETUPS, "x.conf:4: ", "text");
	assert_refused(HEAD "settings = [ 1 ];\n" KERNELS SETUPS, "x.conf:4: ", "group");
	assert_refused(HEAD KERNELS "setups = { a = 1; };\n", "x.conf:8: ", "list");
	assert_refused(HEAD KERNELS "setups = ( 1 );\n", "x.conf:8: ", "group");
	assert_refused(HEAD "kernels = { m = { source = \"x\"; config = \"base\"; }; };\n" SETUPS,
		       "x.conf:4: ", "list");
	assert_refused(HEAD "kernels = { m = { source = \"x\"; config = [ 1 ]; }; };\n" SETUPS,
		       "x.conf:4: ", "text");
}

static void long_integers_are_taken_as_sizes(void **state)
{
	struct experiment *experiment =
		load_good(HEAD "settings = { swap = 3221225472L; };\n" KERNELS SETUPS, NULL);

	(void)state;
	assert_int_equal(experiment_setup(experiment, "pv")->settings.swap, 3221225472);
	experiment_free(experiment);
}

static void files_are_relative_to_the_experiment_or_the_command_line(void **state)
{
	static const char *const text =
		HEAD "settings = { payload = \"tests/storm\";\n"
		     " host_files = [ \"x.ko=/x.ko\", \"/abs=/y\" ]; };\n" KERNELS SETUPS;
	static const char *const more[] = { "pv.payload=storm", "master.payload=bm", NULL };
	g_autofree char *payload = g_build_filename(folder, "tests/storm", NULL);
	g_autofree char *files = g_strdup_printf("%s/x.ko=/x.ko,/abs=/y", folder);
	struct experiment *experiment = load_good(text, NULL);

	(void)state;
	assert_string_equal(experiment_setup(experiment, "pv")->settings.payload, payload);
	assert_string_equal(experiment_setup(experiment, "pv")->settings.beside, "none");
	assert_string_equal(experiment_setup(experiment, "pv")->settings.host_files, files);
	experiment_free(experiment);
	experiment = load_good(text, more);
	assert_string_equal(experiment_setup(experiment, "pv")->settings.payload, "storm");
	assert_string_equal(experiment_setup(experiment, "master")->settings.payload, "bm");
	experiment_free(experiment);
	assert_refused(HEAD "settings = {\n host_files = \"a=/b\"; };\n" KERNELS SETUPS,
		       "x.conf:5: ", "a list");
	assert_refused(HEAD "settings = {\n host_files = [ \"a\" ]; };\n" KERNELS SETUPS,
		       "x.conf:5: ", "SOURCE=/TARGET");
	assert_refused(HEAD "settings = {\n payload = \"\"; };\n" KERNELS SETUPS,
		       "x.conf:5: ", "is empty");
}

static void what_the_whole_tells_is_checked(void **state)
{
	(void)state;
	assert_refused("runs = 1;\nboots = 2;\n" KERNELS SETUPS, "x.conf: ", "less than boots 2");
	assert_refused("baseline = \"mastr\";\n" GOOD, "x.conf: ", "did you mean master");
	assert_refused("seed = 4294967295L;\n" GOOD, "x.conf: ", "seed");
	assert_refused(HEAD "settings = { array = \"4G\"; };\n" KERNELS SETUPS,
		       "x.conf: ", "setup master: array 4G");
}

#define PLACED(x_of_a, rest)                                  \
	"axis = \"patches\";\n" HEAD KERNELS                  \
	"setups = (\n" SETUP("a", "line = \"L\"; x = " x_of_a \
				  "; ") ",\n" SETUP("b", rest) ",\n" SETUP("c", "") "\n);\n"

static void setups_can_lie_on_an_axis(void **state)
{
	struct experiment *experiment =
		load_good(PLACED("-2.5e-1", "line = \"L\"; x = 12; "), NULL);
	json_t *json = experiment_json(experiment), *axis = json_object_get(json, "axis");
	const struct setup *a = experiment_setup(experiment, "a");

	(void)state;
	assert_string_equal(experiment->axis, "patches");
	assert_string_equal(a->line, "L");
	assert_true(a->x == -0.25);
	assert_true(experiment_setup(experiment, "b")->x == 12);
	assert_null(experiment_setup(experiment, "c")->line);
	assert_string_equal(json_string_value(json_object_get(axis, "title")), "patches");
	axis = json_object_get(axis, "setups");
	assert_int_equal(json_object_size(axis), 2);
	axis = json_object_get(axis, "b");
	assert_string_equal(json_string_value(json_object_get(axis, "line")), "L");
	assert_true(json_number_value(json_object_get(axis, "x")) == 12);
	json_decref(json);
	experiment_free(experiment);
}

static void places_on_an_axis_are_whole_and_different(void **state)
{
	(void)state;
	assert_refused(PLACED("1", "line = \"L\"; "), "x.conf: ", "setup b: line and x");
	assert_refused(PLACED("1", "x = 1; "), "x.conf: ", "it lacks line");
	assert_refused(PLACED("1", "line = \"L\"; x = 1.0; "),
		       "x.conf: ", "setups a and b are at the same place");
	assert_refused(PLACED("1", "line = \"a\\\"b\"; x = 2; "), "x.conf: ", "quote");
	assert_refused(PLACED("\"1\"", ""), "x.conf:10: ", "must be a number");
	assert_refused("axis = \"patches\";\n" GOOD, "x.conf: ", "no setup has line and x");
	assert_refused(HEAD KERNELS "setups = (" SETUP("a", "line = \"L\"; x = 1; ") ");",
		       "x.conf: ", "no axis");
}

static void overrides_reach_all_setups_or_one(void **state)
{
	static const char *const overrides[] = { "runs=6",
						 "seconds=10",
						 "pv.vcpus=1",
						 "container=none",
						 "seed=9",
						 "pv.swap=1G",
						 "pv.guest_parameters=a.b=c=d",
						 NULL };
	struct experiment *experiment = load_good(GOOD, overrides);
	const struct setup *master = experiment_setup(experiment, "master");
	const struct setup *pv = experiment_setup(experiment, "pv");

	(void)state;
	assert_int_equal(experiment->runs, 6);
	assert_int_equal(experiment->seed, 9);
	assert_int_equal(master->settings.seconds, 10);
	assert_int_equal(pv->settings.seconds, 10);
	assert_int_equal(pv->settings.container, 0);
	assert_int_equal(master->settings.vcpus, 4);
	assert_int_equal(pv->settings.vcpus, 1);
	assert_int_equal(pv->settings.swap, 1 << 30);
	assert_string_equal(pv->settings.guest_parameters, "a.b=c=d");
	experiment_free(experiment);
}

static void overrides_are_as_strict_as_the_file(void **state)
{
	(void)state;
	assert_override_refused("seconds", "KEY=VALUE");
	assert_override_refused("=1", "KEY=VALUE");
	assert_override_refused(".vcpus=1", "KEY=VALUE");
	assert_override_refused("", "KEY=VALUE");
	assert_override_refused("secnds=1", "did you mean seconds");
	assert_override_refused("run=1", "did you mean runs");
	assert_override_refused("seconds=", "--set seconds");
	assert_override_refused("runs=1x", "--set runs");
	assert_override_refused("runs=1", "less than boots");
	assert_override_refused("setups=1", "group");
	assert_override_refused("title=", "empty");
	assert_override_refused("pvv.vcpus=1", "did you mean pv");
	assert_override_refused("pv.runs=1", "no setting \"runs\"");
	assert_override_refused("pv.vcpus=", "--set pv.vcpus");
}

static void an_override_that_a_setup_would_hide_is_refused(void **state)
{
	(void)state;
	assert_override_refused("vcpus=1", "--set pv.vcpus");
}

static void an_unknown_experiment_lists_what_there_is(void **state)
{
	struct experiment *experiment;

	(void)state;
	assert_int_equal(experiment_load("quik", NULL, &experiment), -EINVAL);
	assert_error_says("did you mean quick");
	assert_int_equal(experiment_load("/nonexistent/x.conf", NULL, &experiment), -ENOENT);
	assert_error_says("/nonexistent/x.conf");
}

static void all_experiments_of_the_project_load(void **state)
{
	g_autoptr(GPtrArray) names = NULL;

	(void)state;
	assert_int_equal(experiment_list(&names), 0);
	assert_true(names->len >= 4);
	for (guint i = 0; i < names->len; i++) {
		struct experiment *experiment;

		if (experiment_load(names->pdata[i], NULL, &experiment))
			fail_msg("%s", error_text());
		assert_true(experiment_has(experiment, experiment->baseline));
		experiment_free(experiment);
	}
}

static void guests_of_master_and_nonpv_are_equal(void **state)
{
	struct experiment *experiment;
	const struct setup *master, *nonpv;

	(void)state;
	assert_int_equal(experiment_load("published", NULL, &experiment), 0);
	master = experiment_setup(experiment, "master");
	nonpv = experiment_setup(experiment, "nonpv");
	assert_string_equal(master->guest_kernel, nonpv->guest_kernel);
	assert_string_equal(master->settings.guest_parameters, nonpv->settings.guest_parameters);
	assert_int_equal(experiment->runs, 10);
	assert_int_equal(experiment->boots, 10);
	assert_int_equal(master->settings.seconds, 60);
	experiment_free(experiment);
}

static json_t *json_of(const char *text, const char *const overrides[])
{
	struct experiment *experiment = load_good(text, overrides);
	json_t *json = experiment_json(experiment);

	experiment_free(experiment);
	return json;
}

static void assert_difference(const char *text, const char *const overrides[], const char *expected)
{
	json_t *old = json_of(GOOD, NULL), *now = json_of(text, overrides);
	g_autofree char *difference = experiment_difference(old, now);

	assert_string_equal(difference, expected);
	json_decref(old);
	json_decref(now);
}

static void differences_are_readable(void **state)
{
	static const char *const changes[] = { "runs=5", "pv.container=none", "master.cgroup=v1",
					       NULL };

	(void)state;
	assert_difference(GOOD, changes,
			  "runs: 4 -> 5\n"
			  "setups.master.settings.cgroup: \"v2\" -> \"v1\"\n"
			  "setups.pv.settings.container: 536870912 -> null\n");
}

static void what_decides_nothing_is_no_difference(void **state)
{
	static const char *const shown[] = { "title=other", "baseline=pv", "reference=r", NULL };

	(void)state;
	assert_difference(GOOD, NULL, "");
	assert_difference(GOOD, shown, "");
	assert_difference(
		HEAD
		"kernels = { unused = { source = \"a\"; config = [ \"b\" ]; };\n"
		"main = { source = \"linux-source-6.1\"; series = [ \"mainline\" ];\n"
		"config = [ \"base\" ]; }; };\n"
		"setups = (" SETUP("pv", "settings = { vcpus = 2; }; ") "," SETUP(
			"master", "settings = { vcpus = 4; }; ") ");\nbaseline = \"master\";\n",
		NULL, "");
}

static void moving_setups_on_an_axis_is_no_difference(void **state)
{
	json_t *plain = json_of(
		HEAD KERNELS "setups = (" SETUP("a", "") "," SETUP("b", "") "," SETUP("c", "") ");",
		NULL);
	json_t *old = json_of(PLACED("1", "line = \"L\"; x = 2; "), NULL);
	json_t *now = json_of(PLACED("3", ""), NULL);
	g_autofree char *moved = experiment_difference(old, now);
	g_autofree char *came = experiment_difference(plain, now);

	(void)state;
	assert_string_equal(moved, "");
	assert_string_equal(came, "");
	assert_null(json_object_get(plain, "axis"));
	json_decref(plain);
	json_decref(old);
	json_decref(now);
}

/* Its whole point is which prefix runs where. */
static void prefixes_check(const char *name, const guint *prefixes, guint count, bool preempt)
{
	struct experiment *experiment;

	assert_int_equal(experiment_load(name, NULL, &experiment), 0);
	assert_int_equal(experiment->setups->len, count);
	for (guint i = 0; i < count; i++) {
		const struct setup *setup = experiment->setups->pdata[i];
		const struct kernel_spec *host = experiment_kernel(experiment, setup->host_kernel);
		const struct kernel_spec *kernel =
			experiment_kernel(experiment, setup->guest_kernel);
		const guint patches = prefixes[i];
		g_autofree char *prefix = g_strdup_printf("apf:%u", patches);

		for (guint j = 0; j < 2; j++)
			assert_int_equal(g_strcmp0(host->series[j], kernel->series[j]), 0);
		assert_null(host->config[1]);
		assert_int_equal(kernel->config[1] != NULL, preempt);
		assert_string_equal(kernel->series[0], "baseline");
		if (patches > 0)
			assert_string_equal(kernel->series[1], prefix);
		else
			assert_null(kernel->series[1]);
		assert_string_equal(setup->expect, patches < 2	 ? "none"
						   : patches < 9 ? "nonpv"
								 : "pv");
		if (!preempt) {
			assert_true(setup->x == patches);
			assert_string_equal(setup->line, "PREEMPT_NONE");
		}
	}
	experiment_free(experiment);
}

static void the_series_is_measured_prefix_by_prefix(void **state)
{
	static const guint all[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
	static const guint preemptible[] = { 0, 9, 10, 11, 12 };

	(void)state;
	prefixes_check("series", all, G_N_ELEMENTS(all), false);
	prefixes_check("series-preempt", preemptible, G_N_ELEMENTS(preemptible), true);
}

static void setups_that_come_and_go_are_named(void **state)
{
	json_t *old = json_of(GOOD, NULL);
	json_t *now =
		json_of(HEAD KERNELS "setups = (" SETUP(
				"pv", "settings = { vcpus = 2; }; ") "," SETUP("extra", "") ");\n",
			NULL);
	g_autofree char *difference = experiment_difference(old, now);

	(void)state;
	assert_non_null(strstr(difference, "setups.master: {"));
	assert_non_null(strstr(difference, "-> (missing)"));
	assert_non_null(strstr(difference, "setups.extra: (missing) -> {"));
	assert_null(strstr(difference, "setups.pv"));
	json_decref(old);
	json_decref(now);
}

static GPtrArray *warnings;

static void warning_keep(const char *text)
{
	g_ptr_array_add(warnings, g_strdup(text));
}

static void advice_is_given_once_for_all_whom_it_concerns(void **state)
{
	static const char *const changes[] = { "seconds=5", "master.host_cpus=2", NULL };
	struct experiment *experiment = load_good(GOOD, changes);

	(void)state;
	warnings = g_ptr_array_new_with_free_func(g_free);
	experiment_advise(experiment, warning_keep);
	assert_int_equal(warnings->len, 2);
	assert_true(g_str_has_prefix(warnings->pdata[0], "setup master: host_cpus 2"));
	assert_true(g_str_has_prefix(warnings->pdata[1], "all setups: seconds 5"));
	g_ptr_array_unref(warnings);
	experiment_free(experiment);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_file_is_taken),
		cmocka_unit_test(boots_default_to_a_boot_for_each_run),
		cmocka_unit_test(unknown_keys_are_named_with_line_and_nearest),
		cmocka_unit_test(broken_syntax_has_a_line),
		cmocka_unit_test(an_empty_file_says_what_is_needed),
		cmocka_unit_test(setups_need_kernels_that_are_there),
		cmocka_unit_test(names_and_expectations_are_checked),
		cmocka_unit_test(values_are_strictly_typed),
		cmocka_unit_test(long_integers_are_taken_as_sizes),
		cmocka_unit_test(files_are_relative_to_the_experiment_or_the_command_line),
		cmocka_unit_test(what_the_whole_tells_is_checked),
		cmocka_unit_test(setups_can_lie_on_an_axis),
		cmocka_unit_test(places_on_an_axis_are_whole_and_different),
		cmocka_unit_test(overrides_reach_all_setups_or_one),
		cmocka_unit_test(overrides_are_as_strict_as_the_file),
		cmocka_unit_test(an_override_that_a_setup_would_hide_is_refused),
		cmocka_unit_test(an_unknown_experiment_lists_what_there_is),
		cmocka_unit_test(all_experiments_of_the_project_load),
		cmocka_unit_test(guests_of_master_and_nonpv_are_equal),
		cmocka_unit_test(differences_are_readable),
		cmocka_unit_test(what_decides_nothing_is_no_difference),
		cmocka_unit_test(moving_setups_on_an_axis_is_no_difference),
		cmocka_unit_test(the_series_is_measured_prefix_by_prefix),
		cmocka_unit_test(setups_that_come_and_go_are_named),
		cmocka_unit_test(advice_is_given_once_for_all_whom_it_concerns),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
