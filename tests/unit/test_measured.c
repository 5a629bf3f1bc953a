// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of the record that a testbed makes of a run. */
#include "sim_fixture.h"

#include "record/record.h"
#include "testbed/measured.h"
#include "util/error.h"

#include <errno.h>

static void half_a_record_is_an_error(void **state)
{
	g_autofree char *path = path_of("record.raw");
	json_t *result = NULL;

	(void)state;
	file_write("record.raw", "");
	assert_int_equal(measured_read(path, &result), -EPROTO);
	assert_string_equal(error_class(), "the host handed over no record");
	assert_error_says(path);
	file_write("record.raw", "{\"work\": 1");
	assert_int_equal(measured_read(path, &result), -EPROTO);
	file_write("record.raw", "[]\n");
	assert_int_equal(measured_read(path, &result), -EPROTO);
	file_write("record.raw", "{\"work\": 1}\n");
	assert_int_equal(measured_read(path, &result), 0);
	json_decref(result);
}

static void record_has_the_layout_and_no_guest_log(void **state)
{
	const struct measured measured = { .run = &run,
					   .folder = folder,
					   .command = (char *[]){ "/usr/bin/qemu", NULL } };
	json_t *result = json_pack("{s:i, s:s, s:[s, s]}", "work", 5, "qemu_version", "10",
				   "guest_console", "one", "two");
	json_t *contents = json_pack("{s:s}", "/init", "libc6-dev 2 abc"), *record;
	double work;

	(void)state;
	made.host_image.contents = contents;
	record = measured_record(&artefacts, &measured, result);
	made.host_image.contents = NULL;
	json_decref(contents);
	assert_non_null(record);
	assert_true(record_number(record, "determined.result.work", &work));
	assert_float_equal(work, 5, 0);
	assert_string_equal(record_string(record, "determined.inputs.host_kernel"), "1");
	assert_string_equal(record_string(record, "determined.inputs.guest_image"), "5");
	assert_string_equal(record_string(record, "circumstances.paths.host_image"), "/i");
	assert_string_equal(record_string(record, "determined.inputs.qemu_inside"), "10");
	assert_string_equal(record_string(record, "determined.inputs.source"), "linux 6.1");
	assert_string_equal(record_string(record, "determined.inputs.host_contents./init"),
			    "libc6-dev 2 abc");
	assert_null(json_object_get(result, "guest_console"));
	assert_file_is("guest.log", "one\ntwo\n");
	assert_true(json_is_null(record_lookup(record, "circumstances.parts")));
	json_decref(record);
}

static void a_profile_is_counted_in_the_record_and_kept_beside_the_logs(void **state)
{
	const struct measured measured = { .run = &run,
					   .folder = folder,
					   .command = (char *[]){ "/usr/bin/qemu", NULL } };
	json_t *result = json_pack("{s:s, s:{s:i, s:[i], s:s, s:s, s:s, s:s, s:s}}", "qemu_version",
				   "10", "profile", "hertz", 199, "vcpus", 7, "samples",
				   "1;5;7:qemu;[kernel.kallsyms];[k] svm_vcpu_run", "callers",
				   "who", "exits", "why", "kallsyms", "1 T _text", "data", "AP8B");
	json_t *record = measured_record(&artefacts, &measured, result);
	const json_t *profile = record_lookup(record, "determined.result.profile");
	g_autofree char *data_path = path_of("samples.data"), *data = NULL;
	size_t length = 0;
	const json_t *row;

	(void)state;
	assert_int_equal(json_object_size(profile), 4);
	row = json_array_get(json_object_get(profile, "samples"), 0);
	assert_string_equal(json_string_value(json_object_get(row, "by")), "vcpus");
	assert_int_equal(json_integer_value(json_object_get(row, "samples")), 5);
	assert_file_is("samples.txt", "1;5;7:qemu;[kernel.kallsyms];[k] svm_vcpu_run");
	assert_file_is("callers.txt", "who");
	assert_file_is("exits.txt", "why");
	assert_file_is("kallsyms", "1 T _text");
	assert_int_equal(fs_read(data_path, &data, &length), 0);
	assert_int_equal(length, 3);
	assert_memory_equal(data, "\0\xff\1", 3);
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
	const struct measured measured = {
		.run = &run,
		.folder = folder,
		.command = (char *[]){ "/usr/bin/qemu", NULL },
		.started = 1000 * G_TIME_SPAN_SECOND,
		.opened = { .at = 1002 * G_TIME_SPAN_SECOND, .cpu_seconds = 0.75 },
		.closed = { .at = 1063 * G_TIME_SPAN_SECOND, .cpu_seconds = 60.5 },
		.ended = 1068 * G_TIME_SPAN_SECOND,
		.cpu_seconds = 64.25,
	};
	json_t *record =
		measured_record(&artefacts, &measured, json_pack("{s:s}", "qemu_version", "10"));

	(void)state;
	assert_part(record, "before", 2, 0.75);
	assert_part(record, "window", 61, 59.75);
	assert_part(record, "after", 5, 3.75);
	json_decref(record);
}

/* What the runner said of bm, and the adapter of the program that it speaks for. */
static void a_failed_preparation_says_why_in_the_programs_words(void **state)
{
	g_autofree char *path = path_of("record.raw");
	struct settings settings;

	(void)state;
	settings_init(&settings);
	file_write(
		"record.raw",
		"{\"bm\":{\"schema_version\":1,\"error\":\"join ended with status 3 before it said "
		"ready\"},\"failure\":\"guest: bm ended\",\"guest_console\":[\"program: "
		"x\"]}\n");
	error_fail(EPROTO, "the host gave up: guest: bm ended", "; its console ended with: x");
	assert_int_equal(measured_explain(path, &settings, folder, -EPROTO), -EPROTO);
	assert_string_equal(error_class(), "the host gave up: guest: bm ended");
	assert_file_is("guest.log", "program: x\n");
	assert_int_equal(settings_set(&settings, setting_find("workload"), "./join"), 0);
	assert_int_equal(measured_explain(path, &settings, folder, -EPROTO), -EPROTO);
	assert_string_equal(error_class(),
			    "the host gave up: guest: join ended with status 3 before "
			    "it said ready");
	assert_error_says("before it said ready; its console ended with: x");
	assert_int_equal(measured_explain("/nonexistent", &settings, folder, -EPROTO), -EPROTO);
	assert_error_says("before it said ready; its console ended with: x");
	settings_clear(&settings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SIM_TEST(half_a_record_is_an_error),
		SIM_TEST(record_has_the_layout_and_no_guest_log),
		SIM_TEST(a_profile_is_counted_in_the_record_and_kept_beside_the_logs),
		SIM_TEST(record_tells_what_the_window_cost_and_the_rest),
		SIM_TEST(a_failed_preparation_says_why_in_the_programs_words),
	};

	return cmocka_run_group_tests_name("measured", tests, NULL, NULL);
}
