// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of the seam between campaigns and testbeds, and of what is asked of a machine first. */
#include "test.h"

#include "files.h"
#include "qemu/version.h"
#include "record/record.h"
#include "schedule/run.h"
#include "testbed/testbed.h"
#include "util/error.h"
#include "util/memory.h"
#include "util/progress.h"

#include <errno.h>

static void memory_is_read_from_meminfo(void **state)
{
	struct memory memory =
		memory_parse("MemTotal:  2048 kB\nMemFree: 1 kB\nMemAvailable: 7 kB\n");

	(void)state;
	assert_true(memory.total == 2048 * 1024);
	assert_true(memory.available == 7 * 1024);
	memory = memory_parse("");
	assert_true(memory.total == UINT64_MAX && memory.available == UINT64_MAX);
}

static void setup_larger_than_the_machine_is_refused(void **state)
{
	const struct memory memory = { .total = UINT64_C(1) << 30, .available = 1 << 20 };

	(void)state;
	assert_int_equal(memory_check(&memory, "pv", UINT64_C(2) << 30), -EINVAL);
	assert_error_says("setup pv");
	assert_error_says("2.0 GiB");
	assert_error_says("1.0 GiB");
	assert_int_equal(memory_check(&memory, "pv", 1 << 29), 0); /* a warning */
}

static void version_is_read(void **state)
{
	struct qemu_program program = { 0 };

	(void)state;
	assert_int_equal(qemu_version_parse("QEMU emulator version 7.2.9 (Debian 1:7.2)\nCopyright",
					    &program),
			 0);
	assert_int_equal(program.major, 7);
	assert_int_equal(program.minor, 2);
	assert_string_equal(program.version, "7.2.9 (Debian 1:7.2)");
	assert_int_equal(qemu_require(&program, 10, 0, "testbed sim"), -ENOPKG);
	assert_int_equal(qemu_require(&program, 7, 2, "testbed sim"), 0);
	assert_int_equal(qemu_version_parse("version 7.2", &program), -EINVAL);
	qemu_program_clear(&program);
}

static void testbeds_that_do_not_exist_yet_say_so(void **state)
{
	(void)state;
	assert_string_equal(testbed_find("sim")->name, "sim");
	assert_int_equal(testbed_find("vm")->probe(), -ENOPKG);
	assert_int_equal(testbed_find("bare")->probe(), -ENOPKG);
	assert_null(testbed_find("cloud"));
}

/* What testbed.h says may be NULL, and nothing else. */
static void testbeds_have_all_members_that_callers_use(void **state)
{
	const struct testbed *const rows[] = { testbed_find("sim"), testbed_find("fake"),
					       testbed_find("fake-built") };

	(void)state;
	for (const struct testbed *const *row = testbed_table; *row; row++) {
		assert_true((*row)->name && (*row)->help && (*row)->probe);
		if (!(*row)->open)
			assert_true((*row)->probe() < 0);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct testbed *row = rows[i];

		assert_true(row->name && row->help && row->probe && row->open && row->close);
		assert_true(row->inputs && row->memory && row->run && row->show);
		assert_true(!row->is_prepared == !row->prepare);
	}
}

static int check_refuse(const struct experiment *experiment)
{
	(void)experiment;
	return error_set(ENOPKG, "no such machine");
}

/* Of kernels without a source: building one is an error, and takes no hour. */
static int experiment_make(struct experiment **experiment)
{
	static const char *const overrides[] = { "runs=2", "boots=1", "traced=false", NULL };
	int err = experiment_load("quick", overrides, experiment);

	for (guint i = 0; !err && i < (*experiment)->kernels->len; i++) {
		struct kernel_spec *spec = (*experiment)->kernels->pdata[i];

		g_free(spec->source);
		spec->source = g_strdup("/nonexistent");
	}
	return err;
}

static void check_comes_before_kernels(void **state)
{
	static const struct testbed strict = { .need = { .kernels = true }, .check = check_refuse };
	struct artefacts *artefacts = NULL;
	struct experiment *experiment = NULL;

	(void)state;
	assert_int_equal(experiment_make(&experiment), 0);
	assert_int_equal(testbed_make(&strict, experiment, 1, &artefacts), -ENOPKG);
	assert_string_equal(error_text(), "no such machine");
	assert_null(artefacts);
	experiment_free(experiment);
}

static void testbed_without_a_need_gets_nothing_made(void **state)
{
	static const struct testbed modest = { .name = "modest" };
	struct artefacts *artefacts = NULL;
	struct experiment *experiment = NULL;

	(void)state;
	assert_int_equal(experiment_make(&experiment), 0);
	assert_int_equal(testbed_make(&modest, experiment, 1, &artefacts), 0);
	assert_int_equal(artefacts->kernels->len, 0);
	assert_int_equal(artefacts->setups->len, 0);
	assert_int_equal(artefacts->in_use, -1);
	artefacts_free(artefacts);
	experiment_free(experiment);
}

/* The whole of what a testbed must have, for a campaign to be made with it. */
static int stub_open(const struct experiment *experiment, const struct artefacts *artefacts,
		     void **state)
{
	(void)experiment;
	*state = (void *)artefacts;
	return 0;
}

static void stub_close(void *state)
{
	assert_non_null(state);
}

static int stub_probe(void)
{
	return 0;
}

static uint64_t stub_memory(void *state, const struct setup *setup)
{
	(void)state;
	return setup->settings.host_memory >> 20;
}

static int stub_run(void *state, const struct plan_run *planned, const char *logs, json_t **record)
{
	json_t *determined = json_pack("{s:{}, s:{s:i}}", "inputs", "result", "work", 1);

	(void)state, (void)logs;
	plan_run_describe(planned, determined);
	*record = json_pack("{s:i, s:o, s:{}}", "schema_version", RECORD_SCHEMA, "determined",
			    determined, "circumstances");
	return 0;
}

static const struct testbed stub = {
	.name = "stub",
	.help = "no host at all",
	.probe = stub_probe,
	.open = stub_open,
	.close = stub_close,
	.memory = stub_memory,
	.run = stub_run,
};

static void stub_makes_a_campaign(void **state)
{
	const struct schedule_options options = { .jobs = 2 };
	struct experiment *experiment = NULL;
	g_autofree char *campaign = path_of("campaign");
	g_autofree char *records = path_of("campaign/records");
	g_autoptr(GPtrArray) names = NULL;

	(void)state;
	progress_set_quiet(true);
	assert_int_equal(experiment_make(&experiment), 0);
	assert_int_equal(schedule_run(experiment, &stub, campaign, &options), 0);
	assert_int_equal(fs_list(records, &names), 0);
	assert_int_equal(names->len, 2 * experiment->setups->len);
	experiment_free(experiment);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_read_from_meminfo),
		cmocka_unit_test(setup_larger_than_the_machine_is_refused),
		cmocka_unit_test(version_is_read),
		cmocka_unit_test(testbeds_that_do_not_exist_yet_say_so),
		cmocka_unit_test(testbeds_have_all_members_that_callers_use),
		cmocka_unit_test(check_comes_before_kernels),
		cmocka_unit_test(testbed_without_a_need_gets_nothing_made),
		FOLDER_TEST(stub_makes_a_campaign),
	};

	return cmocka_run_group_tests_name("testbed", tests, NULL, NULL);
}
