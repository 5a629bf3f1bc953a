// SPDX-License-Identifier: GPL-2.0-or-later
/* Sweeps: the setups that they make, their names, and what is refused. */
#include "experiment_file.h"

#include "experiment/part.h"

#include <inttypes.h>

static void assert_override_refused(const char *override, const char *word)
{
	const char *const overrides[] = { override, NULL };
	struct experiment *experiment;

	assert_int_equal(load(GOOD, overrides, &experiment), -EINVAL);
	assert_error_says(word);
}

#define SWEPT(sweep) "sweep = {\n" sweep "\n};\n" GOOD

static void assert_setup(const struct experiment *experiment, guint place, const char *name,
			 const char *line, double x)
{
	const struct setup *setup = experiment->setups->pdata[place];

	assert_string_equal(setup->name, name);
	assert_string_equal(setup->line, line);
	assert_true(setup->x == x);
}

static void a_sweep_makes_all_setups_at_each_value(void **state)
{
	static const char *const more[] = { "seconds=10", "pv.cgroup=v1", "pv-8.vcpus=1", NULL };
	struct experiment *experiment = load_good(SWEPT("read_latency = [2, 8];"), more);
	const struct setup *pv = experiment_setup(experiment, "pv-8");

	(void)state;
	assert_int_equal(experiment->setups->len, 4);
	assert_setup(experiment, 0, "master-2", "master", 2);
	assert_setup(experiment, 1, "pv-2", "pv", 2);
	assert_setup(experiment, 2, "master-8", "master", 8);
	assert_setup(experiment, 3, "pv-8", "pv", 8);
	assert_string_equal(experiment->baseline, "master");
	assert_string_equal(experiment->axis, "delay of each read from the swap device, ms");
	assert_string_equal(pv->stem, "pv");
	assert_string_equal(pv->place, "8");
	assert_string_equal(pv->host_kernel, "main");
	assert_string_equal(pv->expect, "any");
	assert_int_equal(pv->settings.read_latency, 8);
	assert_int_equal(pv->settings.seconds, 10);
	assert_string_equal(pv->settings.cgroup, "v1");
	assert_int_equal(pv->settings.vcpus, 1);
	assert_int_equal(experiment_setup(experiment, "pv-2")->settings.vcpus, 2);
	assert_int_equal(experiment_setup(experiment, "master-2")->settings.read_latency, 2);
	assert_null(experiment_setup(experiment, "pv"));
	assert_true(experiment_has(experiment, "pv"));
	experiment_free(experiment);
}

static void two_keys_make_a_grid(void **state)
{
	struct experiment *experiment =
		load_good("axis = \"ms\";\n" SWEPT("read_latency = [2, 8];\n"
						   "placement = [\"pairs\", \"0,0,0,0,1,1,1,1\"];"),
			  NULL);
	const struct setup *pv = experiment_setup(experiment, "pv-0-0-0-0-1-1-1-1-8");

	(void)state;
	assert_string_equal(experiment->axis, "ms");
	assert_int_equal(experiment->setups->len, 8);
	assert_setup(experiment, 0, "master-pairs-2", "master, placement pairs", 2);
	assert_setup(experiment, 1, "pv-pairs-2", "pv, placement pairs", 2);
	assert_setup(experiment, 3, "pv-pairs-8", "pv, placement pairs", 8);
	assert_setup(experiment, 7, "pv-0-0-0-0-1-1-1-1-8", "pv, placement 0,0,0,0,1,1,1,1", 8);
	assert_string_equal(pv->place, "0-0-0-0-1-1-1-1-8");
	assert_string_equal(pv->settings.placement, "0,0,0,0,1,1,1,1");
	assert_int_equal(pv->settings.read_latency, 8);
	experiment_free(experiment);
}

static void sizes_and_kernel_parameters_can_be_swept(void **state)
{
	static const char *const more[] = { "pv.host_parameters=quiet", NULL };
	struct experiment *experiment = load_good(
		SWEPT("container = (\"256M\", 536870912, \"1024M\");\n"
		      "host_parameters = [\"kvm.halt_poll_ns=0\", \"kvm.halt_poll_ns=2000\"];"),
		more);
	const struct setup *pv = experiment_setup(experiment, "pv-2000-1G");

	(void)state;
	assert_string_equal(experiment->axis, "memory limit of the guest's container, MiB");
	assert_non_null(experiment_setup(experiment, "master-0-256M"));
	assert_non_null(experiment_setup(experiment, "master-0-512M"));
	assert_true(pv->x == 1024);
	assert_string_equal(pv->line, "pv, kvm.halt_poll_ns=2000");
	assert_string_equal(pv->settings.host_parameters, "quiet kvm.halt_poll_ns=2000");
	assert_true(pv->settings.container == UINT64_C(1) << 30);
	experiment_free(experiment);
	experiment = load_good(
		SWEPT("guest_parameters = [\"a.b=0.5\", \"a.b=-1\"];\nballast = [true, false];"),
		NULL);
	assert_string_equal(experiment->axis, "a.b (guest kernel)");
	assert_setup(experiment, 1, "pv-true-0-5", "pv, ballast true", 0.5);
	assert_setup(experiment, 6, "master-false--1", "master, ballast false", -1);
	experiment_free(experiment);
}

static void a_sweep_can_come_from_the_command_line(void **state)
{
	static const char *const changed[] = { "sweep.read_latency=4", NULL };
	static const char *const added[] = { "sweep.faulting=2,4", "sweep.cgroup=v1,v2",
					     "baseline=pv", NULL };
	struct experiment *experiment = load_good(SWEPT("read_latency = [2, 8];"), changed);

	(void)state;
	assert_int_equal(experiment->setups->len, 2);
	assert_setup(experiment, 1, "pv-4", "pv", 4);
	experiment_free(experiment);
	experiment = load_good(GOOD, added);
	assert_int_equal(experiment->setups->len, 8);
	assert_setup(experiment, 1, "pv-v1-2", "pv, cgroup v1", 2);
	assert_string_equal(experiment->baseline, "pv");
	experiment_free(experiment);
	assert_override_refused("sweep.read_latency=", "--set sweep: read_latency: has no values");
	assert_override_refused("sweep.read_latency=1,,2", "has an empty value");
	assert_override_refused("sweep.read_latency=1,x", "\"x\" is not a whole number");
	assert_override_refused("sweep.read_latenc=1", "did you mean read_latency");
	assert_override_refused("sweep.placement=free,pairs", "needs for the axis");
	assert_override_refused("sweep.vcpus=1,2", "x.conf:10: vcpus is swept");
	assert_override_refused("sweep=1", "is a group");
}

static void a_bad_sweep_is_refused_with_its_line(void **state)
{
	static const char *const swept[] = { "read_latency=3", NULL };
	static const char *const one[] = { "pv-8.read_latency=3", NULL };
	struct experiment *experiment;

	(void)state;
	assert_refused("sweep = 1;\n" GOOD, "x.conf:1: ", "must be a group");
	assert_refused(SWEPT(""), "x.conf:1: ", "sweep: is empty");
	assert_refused(SWEPT("read_latency = 1;"), "x.conf:2: ", "must be a list");
	assert_refused(SWEPT("read_latenc = [1];"), "x.conf:2: ", "did you mean read_latency");
	assert_refused(SWEPT("read_latency = [];"), "x.conf:2: ", "has no values");
	assert_refused(SWEPT("read_latency = [\"1\"];"), "x.conf:2: ", "must be a whole number");
	assert_refused(SWEPT("read_latency = [1.5];"), "x.conf:2: ", "not a fraction");
	assert_refused(SWEPT("read_latency = [1, 20000];"), "x.conf:2: ", "from 0 to 10000");
	assert_refused(SWEPT("read_latency = [1, 2, 1];"), "x.conf:2: ", "the value 1 twice");
	assert_refused(SWEPT("container = [\"1G\", \"1024M\"];"),
		       "x.conf:2: ", "the value 1G twice");
	assert_refused(SWEPT("host_parameters = [\"a=1\", \"a=1.0\"];"),
		       "x.conf:2: ", "the value a=1 twice, once as a=1.0");
	assert_refused(SWEPT("read_latency = ([1]);"), "x.conf:2: ", "must be a value");
	assert_refused(SWEPT("container = [\"1G\", \"none\"];"),
		       "x.conf:1: ", "container: not all values are numbers");
	assert_refused(SWEPT("host_parameters = [\"a=1\", \"b=2\"];"),
		       "x.conf:1: ", "not all values are numbers");
	assert_refused(SWEPT("payload = [\"bm\"];"), "x.conf:2: ", "cannot be swept");
	assert_refused(SWEPT("seconds = [20];\nfaulting = [1];\nworking = [1];"),
		       "x.conf:1: ", "3 keys, more than 2");
	assert_refused(SWEPT("vcpus = [1, 2];"), "x.conf:13: ", "vcpus is swept");
	assert_refused("settings = { seconds = 20; };\n" SWEPT("seconds = [10, 20];"),
		       "x.conf:1: ", "seconds is swept");
	assert_int_equal(load(SWEPT("read_latency = [2, 8];"), swept, &experiment), -EINVAL);
	assert_error_says("--set read_latency: the setting is swept: use --set sweep.read_latency");
	assert_int_equal(load(SWEPT("read_latency = [2, 8];"), one, &experiment), -EINVAL);
	assert_error_says("--set pv-8.read_latency: the setting is swept");
}

static void a_sweep_must_fit_the_setups(void **state)
{
	static const char *const same[] = { "pv.host_parameters=quiet a=3", NULL };
	struct experiment *experiment;
	g_autoptr(GString) many = g_string_new("sweep = { seconds = [ 1");

	(void)state;
	assert_refused("sweep = { vcpus = [1, 2]; };\n" HEAD KERNELS
		       "setups = (\n" SETUP("a", "line = \"L\"; x = 1; ") "\n);",
		       "x.conf: ", "setup a: has line or x, but the sweep");
	assert_refused("sweep = { vcpus = [1, 2]; };\n" HEAD KERNELS
		       "setups = (\n" SETUP("sweep", "") "\n);",
		       "x.conf:10: ", "must not be named sweep");
	assert_refused("sweep = { vcpus = [1, 2]; };\n" HEAD KERNELS
		       "setups = (\n" SETUP("a1234567890123456789012345678901", "") "\n);",
		       "x.conf: ", "more than 32 characters");
	assert_refused("sweep = { seconds = [8]; placement = [\"0,1\", \"1\"]; };\n" HEAD KERNELS
		       "setups = (\n" SETUP("a", "") ",\n" SETUP("a-0", "") "\n);",
		       "x.conf: ", "sweep: setup a-0-1-8: there are two setups of this name");
	assert_int_equal(load(SWEPT("host_parameters = [\"a=1\", \"a=2\"];"), same, &experiment),
			 -EINVAL);
	assert_error_says("setup pv-1: host_parameters: \"quiet a=3\" has the swept parameter "
			  "already");
	for (int i = 2; i <= 501; i++)
		g_string_append_printf(many, ", %d", i);
	g_string_append(many, " ]; };\n" GOOD);
	assert_refused(many->str, "x.conf: ", "2 setups at 501 places are more than 1000");
	assert_refused(SWEPT("array = [\"1G\", \"3G\"];"), "x.conf: ", "setup master-3G: array 3G");
}

static void the_json_says_what_is_compared_with_what(void **state)
{
	struct experiment *experiment = load_good(SWEPT("read_latency = [2, 8];"), NULL);
	json_t *json = experiment_json(experiment);
	const json_t *at =
		json_object_get(json_object_get(json_object_get(json, "axis"), "setups"), "pv-8");

	(void)state;
	assert_string_equal(json_string_value(json_object_get(at, "stem")), "pv");
	assert_string_equal(json_string_value(json_object_get(at, "place")), "8");
	assert_string_equal(json_string_value(json_object_get(at, "line")), "pv");
	assert_true(experiment_json_has(json, "pv"));
	assert_true(experiment_json_has(json, "pv-8"));
	assert_false(experiment_json_has(json, "pv-4"));
	json_decref(json);
	experiment_free(experiment);
	/* On an axis of the file's own, lines are compared. */
	experiment = load_good("axis = \"x\";\nbaseline = \"L\";\n" HEAD KERNELS
			       "setups = (\n" SETUP("a", "line = \"L\"; x = 1; ") "," SETUP(
				       "b", "line = \"M\"; x = 1.0; ") ");",
			       NULL);
	assert_string_equal(experiment_setup(experiment, "b")->stem, "M");
	assert_string_equal(experiment_setup(experiment, "b")->place, "1");
	experiment_free(experiment);
}

static void a_part_can_be_all_places_of_a_setup(void **state)
{
	static const char *const names[] = { "master-8", "pv", NULL };
	struct experiment *experiment = load_good(SWEPT("read_latency = [2, 8];"), NULL), part;

	(void)state;
	assert_int_equal(part_take(experiment, names, &part), 0);
	assert_int_equal(part.setups->len, 3);
	assert_setup(&part, 0, "pv-2", "pv", 2);
	assert_setup(&part, 1, "master-8", "master", 8);
	part_clear(&part);
	experiment_free(experiment);
}

static const struct setup *baseline_find(const struct experiment *experiment, const char *place)
{
	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];

		if (!g_strcmp0(setup->stem, experiment->baseline) &&
		    !g_strcmp0(setup->place, place))
			return setup;
	}
	fail_msg("%s: no %s at %s", experiment->name, experiment->baseline, place);
	return NULL;
}

/* A setup differs from the baseline at its place in kernels alone. */
static void the_sweeps_of_the_project_compare_what_can_be_compared(void **state)
{
	g_autoptr(GPtrArray) names = NULL;
	guint count = 0;

	(void)state;
	assert_int_equal(experiment_list(&names), 0);
	for (guint i = 0; i < names->len; i++) {
		struct experiment *experiment;

		if (!g_str_has_prefix(names->pdata[i], "sweep-"))
			continue;
		assert_int_equal(experiment_load(names->pdata[i], NULL, &experiment), 0);
		for (guint j = 0; j < experiment->setups->len; j++) {
			const struct setup *setup = experiment->setups->pdata[j];
			const struct setup *other = baseline_find(experiment, setup->place);
			json_t *one = settings_json(&setup->settings, false);
			json_t *two = settings_json(&other->settings, false);

			assert_true(json_equal(one, two));
			assert_true(setup->x == other->x);
			json_decref(one);
			json_decref(two);
		}
		count++;
		experiment_free(experiment);
	}
	assert_int_equal(count, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sweep_makes_all_setups_at_each_value),
		cmocka_unit_test(two_keys_make_a_grid),
		cmocka_unit_test(sizes_and_kernel_parameters_can_be_swept),
		cmocka_unit_test(a_sweep_can_come_from_the_command_line),
		cmocka_unit_test(a_bad_sweep_is_refused_with_its_line),
		cmocka_unit_test(a_sweep_must_fit_the_setups),
		cmocka_unit_test(the_json_says_what_is_compared_with_what),
		cmocka_unit_test(a_part_can_be_all_places_of_a_setup),
		cmocka_unit_test(the_sweeps_of_the_project_compare_what_can_be_compared),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
