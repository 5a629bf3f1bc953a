// SPDX-License-Identifier: GPL-2.0-or-later
/* Which recorded runs are made again. */
#include "test.h"

#include "verify/verify.h"

static void runs_are_taken_once_in_order_and_within_bounds(void **state)
{
	(void)state;
	for (guint count = 1; count <= 13; count++)
		for (guint taken = 1; taken <= count; taken++)
			for (guint setup = 0; setup < 5; setup++) {
				guint last = 0;

				for (guint i = 0; i < taken; i++) {
					guint now = verify_pick(count, taken, i, setup);

					assert_true(now < count);
					assert_true(!i || now > last);
					last = now;
				}
			}
}

/* One run of each setup then looks at all boots. */
static void setups_begin_at_different_runs(void **state)
{
	(void)state;
	for (guint setup = 0; setup < 8; setup++)
		assert_int_equal(verify_pick(4, 1, 0, setup), setup % 4);
}

static void runs_are_spread_evenly(void **state)
{
	(void)state;
	assert_int_equal(verify_pick(10, 3, 0, 0), 0);
	assert_int_equal(verify_pick(10, 3, 1, 0), 3);
	assert_int_equal(verify_pick(10, 3, 2, 0), 6);
	assert_int_equal(verify_pick(10, 3, 0, 2), 2);
	assert_int_equal(verify_pick(10, 3, 2, 2), 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_are_taken_once_in_order_and_within_bounds),
		cmocka_unit_test(setups_begin_at_different_runs),
		cmocka_unit_test(runs_are_spread_evenly),
	};

	return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
