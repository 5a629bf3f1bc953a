// SPDX-License-Identifier: GPL-2.0-or-later
/* Campaigns that grow until their intervals are narrow: how many intervals hold the truth. */
#include "test.h"

#include "stats/until.h"

#include <glib.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#define CAMPAIGNS 10000
#define BOOTS_MAX 400

static void boots_add(gsl_rng *random, GArray *samples, double spread, size_t boots)
{
	while (samples->len < boots) {
		const struct sample sample = { samples->len + 1,
					       1 + gsl_ran_gaussian(random, spread) };

		g_array_append_val(samples, sample);
	}
}

static void ratio_of(const GArray *a, const GArray *b, double level, struct interval *ratio)
{
	struct summary one, other;

	stats_summarize((const struct sample *)(void *)a->data, a->len, &one);
	stats_summarize((const struct sample *)(void *)b->data, b->len, &other);
	stats_ratio(&one, &other, level, ratio);
}

/* Grows one campaign whose true ratio is 1; does its last interval hold that? */
static bool campaign_holds(gsl_rng *random, const double spreads[2], double wanted, double *boots)
{
	g_autoptr(GArray) a = g_array_new(FALSE, FALSE, sizeof(struct sample));
	g_autoptr(GArray) b = g_array_new(FALSE, FALSE, sizeof(struct sample));
	size_t now = UNTIL_BOOTS;
	double level = STATS_LEVEL;
	struct interval ratio;

	for (;;) {
		double half;

		boots_add(random, a, spreads[0], now);
		boots_add(random, b, spreads[1], now);
		ratio_of(a, b, level, &ratio);
		half = stats_half_width(&ratio);
		if (half <= wanted || now >= BOOTS_MAX)
			break;
		now = MIN(stats_until_boots(now, half, wanted), BOOTS_MAX);
		level = UNTIL_LEVEL;
	}
	*boots += (double)now;
	return ratio.low <= 1 && 1 <= ratio.high;
}

/* From "enough at the first look" to some thirty boots. */
static void final_intervals_hold_the_truth_as_often_as_they_say(void **state)
{
	static const double spreads[][2] = { { 0.01, 0.01 }, { 0.043, 0.0005 }, { 0.02, 0.03 } };
	static const double wanted[] = { 2, 1, 0.6, 0.4 };
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	(void)state;
	gsl_rng_set(random, 1);
	for (size_t i = 0; i < G_N_ELEMENTS(spreads); i++)
		for (size_t j = 0; j < G_N_ELEMENTS(wanted); j++) {
			const double half = wanted[j] * hypot(spreads[i][0], spreads[i][1]);
			double boots = 0, held = 0;

			for (size_t k = 0; k < CAMPAIGNS; k++)
				held += campaign_holds(random, spreads[i], half, &boots);
			held /= CAMPAIGNS;
			print_message("# spreads %.4f and %.4f, until %.4f: %.1f boots, coverage "
				      "%.4f\n",
				      spreads[i][0], spreads[i][1], half, boots / CAMPAIGNS, held);
			assert_true(held >= 0.93 && held <= 0.97);
		}
	gsl_rng_free(random);
}

static void the_next_look_is_later_and_not_too_late(void **state)
{
	(void)state;
	assert_int_equal(stats_until_boots(5, 0.011, 0.01), 7);
	assert_int_equal(stats_until_boots(5, 0.0101, 0.01), 6);
	assert_int_equal(stats_until_boots(5, 0.2, 0.01), 15);
	assert_int_equal(stats_until_boots(20, 0.02, 0.01), 60);
	assert_int_equal(stats_until_boots(5, INFINITY, 0.01), 15);
}

static void half_widths_are_of_the_wider_side(void **state)
{
	const struct interval ratio = { .estimate = 2, .low = 2 / 1.1, .high = 2 * 1.1 };
	const struct interval none = { .estimate = 2, .low = NAN, .high = NAN };

	(void)state;
	assert_true(fabs(stats_half_width(&ratio) - 0.1) < 1e-12);
	assert_true(isnan(stats_half_width(&none)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(final_intervals_hold_the_truth_as_often_as_they_say),
		cmocka_unit_test(the_next_look_is_later_and_not_too_late),
		cmocka_unit_test(half_widths_are_of_the_wider_side),
	};

	return cmocka_run_group_tests_name("until", tests, NULL, NULL);
}
