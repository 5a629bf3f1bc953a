// SPDX-License-Identifier: GPL-2.0-or-later
/* The run description: fixed length, there and back, strict. */
#include "test.h"

#include "record/description.h"

#include <errno.h>
#include <string.h>

static void description_make(struct description *description)
{
	memset(description, 0, sizeof(*description));
	settings_init(&description->settings);
	description->boot_seed = 3;
	description->seed = UINT32_MAX;
	description->snapshot = true;
}

static void a_description_goes_there_and_back(void **state)
{
	struct description made, read;
	char buffer[DESCRIPTION_SIZE];

	(void)state;
	description_make(&made);
	settings_set(&made.settings, setting_find("container"), "none");
	settings_set(&made.settings, setting_find("host_parameters"), "kvm.async_pf=0 x=\"y\\\"");
	assert_int_equal(description_write(&made, buffer), 0);
	assert_int_equal(description_read(buffer, sizeof(buffer), &read), 0);
	assert_int_equal(read.boot_seed, 3);
	assert_int_equal(read.seed, UINT32_MAX);
	assert_true(settings_have_guest(&read.settings));
	assert_true(read.snapshot);
	assert_int_equal(read.settings.container, 0);
	assert_string_equal(read.settings.host_parameters, made.settings.host_parameters);
	description_clear(&read);
	description_clear(&made);
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

static void the_longest_parameters_fit(void **state)
{
	g_autofree char *quotes = g_strnfill(512, '"');
	char buffer[DESCRIPTION_SIZE];
	struct description made;

	(void)state;
	description_make(&made);
	assert_int_equal(settings_set(&made.settings, setting_find("host_parameters"), quotes), 0);
	assert_int_equal(settings_set(&made.settings, setting_find("guest_parameters"), quotes), 0);
	assert_int_equal(description_write(&made, buffer), 0);
	description_clear(&made);
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
	assert_refused("settings", NULL, "settings");
	assert_refused("settings", json_object(), "is missing");
	assert_refused("sede", json_integer(1), "\"sede\"");
	assert_int_equal(description_read("", 0, &read), -EINVAL);
	assert_int_equal(description_read("{\"seed\": 1", 10, &read), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_description_goes_there_and_back),
		cmocka_unit_test(a_description_is_padded_with_blanks_and_has_no_nul),
		cmocka_unit_test(the_longest_parameters_fit),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(other_shapes_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
