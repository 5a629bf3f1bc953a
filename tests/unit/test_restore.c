// SPDX-License-Identifier: GPL-2.0-or-later
/* Experiments read back from what a campaign keeps of them, which may be a stranger's. */
#include "experiment_file.h"

static json_t *json;

static int json_make(void **state)
{
	struct experiment *experiment;

	if (folder_make(state))
		return -1;
	experiment = load_good(GOOD, NULL);
	json = experiment_json(experiment);
	experiment_free(experiment);
	return 0;
}

static int json_remove(void **state)
{
	json_decref(json);
	return folder_remove(state);
}

#define JSON_TEST(name) cmocka_unit_test_setup_teardown(name, json_make, json_remove)

static void assert_restored(const char *what)
{
	g_autofree char *difference = NULL;
	struct experiment *experiment;
	json_t *again;

	if (experiment_restore(json, &experiment))
		fail_msg("%s: refused: %s", what, error_text());
	again = experiment_json(experiment);
	difference = experiment_difference(json, again);
	assert_string_equal(difference, "");
	assert_string_equal(experiment->name, json_string_value(json_object_get(json, "name")));
	json_decref(again);
	experiment_free(experiment);
}

static void assert_not_restored(const char *word)
{
	struct experiment *experiment;

	assert_int_equal(experiment_restore(json, &experiment), -EINVAL);
	assert_null(experiment);
	assert_error_says(word);
	assert_null(strstr(error_text(), "(null)"));
}

static json_t *setup_of(size_t index)
{
	return json_array_get(json_object_get(json, "setups"), index);
}

static void setting(const char *name, json_t *value)
{
	json_object_set_new(json_object_get(setup_of(0), "settings"), name, value);
}

static void every_experiment_that_comes_with_it_is_restored(void **state)
{
	g_autoptr(GPtrArray) names = NULL;

	(void)state;
	assert_int_equal(experiment_list(&names), 0);
	assert_true(names->len > 10);
	for (guint i = 0; i < names->len; i++) {
		struct experiment *experiment;

		assert_int_equal(experiment_load(names->pdata[i], NULL, &experiment), 0);
		json_decref(json);
		json = experiment_json(experiment);
		experiment_free(experiment);
		assert_restored(names->pdata[i]);
	}
}

/* So that --only finds them. */
static void setups_on_an_axis_keep_their_stems(void **state)
{
	static const char *const sweep[] = { "sweep.read_latency=1,2", NULL };
	struct experiment *experiment = load_good(GOOD, sweep), *again;

	(void)state;
	json_decref(json);
	json = experiment_json(experiment);
	experiment_free(experiment);
	assert_int_equal(experiment_restore(json, &again), 0);
	assert_string_equal(experiment_setup(again, "pv-2")->stem, "pv");
	assert_true(experiment_has(again, "master"));
	experiment_free(again);
}

static void values_of_every_type_are_restored(void **state)
{
	(void)state;
	setting("container", json_null());
	setting("host_parameters", json_string("a=\"b\" c=\\"));
	setting("host_files", json_pack("[s, s]", "modules=/modules", "x=/y"));
	setting("payload", json_string("storm"));
	setting("ballast", json_false());
	setting("seconds", json_integer(7));
	assert_restored("values");
}

/* As it was before there were these settings. */
static void settings_that_are_missing_have_their_defaults(void **state)
{
	(void)state;
	json_object_del(json_object_get(setup_of(0), "settings"), "turns");
	json_object_del(json_object_get(setup_of(0), "settings"), "placement");
	assert_restored("missing settings");
}

static void what_no_file_could_say_is_refused(void **state)
{
	(void)state;
	setting("vcpus", json_integer(99));
	assert_not_restored("vcpus");
	setting("vcpus", json_string("4"));
	assert_not_restored("vcpus: must be a whole number");
	setting("vcpus", json_null());
	assert_not_restored("vcpus: is null");
	setting("vcpus", json_object());
	assert_not_restored("vcpus");
	setting("vcpus", json_integer(4));
	setting("host_parameters", json_string("a\nb"));
	assert_not_restored("control character");
	setting("host_parameters", json_string(""));
	setting("warp", json_true());
	assert_not_restored("there is no setting \"warp\"");
}

/* Names become parts of paths. */
static void names_that_lead_elsewhere_are_refused(void **state)
{
	json_t *kernels = json_object_get(json, "kernels");

	(void)state;
	json_object_set_new(setup_of(0), "name", json_string("../x"));
	assert_not_restored("no name for a setup");
	json_object_set_new(setup_of(0), "name", json_string("master"));
	json_object_set(kernels, "../x", json_object_get(kernels, "main"));
	assert_not_restored("\"../x\" cannot be a name");
	json_object_del(kernels, "../x");
	json_object_set_new(json, "name", json_string("\x1b[31m"));
	assert_not_restored("control character");
}

static void another_form_is_refused(void **state)
{
	(void)state;
	json_object_set_new(json, "setups", json_object());
	assert_not_restored("setups: must be a list");
	json_object_set_new(json, "setups", json_pack("[[]]"));
	assert_not_restored("must be a group");
	json_object_set_new(json, "setups", json_array());
	assert_not_restored("setups: is empty");
	json_object_del(json, "setups");
	assert_not_restored("lacks \"setups\"");
	json_object_set_new(json, "runs", json_integer(0));
	assert_not_restored("runs");
	json_object_set_new(json, "schema_version", json_integer(2));
	assert_not_restored("of schema 2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		JSON_TEST(every_experiment_that_comes_with_it_is_restored),
		JSON_TEST(setups_on_an_axis_keep_their_stems),
		JSON_TEST(values_of_every_type_are_restored),
		JSON_TEST(settings_that_are_missing_have_their_defaults),
		JSON_TEST(what_no_file_could_say_is_refused),
		JSON_TEST(names_that_lead_elsewhere_are_refused),
		JSON_TEST(another_form_is_refused),
	};

	return cmocka_run_group_tests_name("restore", tests, NULL, NULL);
}
