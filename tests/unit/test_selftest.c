// SPDX-License-Identifier: GPL-2.0-or-later
/* What the self-test makes of campaigns in which the known differences are there, or are not. */
#include "test.h"

#include "made_up.h"
#include "selftest/selftest.h"

#include <errno.h>

#define SETS 20

static struct campaign *known, *null;
static struct model *model;
static size_t failed;

/* Four boots of a setup, whose work spreads by 0.1 % around the mean. */
static void setup_add(const char *setup, double mean)
{
	static const double spread[] = { 0.9995, 1.0005, 1.001, 0.999 };

	for (int boot = 1; boot <= 4; boot++)
		record_add(known, setup, boot, boot, (json_int_t)(mean * spread[boot - 1]), 10, 0);
}

static void known_make(double thief_2, double thief_5, double off)
{
	known = campaign_new("busy thief-2 thief-5 pv off", 4, 4, "busy", NULL);
	setup_add("busy", 1e9);
	setup_add("thief-2", thief_2 * 1e9);
	setup_add("thief-5", thief_5 * 1e9);
	setup_add("pv", 2e9);
	setup_add("off", off * 2e9);
}

/* Pairs of boots that hardly differ, but for the sets below `wrong`, which differ by 2 %. */
static void null_make(int wrong)
{
	null = campaign_new("plain moved", 3 * SETS, 3 * SETS, "plain", NULL);
	for (int boot = 1; boot <= 3 * SETS; boot++) {
		const json_int_t work = 1000000000 + boot % 3 * 1000000;
		const bool is_wrong = (boot - 1) / 3 < wrong;

		record_add(null, "plain", boot, boot, work, 10, 0);
		record_add(null, "moved", boot, boot, is_wrong ? work / 100 * 102 : work + 1000, 10,
			   0);
	}
}

static int judge(void)
{
	struct report *one = report_of(known), *other = report_of(null);
	int err = selftest_judge(one, other, &model, &failed);

	report_free(one);
	report_free(other);
	return err;
}

static int test_end(void **state)
{
	(void)state;
	model_free(model);
	model = NULL;
	campaign_drop(known);
	campaign_drop(null);
	return 0;
}

static void assert_row(size_t row, const char *check, const char *verdict)
{
	const struct table *table = model->tables->pdata[0];

	assert_string_equal(table_cell(table, row, 0)->text, check);
	assert_string_equal(table_cell(table, row, 4)->text, verdict);
}

static void what_is_there_is_found(void **state)
{
	(void)state;
	known_make(0.98, 0.95, 0.5);
	null_make(1);
	assert_int_equal(judge(), 0);
	assert_int_equal(failed, 0);
	assert_row(0, "thief-2", "passed");
	assert_row(2, "async page faults off", "passed");
	assert_row(3, "no change: share of 20 sets called worse or better", "passed");
}

static void a_loss_of_another_size_fails(void **state)
{
	(void)state;
	known_make(0.98, 0.94, 0.5);
	null_make(0);
	assert_int_equal(judge(), 0);
	assert_int_equal(failed, 1);
	assert_row(1, "thief-5", "failed");
}

static void no_loss_fails(void **state)
{
	(void)state;
	known_make(1, 0.95, 0.9);
	null_make(0);
	assert_int_equal(judge(), 0);
	assert_int_equal(failed, 2);
	assert_row(0, "thief-2", "failed");
	assert_row(2, "async page faults off", "failed");
}

static void too_many_differences_where_none_are_fail(void **state)
{
	(void)state;
	known_make(0.98, 0.95, 0.5);
	null_make(2);
	assert_int_equal(judge(), 0);
	assert_int_equal(failed, 1);
	assert_row(3, "no change: share of 20 sets called worse or better", "failed");
	assert_has(((struct table *)model->tables->pdata[0])->lines->pdata[0],
		   "Of the 20 sets, 2 have an interval that does not hold 1; 1.0 are expected.");
}

static void missing_boots_are_an_error(void **state)
{
	(void)state;
	known = campaign_new("busy thief-2 thief-5 pv off", 4, 4, "busy", NULL);
	setup_add("busy", 1e9);
	null_make(0);
	assert_int_equal(judge(), -EPROTO);
	assert_error_says("thief-2");
	assert_null(model);
}

#define SELF_TEST(name) cmocka_unit_test_teardown(name, test_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SELF_TEST(what_is_there_is_found),
		SELF_TEST(a_loss_of_another_size_fails),
		SELF_TEST(no_loss_fails),
		SELF_TEST(too_many_differences_where_none_are_fail),
		SELF_TEST(missing_boots_are_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
