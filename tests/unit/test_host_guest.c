// SPDX-License-Identifier: GPL-2.0-or-later
/* The guest: its command line, and listening to it, with a test in QEMU's place at the pipes. */
#include "test.h"

#include "files.h"
#include "host/guest.h"
#include "host/result.h"
#include "qemu/guest_command.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct talker {
	struct inside settings;
	struct guest guest;
	int console, record; /* the ends that QEMU would have */
};

static int end_open(const char *name)
{
	g_autofree char *path = path_of(name);
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	return fd;
}

static void talker_begin(struct talker *talker)
{
	inside_init(&talker->settings);
	guest_init(&talker->guest);
	assert_int_equal(guest_prepare(&talker->guest, &talker->settings, folder), 0);
	talker->console = end_open("console.out");
	talker->record = end_open("record.out");
}

static void talker_quit(struct talker *talker)
{
	close(talker->console);
	close(talker->record);
	talker->console = talker->record = -1;
}

static void talker_end(struct talker *talker)
{
	if (talker->console >= 0)
		talker_quit(talker);
	guest_clear(&talker->guest);
	inside_clear(&talker->settings);
}

static void say(int fd, const char *text)
{
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
}

static void the_command_line_has_the_settings_but_no_seed_and_no_seconds(void **state)
{
	g_autoptr(GPtrArray) argv = NULL;
	g_autofree char *line = NULL;
	struct inside settings;

	(void)state;
	inside_init(&settings);
	settings.interval = 2;
	g_free(settings.guest_parameters);
	settings.guest_parameters = g_strdup("no-kvmapf");
	g_free(settings.layout);
	settings.layout = g_strdup("padded");
	g_free(settings.placement);
	settings.placement = g_strdup("1,0");
	argv = guest_command(&settings, workload_inside_find(NULL), "/run/x");
	line = g_strjoinv(" ", (char **)argv->pdata);
	assert_non_null(strstr(line, "-smp 4 -m size=2097152k -machine pc-i440fx-10.0,hpet=off "));
	assert_non_null(strstr(line, " no-kvmapf -- -f 4 -w 4 -m 1073741824 --gate"));
	assert_non_null(strstr(line, " --json /dev/ttyS1 --layout padded --interval 2"));
	assert_null(strstr(line, " -t "));
	assert_null(strstr(line, "seed"));
	inside_clear(&settings);
}

static void a_whole_run_is_followed(void **state)
{
	struct talker talker;
	const json_t *bm;
	struct guest *guest = &talker.guest;

	(void)state;
	talker_begin(&talker);
	say(talker.console, "[    0.2] noise\nrea");
	say(talker.console, "dy\n");
	assert_int_equal(guest_wait(guest, WORKLOAD_READY, 5), 0);
	say(talker.console, "start\nworker 0: 3\nworker 1: 4\ntotal: 7\n");
	say(talker.record, "{\"schema_version\":1,\"total\":7}\nbm: exit status 0\n");
	assert_int_equal(guest_wait(guest, WORKLOAD_STARTED, 5), 0);
	assert_int_equal(guest_wait(guest, WORKLOAD_DONE, 5), 0);
	assert_int_equal(guest_wait(guest, WORKLOAD_ENDED, 5), 0);
	assert_int_equal(json_integer_value(json_object_get(guest->result, "work")), 7);
	assert_int_equal(json_array_size(json_object_get(guest->result, "workers")), 2);
	bm = json_object_get(guest->result, "bm");
	assert_int_equal(json_integer_value(json_object_get(bm, "total")), 7);
	assert_int_equal(guest->bad->len, 0);
	talker_end(&talker);
}

static void the_gate_gets_seed_and_seconds(void **state)
{
	struct talker talker;
	struct description description = { .seed = 4294967295 };
	char line[64] = "";

	(void)state;
	inside_init(&description.settings);
	talker_begin(&talker);
	assert_int_equal(guest_open_gate(&talker.guest, &description), 0);
	assert_int_equal(read(talker.guest.gate, line, sizeof(line)), 14);
	assert_string_equal(line, "4294967295 60\n");
	description.traced = true;
	assert_int_equal(guest_open_gate(&talker.guest, &description), 0);
	assert_int_equal(read(talker.guest.gate, line, sizeof(line)), 21);
	assert_string_equal(line, "4294967295 60 traced\n");
	g_free(description.settings.placement);
	description.settings.placement = g_strdup("1,0");
	assert_int_equal(guest_open_gate(&talker.guest, &description), 0);
	assert_int_equal(read(talker.guest.gate, line, sizeof(line)), 31);
	assert_string_equal(line, "4294967295 60 traced place 1,0\n");
	inside_clear(&description.settings);
	talker_end(&talker);
}

static void a_silent_guest_is_hung(void **state)
{
	struct talker talker;

	(void)state;
	talker_begin(&talker);
	say(talker.console, "[    0.2] noise\n");
	assert_int_equal(guest_wait(&talker.guest, WORKLOAD_READY, 0), -ETIMEDOUT);
	assert_error_says("hung");
	talker_end(&talker);
}

static void a_panic_ends_the_wait_with_the_words_around_it(void **state)
{
	struct talker talker;
	json_t *result, *lines;
	struct run run;

	(void)state;
	talker_begin(&talker);
	say(talker.console, "ready\n");
	for (int i = 0; i < 50; i++)
		say(talker.console, "before\n");
	say(talker.console, "[ 9.0] Kernel panic - not syncing: x\n[ 9.0] behind\nhalf");
	talker_quit(&talker);
	assert_int_equal(guest_wait(&talker.guest, WORKLOAD_STARTED, 5), -EPROTO);
	assert_error_says("panicked before it started");
	run_init(&run, folder);
	guest_clear(&run.guest);
	run.guest = talker.guest;
	result = result_make(&run, error_text());
	lines = json_object_get(result, "guest_console");
	assert_int_equal(json_array_size(lines), 41);
	assert_string_equal(json_string_value(json_array_get(lines, 39)), "[ 9.0] behind");
	assert_string_equal(json_string_value(json_array_get(lines, 40)), "half");
	assert_int_equal(
		json_array_size(json_object_get(json_object_get(result, "log"), "guest_bad")), 1);
	assert_true(json_is_null(json_object_get(result, "work")));
	json_decref(result);
	guest_init(&run.guest);
	run_clear(&run);
	talker_end(&talker);
}

static void an_early_end_reports_what_qemu_said(void **state)
{
	struct talker talker;

	(void)state;
	talker_begin(&talker);
	file_write("qemu.log", "qemu: no KVM\n");
	talker_quit(&talker);
	assert_int_equal(guest_wait(&talker.guest, WORKLOAD_READY, 5), -EPROTO);
	assert_error_says("before the guest was ready");
	assert_error_says("qemu: no KVM");
	talker_end(&talker);
}

/* No end of QEMU, which would send whoever looks for the reason to its log. */
static void a_console_that_cannot_be_read_is_not_an_end_of_qemu(void **state)
{
	struct talker talker;

	(void)state;
	talker_begin(&talker);
	file_write("qemu.log", "qemu: no KVM\n");
	close(talker.guest.console);
	talker.guest.console = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(guest_wait(&talker.guest, WORKLOAD_READY, 5), -EISDIR);
	assert_error_says("cannot listen to it until it was ready");
	talker_end(&talker);
}

static void a_failing_bm_is_told_with_its_status(void **state)
{
	struct talker talker;

	(void)state;
	talker_begin(&talker);
	say(talker.record, "bm: killed by signal 9\n");
	assert_int_equal(guest_wait(&talker.guest, WORKLOAD_READY, 5), -EPROTO);
	assert_error_says("status 137");
	talker_end(&talker);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(the_command_line_has_the_settings_but_no_seed_and_no_seconds),
		FOLDER_TEST(a_whole_run_is_followed),
		FOLDER_TEST(the_gate_gets_seed_and_seconds),
		FOLDER_TEST(a_silent_guest_is_hung),
		FOLDER_TEST(a_panic_ends_the_wait_with_the_words_around_it),
		FOLDER_TEST(an_early_end_reports_what_qemu_said),
		FOLDER_TEST(a_console_that_cannot_be_read_is_not_an_end_of_qemu),
		FOLDER_TEST(a_failing_bm_is_told_with_its_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
