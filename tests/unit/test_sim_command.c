// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of the simulated host's command line and of what depends on it: normalization, hashes. */
#include "sim_fixture.h"

#include <stdio.h>

static const struct sim_paths some_paths = {
	.preload = "/b/lockstep.so",
	.files = {
		.qemu = "/usr/bin/qemu",
		.kernel = "/k,1/bzImage",
		.initrd = "/i,1.cpio",
		.description = "/l,seed=2/description.json",
		.console = "/l,seed=2/console.log",
		.record = "/l,seed=2/record.raw",
		.control = "/tmp/x/qmp",
	},
};

static char **command(bool incoming)
{
	return sim_command(&setup.settings, 1, &some_paths, incoming);
}

static bool has_pair(char *const argv[], const char *option, const char *value)
{
	for (; argv[0]; argv++)
		if (!strcmp(argv[0], option) && argv[1] && !strcmp(argv[1], value))
			return true;
	return false;
}

static void command_shuts_real_time_and_entropy_off(void **state)
{
	g_auto(GStrv) argv = command(false);

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
	g_auto(GStrv) argv = command(false);

	(void)state;
	assert_true(has_pair(argv, "-chardev", "file,id=console,path=/l,,seed=2/console.log"));
	assert_true(has_pair(argv, "-fw_cfg",
			     "name=opt/apfbench/run,file=/l,,seed=2/description.json"));
	assert_true(has_pair(argv, "-kernel", "/k,1/bzImage"));
}

static void fork_has_the_preparations_command_and_waits(void **state)
{
	g_auto(GStrv) preparation = command(false);
	g_auto(GStrv) fork = command(true);
	guint length = g_strv_length(preparation);

	(void)state;
	assert_int_equal(g_strv_length(fork), length + 3);
	for (guint i = 0; i < length; i++)
		assert_string_equal(preparation[i], fork[i]);
	assert_string_equal(fork[length], "-incoming");
	assert_string_equal(fork[length + 1], "defer");
	assert_string_equal(fork[length + 2], "-S");
}

/* Records of before were made with exactly this: nothing of it may move. */
static void command_is_equal_to_the_byte(void **state)
{
	static const char expected[] =
		"env LD_PRELOAD={lockstep} {qemu} -accel tcg,thread=single,tb-size=512 -machine "
		"pc-i440fx-10.0,hpet=off,usb=off,vmport=off -cpu EPYC-v1,+svm,+npt -rtc "
		"base=2010-11-01,clock=vm -nodefaults -no-user-config -no-reboot -display none "
		"-icount shift=1,sleep=off -seed 1 -smp 4 -m 7168M -chardev "
		"file,id=console,path={console} -serial chardev:console -chardev "
		"file,id=record,path={record} -serial chardev:record -chardev "
		"socket,id=control,path={control},server=on,wait=off -mon "
		"chardev=control,mode=control -fw_cfg name=opt/apfbench/run,file={description} "
		"-kernel {kernel} -initrd {initrd} -append console=ttyS0 quiet panic=-1 "
		"rdinit=/init transparent_hugepage=never null_blk.nr_devices=1 null_blk.gb=3 "
		"null_blk.bs=4096 null_blk.memory_backed=1 null_blk.irqmode=0 "
		"null_blk.submit_queues=1 kvm.halt_poll_ns=0 kvm_amd.exit_after_inject=1 "
		"-incoming defer -S";
	g_auto(GStrv) argv = sim_command(&setup.settings, 1, &sim_placeholders, true);
	g_autofree char *line = g_strjoinv(" ", argv);

	(void)state;
	assert_string_equal(line, expected);
}

static void people_get_sockets_and_a_clock_that_waits(void **state)
{
	struct sim_paths paths = some_paths;
	g_auto(GStrv) terminal = NULL, debugger = NULL;

	(void)state;
	paths.files.terminal = "/tmp/x,1/terminal";
	terminal = sim_command(&setup.settings, 1, &paths, true);
	assert_true(has_pair(terminal, "-chardev",
			     "socket,id=record,path=/tmp/x,,1/terminal,server=on,wait=off"));
	assert_true(has_pair(terminal, "-icount", "shift=1,sleep=on"));
	assert_string_equal(terminal[1], "LD_PRELOAD=");
	assert_false(has_pair(terminal, "-gdb", "chardev:debugger"));
	paths.files.terminal = NULL;
	paths.files.debugger = "/tmp/x,1/gdb";
	debugger = sim_command(&setup.settings, 1, &paths, true);
	assert_true(has_pair(debugger, "-chardev",
			     "socket,id=debugger,path=/tmp/x,,1/gdb,server=on,wait=off"));
	assert_true(has_pair(debugger, "-gdb", "chardev:debugger"));
	assert_true(has_pair(debugger, "-icount", "shift=1,sleep=off"));
	assert_string_equal(debugger[1], "LD_PRELOAD=");
	assert_true(g_strv_contains((const char *const *)debugger, "-S"));
}

static void normalized_command_holds_no_path(void **state)
{
	json_t *argv = sim_command_json(&setup.settings, 1, true);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		SIM_TEST(command_shuts_real_time_and_entropy_off),
		SIM_TEST(commas_of_paths_are_doubled_where_commas_separate),
		SIM_TEST(fork_has_the_preparations_command_and_waits),
		SIM_TEST(command_is_equal_to_the_byte),
		SIM_TEST(people_get_sockets_and_a_clock_that_waits),
		SIM_TEST(normalized_command_holds_no_path),
		SIM_TEST(swap_is_rounded_up_to_gigabytes_of_null_blk),
		SIM_TEST(host_parameters_come_last),
		SIM_TEST(hash_depends_on_what_is_prepared_only),
		SIM_TEST(hash_depends_on_kernels_and_emulator),
		SIM_TEST(preparation_has_the_defaults_of_what_forks_choose),
		SIM_TEST(dry_run_shows_preparation_guest_and_fork),
	};

	return cmocka_run_group_tests_name("sim_command", tests, NULL, NULL);
}
