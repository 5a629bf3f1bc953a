// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of the simulated host's command line and of what depends on it: normalization, hashes,
 * records. */
#include "sim_fixture.h"

#include "qemu/version.h"
#include "record/record.h"
#include "util/error.h"
#include "util/memory.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static char **command(const struct machine_paths *paths, bool incoming)
{
	g_autofree char *parameters = sim_parameters(&setup.settings);
	const struct machine_shape shape = sim_shape(&setup.settings, 1, parameters);

	return machine_command(&shape, paths, incoming);
}

static const struct machine_paths some_paths = {
	.preload = "/b/lockstep.so",
	.qemu = "/usr/bin/qemu",
	.kernel = "/k,1/bzImage",
	.initrd = "/i,1.cpio",
	.description = "/l,seed=2/description.json",
	.console = "/l,seed=2/console.log",
	.record = "/l,seed=2/record.raw",
	.control = "/tmp/x/qmp",
};

static bool has_pair(char *const argv[], const char *option, const char *value)
{
	for (; argv[0]; argv++)
		if (!strcmp(argv[0], option) && argv[1] && !strcmp(argv[1], value))
			return true;
	return false;
}

static void command_shuts_real_time_and_entropy_off(void **state)
{
	g_auto(GStrv) argv = command(&some_paths, false);

	(void)state;
	assert_true(has_pair(argv, "-accel", "tcg,thread=single,tb-size=512"));
	assert_true(has_pair(argv, "-icount", "shift=1,sleep=off"));
	assert_true(has_pair(argv, "-machine", "pc-i440fx-10.0,hpet=off,usb=off,vmport=off"));
	assert_true(has_pair(argv, "-cpu", "EPYC-v1,+svm,+npt"));
	assert_true(has_pair(argv, "-rtc", "base=2010-11-01,clock=vm"));
	assert_true(has_pair(argv, "-seed", "1"));
	assert_true(has_pair(argv, "-display", "none"));
	assert_true(has_pair(argv, "-smp", "4"));
	assert_true(has_pair(argv, "-m", "7168M"));
	assert_true(g_strv_contains((const char *const *)argv, "-nodefaults"));
	assert_true(g_strv_contains((const char *const *)argv, "-no-user-config"));
	assert_true(g_strv_contains((const char *const *)argv, "-no-reboot"));
}

static void commas_of_paths_are_doubled_where_commas_separate(void **state)
{
	g_auto(GStrv) argv = command(&some_paths, false);

	(void)state;
	assert_true(has_pair(argv, "-chardev", "file,id=console,path=/l,,seed=2/console.log"));
	assert_true(has_pair(argv, "-fw_cfg",
			     "name=opt/apfbench/run,file=/l,,seed=2/description.json"));
	assert_true(has_pair(argv, "-kernel", "/k,1/bzImage"));
}

static void fork_has_the_preparations_command_and_waits(void **state)
{
	g_auto(GStrv) preparation = command(&some_paths, false);
	g_auto(GStrv) fork = command(&some_paths, true);
	guint length = g_strv_length(preparation);

	(void)state;
	assert_int_equal(g_strv_length(fork), length + 3);
	for (guint i = 0; i < length; i++)
		assert_string_equal(preparation[i], fork[i]);
	assert_string_equal(fork[length], "-incoming");
	assert_string_equal(fork[length + 1], "defer");
	assert_string_equal(fork[length + 2], "-S");
}

static void normalized_command_holds_no_path(void **state)
{
	json_t *argv = sim_command(&setup.settings, 1, true);
	const json_t *word;
	size_t i;

	(void)state;
	assert_string_equal(json_string_value(json_array_get(argv, 1)), "LD_PRELOAD={lockstep}");
	assert_string_equal(json_string_value(json_array_get(argv, 2)), "{qemu}");
	json_array_foreach (argv, i, word)
		if (!strstr(json_string_value(word), "console="))
			assert_false(json_string_value(word)[0] == '/');
	json_decref(argv);
}

static void swap_is_rounded_up_to_gigabytes_of_null_blk(void **state)
{
	g_autofree char *text = NULL;

	(void)state;
	settings_set(&setup.settings, setting_find("swap"), "1025M");
	text = sim_parameters(&setup.settings);
	assert_non_null(strstr(text, " null_blk.gb=2 "));
}

static void host_parameters_come_last(void **state)
{
	g_autofree char *text = NULL;

	(void)state;
	settings_set(&setup.settings, setting_find("host_parameters"), "kvm.async_pf=0");
	text = sim_parameters(&setup.settings);
	assert_true(g_str_has_suffix(text, " kvm.async_pf=0"));
}

static void hash_depends_on_what_is_prepared_only(void **state)
{
	g_autofree char *first = sim_hash_of(&sim, &run), *longer = NULL, *boot = NULL,
			*larger = NULL;

	(void)state;
	settings_set(&setup.settings, setting_find("seconds"), "10");
	run.seed = 7;
	longer = sim_hash_of(&sim, &run);
	assert_string_equal(first, longer);
	run.boot_seed = 2;
	boot = sim_hash_of(&sim, &run);
	assert_string_not_equal(first, boot);
	run.boot_seed = 1;
	settings_set(&setup.settings, setting_find("container"), "none");
	larger = sim_hash_of(&sim, &run);
	assert_string_not_equal(first, larger);
}

static void hash_depends_on_kernels_and_emulator(void **state)
{
	g_autofree char *first = sim_hash_of(&sim, &run), *other = NULL, *newer = NULL;

	(void)state;
	kernel.bzimage_hash = "another";
	other = sim_hash_of(&sim, &run);
	kernel.bzimage_hash = "1";
	sim.qemu.version = "10.0.3";
	newer = sim_hash_of(&sim, &run);
	sim.qemu.version = "10.0.2";
	assert_string_not_equal(first, other);
	assert_string_not_equal(first, newer);
}

static void preparation_has_the_defaults_of_what_forks_choose(void **state)
{
	struct settings prepared;

	(void)state;
	settings_set(&setup.settings, setting_find("seconds"), "7");
	settings_set(&setup.settings, setting_find("array"), "256M");
	sim_prepared_settings(&setup.settings, &prepared);
	assert_int_equal(prepared.seconds, 60);
	assert_int_equal(prepared.array, 256 << 20);
	settings_clear(&prepared);
}

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

static void dry_run_shows_preparation_guest_and_fork(void **state)
{
	g_autofree char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	(void)state;
	run.boot_seed = 42;
	settings_set(&setup.settings, setting_find("vcpus"), "3");
	assert_int_equal(sim_show(&sim, &run, out), 0);
	fclose(out);
	assert_non_null(strstr(text, "/q -accel tcg"));
	assert_non_null(strstr(text, "-seed 42 "));
	assert_non_null(strstr(text, "-kernel /b -initrd /i "));
	assert_non_null(strstr(text, "-accel kvm"));
	assert_non_null(strstr(text, "-smp 3 "));
	assert_non_null(strstr(text, "container of 512M (cgroup v2)"));
	assert_non_null(strstr(text, "-incoming defer -S"));
}

static void half_a_record_is_an_error(void **state)
{
	g_autofree char *path = path_of("record.raw");
	json_t *result = NULL;

	(void)state;
	file_write("record.raw", "");
	assert_int_equal(sim_read_result(path, &result), -EPROTO);
	assert_non_null(strstr(error_text(), "no record"));
	file_write("record.raw", "{\"work\": 1");
	assert_int_equal(sim_read_result(path, &result), -EPROTO);
	file_write("record.raw", "[]\n");
	assert_int_equal(sim_read_result(path, &result), -EPROTO);
	file_write("record.raw", "{\"work\": 1}\n");
	assert_int_equal(sim_read_result(path, &result), 0);
	json_decref(result);
}

static void record_has_the_layout_and_no_guest_log(void **state)
{
	const struct machine machine = { .argv = (char *[]){ "/usr/bin/qemu", NULL } };
	const struct sim_facts facts = { .setup = &sim_setup,
					 .run = &run,
					 .hash = "abc",
					 .folder = folder,
					 .machine = &machine };
	json_t *result = json_pack("{s:i, s:s, s:[s, s]}", "work", 5, "qemu_version", "10",
				   "guest_console", "one", "two");
	json_t *record = sim_make_record(&sim, &facts, result);
	double work;

	(void)state;
	assert_non_null(record);
	assert_true(record_number(record, "determined.result.work", &work));
	assert_float_equal(work, 5, 0);
	assert_string_equal(record_string(record, "determined.inputs.preparation"), "abc");
	assert_string_equal(record_string(record, "determined.inputs.qemu_inside"), "10");
	assert_string_equal(record_string(record, "determined.inputs.source"), "linux 6.1");
	assert_null(json_object_get(result, "guest_console"));
	assert_file_is("guest.log", "one\ntwo\n");
	assert_true(json_is_null(record_lookup(record, "circumstances.parts")));
	json_decref(record);
}

static void assert_part(const json_t *record, const char *part, double wall, double cpu)
{
	g_autofree char *wall_path = g_strdup_printf("circumstances.parts.%s.wall_seconds", part);
	g_autofree char *cpu_path = g_strdup_printf("circumstances.parts.%s.cpu_seconds", part);
	double value;

	assert_true(record_number(record, wall_path, &value));
	assert_float_equal(value, wall, 1e-9);
	assert_true(record_number(record, cpu_path, &value));
	assert_float_equal(value, cpu, 1e-9);
}

static void record_tells_what_the_window_cost_and_the_rest(void **state)
{
	const struct machine machine = { .argv = (char *[]){ "/usr/bin/qemu", NULL } };
	const struct sim_facts facts = {
		.setup = &sim_setup,
		.run = &run,
		.hash = "abc",
		.folder = folder,
		.machine = &machine,
		.started = 1000 * G_TIME_SPAN_SECOND,
		.opened = { .at = 1002 * G_TIME_SPAN_SECOND, .cpu_seconds = 0.75 },
		.closed = { .at = 1063 * G_TIME_SPAN_SECOND, .cpu_seconds = 60.5 },
		.ended = 1068 * G_TIME_SPAN_SECOND,
		.cpu_seconds = 64.25,
	};
	json_t *record = sim_make_record(&sim, &facts, json_pack("{s:s}", "qemu_version", "10"));

	(void)state;
	assert_part(record, "before", 2, 0.75);
	assert_part(record, "window", 61, 59.75);
	assert_part(record, "after", 5, 3.75);
	json_decref(record);
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

static void testbeds_that_are_not_built_say_so(void **state)
{
	(void)state;
	assert_ptr_equal(testbed_find("sim"), &testbed_sim);
	assert_int_equal(testbed_find("vm")->probe(), -ENOPKG);
	assert_int_equal(testbed_find("bare")->probe(), -ENOPKG);
	assert_null(testbed_find("cloud"));
}

/* What testbed.h says may be NULL, and nothing else. */
static void testbeds_have_all_members_that_callers_use(void **state)
{
	const struct testbed *const rows[] = { testbed_find("sim"), testbed_find("fake") };

	(void)state;
	for (const struct testbed *const *row = testbed_table; *row; row++) {
		assert_true((*row)->name && (*row)->help && (*row)->probe);
		if (!(*row)->open)
			assert_true((*row)->probe() < 0);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct testbed *row = rows[i];

		assert_true(row->name && row->help && row->probe && row->open && row->close);
		assert_true(row->memory && row->run && row->show);
		assert_true(!row->is_prepared == !row->prepare);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SIM_TEST(command_shuts_real_time_and_entropy_off),
		SIM_TEST(commas_of_paths_are_doubled_where_commas_separate),
		SIM_TEST(fork_has_the_preparations_command_and_waits),
		SIM_TEST(normalized_command_holds_no_path),
		SIM_TEST(swap_is_rounded_up_to_gigabytes_of_null_blk),
		SIM_TEST(host_parameters_come_last),
		SIM_TEST(hash_depends_on_what_is_prepared_only),
		SIM_TEST(hash_depends_on_kernels_and_emulator),
		SIM_TEST(preparation_has_the_defaults_of_what_forks_choose),
		SIM_TEST(dry_run_shows_preparation_guest_and_fork),
		SIM_TEST(half_a_record_is_an_error),
		SIM_TEST(record_has_the_layout_and_no_guest_log),
		SIM_TEST(record_tells_what_the_window_cost_and_the_rest),
		cmocka_unit_test(memory_is_read_from_meminfo),
		cmocka_unit_test(setup_larger_than_the_machine_is_refused),
		cmocka_unit_test(version_is_read),
		cmocka_unit_test(testbeds_that_are_not_built_say_so),
		cmocka_unit_test(testbeds_have_all_members_that_callers_use),
	};

	return cmocka_run_group_tests_name("sim_command", tests, NULL, NULL);
}
