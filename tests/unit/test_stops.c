// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of the place at which a repeated run is stopped. */
#include "test.h"

#include "inspect/stops.h"

#include <glib.h>
#include <string.h>

/* lines: a JSON array for log.host_bad; reasons: one for invalid_reasons. */
static void assert_place(const char *lines, const char *reasons, const char *place,
			 const char *recorded)
{
	g_autofree char *text = g_strdup_printf("{\"determined\": {\"result\": {\"log\": "
						"{\"host_bad\": %s}}, \"invalid_reasons\": %s}}",
						lines, reasons);
	json_t *record = json_loads(text, 0, NULL);
	const char *line = NULL;
	g_autofree char *found = NULL;

	assert_non_null(record);
	found = stops_place(record, &line);
	if (place)
		assert_string_equal(found ? found : "(none)", place);
	else
		assert_null(found);
	if (recorded)
		assert_string_equal(line ? line : "(none)", recorded);
	else
		assert_null(line);
	json_decref(record);
}

static void a_warning_has_the_place_of_its_instruction(void **state)
{
	static const char line[] =
		"WARNING: CPU: 1 PID: 84 at virt/kvm/async_pf.c:313 kvm_a.part.0+0x9c/0xb0";

	(void)state;
	assert_place("[\"WARNING: CPU: 1 PID: 84 at virt/kvm/async_pf.c:313 "
		     "kvm_a.part.0+0x9c/0xb0\", \"BUG: later\"]",
		     "[]", "*('kvm_a.part.0'+0x9c)", line);
}

static void oopses_and_panics_have_a_function(void **state)
{
	(void)state;
	assert_place("[\"BUG: kernel NULL pointer dereference, address: 0000000000000000\"]", "[]",
		     "oops_begin",
		     "BUG: kernel NULL pointer dereference, address: 0000000000000000");
	assert_place("[\"kernel BUG at mm/swap.c:1!\"]", "[]", "oops_begin",
		     "kernel BUG at mm/swap.c:1!");
	assert_place("null", "[\"the host's kernel panicked\"]", "panic",
		     "the host's kernel panicked");
}

static void lines_without_a_place_are_passed_over(void **state)
{
	(void)state;
	assert_place("[\"rcu: detected stall\", \"Kernel panic - not syncing: x\"]", "[]", "panic",
		     "Kernel panic - not syncing: x");
	assert_place("[\"rcu: detected stall\"]", "[\"bm: it stalled\"]", NULL,
		     "rcu: detected stall");
	assert_place("[]", "[]", NULL, NULL);
}

/* Records come from strangers, and the place becomes a command of gdb. */
static void nothing_but_a_symbol_gets_into_a_place(void **state)
{
	static const char *const symbols[] = { "f'", "f)", "f\\n", "f;", "f g", "$f", "f-1", "" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(symbols); i++) {
		g_autofree char *lines = g_strdup_printf(
			"[\"WARNING: CPU: 1 PID: 2 at a.c:1 %s+0x1/0x2\"]", symbols[i]);
		g_autofree char *line = NULL;
		json_t *array = json_loads(lines, 0, NULL);

		assert_non_null(array);
		line = g_strdup(json_string_value(json_array_get(array, 0)));
		json_decref(array);
		assert_place(lines, "[]", NULL, line);
	}
	assert_place("[\"WARNING: CPU: 1 PID: 2 at a.c:1 f+0x1'/0x2\"]", "[]", NULL,
		     "WARNING: CPU: 1 PID: 2 at a.c:1 f+0x1'/0x2");
	assert_place("[1, null, {}]", "5", NULL, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_warning_has_the_place_of_its_instruction),
		cmocka_unit_test(oopses_and_panics_have_a_function),
		cmocka_unit_test(lines_without_a_place_are_passed_over),
		cmocka_unit_test(nothing_but_a_symbol_gets_into_a_place),
	};

	return cmocka_run_group_tests_name("stops", tests, NULL, NULL);
}
