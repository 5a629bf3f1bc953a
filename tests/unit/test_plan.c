// SPDX-License-Identifier: GPL-2.0-or-later
/* Which runs, on which boots, with which seeds, in which order. */
#include "test.h"

#include "experiment/plan.h"

#include <inttypes.h>
#include <string.h>

static struct setup all[] = { { .name = "m" }, { .name = "n" }, { .name = "p" } };

/* The plan of `setups` setups as text: "SETUP boot/boot_seed run/seed", and "T" if it is traced,
 * "P" if profiled. */
static char *plan_text_of(uint64_t runs, uint64_t boots, unsigned int setups, bool traced,
			  bool profiled)
{
	struct experiment experiment = {
		.runs = runs, .boots = boots, .boot_seed = 11, .seed = 101, .traced = traced
	};
	static const char *const marks[RUN_KINDS] = { "", " T", " P" };
	GString *text = g_string_new(NULL);
	g_autoptr(GPtrArray) plan = NULL;

	experiment.setups = g_ptr_array_new();
	for (unsigned int i = 0; i < setups; i++)
		g_ptr_array_add(experiment.setups, &all[i]);
	plan = plan_make(&experiment);
	if (profiled)
		plan_add(&experiment, RUN_PROFILED, plan);
	for (guint i = 0; i < plan->len; i++) {
		const struct plan_run *run = plan->pdata[i];

		g_string_append_printf(text,
				       "%s%s %" PRIu64 "/%" PRIu64 " %" PRIu64 "/%" PRIu64 "%s",
				       i ? ", " : "", run->setup->name, run->boot, run->boot_seed,
				       run->run, run->seed, marks[run->kind]);
	}
	g_ptr_array_unref(experiment.setups);
	return g_string_free(text, FALSE);
}

static char *plan_text(uint64_t runs, uint64_t boots, unsigned int setups)
{
	return plan_text_of(runs, boots, setups, false, false);
}

static void boots_are_interleaved_over_setups(void **state)
{
	g_autofree char *text = plan_text(2, 2, 3);

	(void)state;
	assert_string_equal(text, "m 1/11 1/101, n 1/11 1/101, p 1/11 1/101, "
				  "m 2/12 2/102, n 2/12 2/102, p 2/12 2/102");
}

static void the_runs_of_a_boot_stay_together(void **state)
{
	g_autofree char *text = plan_text(4, 2, 2);

	(void)state;
	assert_string_equal(text, "m 1/11 1/101, m 1/11 2/102, n 1/11 1/101, n 1/11 2/102, "
				  "m 2/12 3/103, m 2/12 4/104, n 2/12 3/103, n 2/12 4/104");
}

static void a_run_tells_its_boot(void **state)
{
	static struct setup setup = { .name = "m" };

	(void)state;
	for (uint64_t runs = 1; runs <= 12; runs++)
		for (uint64_t boots = 1; boots <= runs; boots++) {
			struct experiment experiment = { .runs = runs, .boots = boots };
			g_autoptr(GPtrArray) plan = NULL;

			experiment.setups = g_ptr_array_new();
			g_ptr_array_add(experiment.setups, &setup);
			plan = plan_make(&experiment);
			for (guint i = 0; i < plan->len; i++) {
				const struct plan_run *run = plan->pdata[i];

				assert_int_equal(plan_boot(runs, boots, run->run), run->boot);
			}
			g_ptr_array_unref(experiment.setups);
		}
}

static void the_first_boots_take_the_runs_that_are_left_over(void **state)
{
	g_autofree char *text = plan_text(5, 3, 1);

	(void)state;
	assert_string_equal(text, "m 1/11 1/101, m 1/11 2/102, m 2/12 3/103, m 2/12 4/104, "
				  "m 3/13 5/105");
}

static void one_boot_takes_all_runs(void **state)
{
	g_autofree char *text = plan_text(3, 1, 1);

	(void)state;
	assert_string_equal(text, "m 1/11 1/101, m 1/11 2/102, m 1/11 3/103");
}

static void every_run_of_every_setup_is_planned_once(void **state)
{
	(void)state;
	for (uint64_t runs = 1; runs <= 12; runs++) {
		for (uint64_t boots = 1; boots <= runs; boots++) {
			g_autofree char *text = plan_text(runs, boots, 3);
			g_auto(GStrv) entries = g_strsplit(text, ", ", -1);

			assert_int_equal(g_strv_length(entries), 3 * runs);
			for (uint64_t run = 1; run <= runs; run++) {
				g_autofree char *end =
					g_strdup_printf(" %" PRIu64 "/%" PRIu64, run, run + 100);
				unsigned int found = 0;

				for (size_t i = 0; entries[i]; i++)
					found += g_str_has_suffix(entries[i], end);
				assert_int_equal(found, 3);
			}
		}
	}
}

static void runs_that_look_closer_come_last_and_need_a_guest(void **state)
{
	g_autofree char *text = NULL;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		settings_init(&all[i].settings);
	assert_int_equal(settings_set(&all[1].settings, setting_find("payload"), "/bin/true"), 0);
	text = plan_text_of(3, 2, 3, true, true);
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		settings_clear(&all[i].settings);
	assert_string_equal(text, "m 1/11 1/101, m 1/11 2/102, n 1/11 1/101, n 1/11 2/102, "
				  "p 1/11 1/101, p 1/11 2/102, m 2/12 3/103, n 2/12 3/103, "
				  "p 2/12 3/103, m 1/11 1/101 T, p 1/11 1/101 T, "
				  "m 1/11 1/101 P, p 1/11 1/101 P");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(boots_are_interleaved_over_setups),
		cmocka_unit_test(the_runs_of_a_boot_stay_together),
		cmocka_unit_test(a_run_tells_its_boot),
		cmocka_unit_test(the_first_boots_take_the_runs_that_are_left_over),
		cmocka_unit_test(one_boot_takes_all_runs),
		cmocka_unit_test(runs_that_look_closer_come_last_and_need_a_guest),
		cmocka_unit_test(every_run_of_every_setup_is_planned_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
