// SPDX-License-Identifier: GPL-2.0-or-later
/* The run description: fixed length, there and back, strict. */
#include "test.h"

#include "settings/describe.h"
#include "util/units.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

static void description_make(struct description *description)
{
	memset(description, 0, sizeof(*description));
	inside_init(&description->settings);
	description->boot_seed = 3;
	description->seed = UINT32_MAX;
	description->snapshot = true;
}

/* As if an experiment had set it. */
static void set(struct settings *settings, const char *name, const char *text)
{
	if (settings_set(settings, setting_find(name), text))
		fail_msg("%s", error_text());
}

static void the_defaults_are_those_of_the_settings(void **state)
{
	struct settings settings;

	(void)state;
	settings_init(&settings);
	for (const struct inside_row *row = inside_table; row->name; row++) {
		const struct setting *setting = setting_find(row->name);
		g_autofree char *text = NULL, *initial = NULL;

		if (!setting)
			fail_msg("there is no setting %s", row->name);
		text = row->type == INSIDE_TEXT	    ? g_strdup(row->initial)
		       : row->type == INSIDE_SWITCH ? g_strdup(row->number ? "true" : "false")
		       : setting->type == SETTING_SIZE
			       ? units_size_text(row->number)
			       : g_strdup_printf("%" G_GUINT64_FORMAT, row->number);
		initial = settings_get(&settings, setting);
		assert_string_equal(text, initial);
	}
	settings_clear(&settings);
}

static void a_description_goes_there_and_back(void **state)
{
	struct description made, read;
	struct settings settings;
	char buffer[DESCRIPTION_SIZE];

	(void)state;
	settings_init(&settings);
	set(&settings, "container", "none");
	set(&settings, "guest_parameters", "kvm.async_pf=0 x=\"y\\\"");
	set(&settings, "counters", "false");
	set(&settings, "payload", "/home/me/storm");
	description_make(&made);
	inside_clear(&made.settings);
	inside_take(&settings, &made.settings);
	assert_int_equal(description_write(&made, buffer), 0);
	assert_int_equal(description_read(buffer, sizeof(buffer), &read), 0);
	assert_int_equal(read.boot_seed, 3);
	assert_int_equal(read.seed, UINT32_MAX);
	assert_true(read.snapshot);
	assert_false(read.traced);
	assert_false(read.profiled);
	assert_false(read.settings.counters);
	assert_true(read.settings.ballast);
	assert_int_equal(read.settings.container, 0);
	assert_int_equal(read.settings.vcpus, 4);
	assert_string_equal(read.settings.guest_parameters, settings.guest_parameters);
	assert_string_equal(read.settings.payload, "storm");
	assert_false(inside_has_guest(&read.settings));
	assert_false(inside_has_beside(&read.settings));
	description_clear(&read);
	description_clear(&made);
	settings_clear(&settings);
}

static void a_traced_or_profiled_run_is_told_so(void **state)
{
	struct description made, read;
	char buffer[DESCRIPTION_SIZE];

	(void)state;
	description_make(&made);
	made.traced = true;
	assert_int_equal(description_write(&made, buffer), 0);
	assert_int_equal(description_read(buffer, sizeof(buffer), &read), 0);
	assert_true(read.traced);
	assert_false(read.profiled);
	description_clear(&read);
	made.traced = false;
	made.profiled = true;
	assert_int_equal(description_write(&made, buffer), 0);
	assert_int_equal(description_read(buffer, sizeof(buffer), &read), 0);
	assert_false(read.traced);
	assert_true(read.profiled);
	description_clear(&read);
	description_clear(&made);
}

/* Or a setting that is added to the harness would change the host's memory, and every figure. */
static void it_has_what_the_runner_reads_and_differs_and_no_more(void **state)
{
	g_autofree char *files = g_strnfill(65000, 'a');
	struct description made;
	struct settings settings;
	char buffer[DESCRIPTION_SIZE + 1] = "";

	(void)state;
	settings_init(&settings);
	memcpy(files + 60000, "=/", 2);
	set(&settings, "host_files", files);
	set(&settings, "host_memory", "3G");
	set(&settings, "icount_shift", "3");
	set(&settings, "swap", "1G");
	set(&settings, "workload", "other");
	set(&settings, "array", "1024M");
	memset(&made, 0, sizeof(made));
	inside_take(&settings, &made.settings);
	assert_int_equal(description_write(&made, buffer), 0);
	assert_string_equal(g_strchomp(buffer), "{\"boot_seed\":0,\"seed\":0,\"snapshot\":false,"
						"\"settings\":{\"swap\":1073741824,"
						"\"workload\":\"other\"}}");
	description_clear(&made);
	settings_clear(&settings);
}

static void a_description_is_padded_with_blanks_and_has_no_nul(void **state)
{
	char buffer[DESCRIPTION_SIZE];
	struct description made;

	(void)state;
	description_make(&made);
	memset(buffer, 0, sizeof(buffer));
	assert_int_equal(description_write(&made, buffer), 0);
	assert_null(memchr(buffer, '\0', sizeof(buffer)));
	assert_int_equal(buffer[sizeof(buffer) - 1], ' ');
	description_clear(&made);
}

/* Whatever an experiment may say has room: nothing is refused when kernels have been built. */
static void the_longest_settings_fit(void **state)
{
	g_autofree char *quotes = g_strnfill(512, '"'), *name = g_strnfill(NAME_MAX, '"'),
			*list = g_strnfill(255, '0');
	char buffer[DESCRIPTION_SIZE];
	struct settings settings;
	struct description made;

	(void)state;
	settings_init(&settings);
	set(&settings, "guest_parameters", quotes);
	set(&settings, "host_parameters", quotes);
	set(&settings, "payload", name);
	set(&settings, "beside", name);
	set(&settings, "transparent_hugepage", "madvise");
	set(&settings, "cgroup", "v1");
	set(&settings, "layout", "padded");
	set(&settings, "fill", "pattern");
	set(&settings, "placement", list);
	set(&settings, "counters", "false");
	set(&settings, "ballast", "false");
	memset(&made, 0, sizeof(made));
	made.traced = true;
	inside_take(&settings, &made.settings);
	for (const struct inside_row *row = inside_table; row->name; row++)
		if (row->type == INSIDE_NUMBER)
			*(uint64_t *)((char *)&made.settings + row->offset) = INT64_MAX;
	assert_int_equal(description_write(&made, buffer), 0);
	description_clear(&made);
	settings_clear(&settings);
}

static void what_does_not_fit_is_refused(void **state)
{
	char buffer[DESCRIPTION_SIZE];
	struct description made;

	(void)state;
	description_make(&made);
	g_free(made.settings.payload);
	made.settings.payload = g_strnfill(DESCRIPTION_SIZE, 'a');
	assert_int_equal(description_write(&made, buffer), -E2BIG);
	assert_error_says("4096");
	description_clear(&made);
}

/* One member of a good description replaced (or taken out when value is NULL). */
static void assert_refused(const char *key, json_t *value, const char *word)
{
	struct description made, read;
	char buffer[DESCRIPTION_SIZE];
	char *text;
	json_t *json;

	description_make(&made);
	assert_int_equal(description_write(&made, buffer), 0);
	json = json_loadb(buffer, sizeof(buffer), 0, NULL);
	if (value)
		json_object_set_new(json, key, value);
	else
		json_object_del(json, key);
	text = json_dumps(json, 0);
	assert_int_equal(description_read(text, strlen(text), &read), -EINVAL);
	assert_error_says(word);
	free(text);
	json_decref(json);
	description_clear(&made);
}

static void other_shapes_are_refused(void **state)
{
	struct description read;

	(void)state;
	assert_refused("seed", NULL, "\"seed\"");
	assert_refused("seed", json_string("1"), "\"seed\"");
	assert_refused("boot_seed", json_integer(-1), "\"boot_seed\"");
	assert_refused("snapshot", json_integer(1), "\"snapshot\"");
	assert_refused("traced", json_integer(1), "\"traced\"");
	assert_refused("profiled", json_integer(1), "\"profiled\"");
	assert_refused("settings", NULL, "settings");
	assert_refused("settings", json_string("x"), "settings");
	assert_refused("settings", json_pack("{s:i}", "vcpu", 4), "\"vcpu\"");
	assert_refused("settings", json_pack("{s:s}", "vcpus", "4"), "wrong type");
	assert_refused("settings", json_pack("{s:i}", "vcpus", -4), "wrong type");
	assert_refused("settings", json_pack("{s:f}", "vcpus", 4.0), "wrong type");
	assert_refused("settings", json_pack("{s:n}", "container"), "wrong type");
	assert_refused("settings", json_pack("{s:i}", "counters", 1), "wrong type");
	assert_refused("settings", json_pack("{s:n}", "cgroup"), "wrong type");
	assert_refused("sede", json_integer(1), "\"sede\"");
	assert_int_equal(description_read("", 0, &read), -EINVAL);
	assert_int_equal(description_read("{\"seed\": 1", 10, &read), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_defaults_are_those_of_the_settings),
		cmocka_unit_test(a_description_goes_there_and_back),
		cmocka_unit_test(a_traced_or_profiled_run_is_told_so),
		cmocka_unit_test(it_has_what_the_runner_reads_and_differs_and_no_more),
		cmocka_unit_test(a_description_is_padded_with_blanks_and_has_no_nul),
		cmocka_unit_test(the_longest_settings_fit),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(other_shapes_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
