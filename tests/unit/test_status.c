// SPDX-License-Identifier: GPL-2.0-or-later
/* Exit statuses: the table that people read, and what errors end in. */
#include "test.h"

#include "util/status.h"

#include <errno.h>
#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* Every errno of error.h's contract, and some of which the machine refuses. */
static const struct {
	int error;
	enum status status;
} ends[] = {
	{ 0, STATUS_OK },
	{ EINVAL, STATUS_USAGE },
	{ EPROTO, STATUS_RUN_FAILED },
	{ ETIMEDOUT, STATUS_RUN_FAILED },
	{ EBADMSG, STATUS_BUILD_FAILED },
	{ ESTALE, STATUS_STALE },
	{ ENOPKG, STATUS_LACKING },
	{ EINTR, STATUS_INTERRUPTED },
	{ ENOSPC, STATUS_REFUSED },
	{ EACCES, STATUS_REFUSED },
	{ ENOENT, STATUS_REFUSED },
	{ EBUSY, STATUS_REFUSED },
	{ EIO, STATUS_REFUSED },
};

static const struct status_row *row_find(enum status status)
{
	for (const struct status_row *row = status_table; row->name; row++)
		if (row->status == status)
			return row;
	return NULL;
}

static void errors_end_as_their_contract_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
		assert_int_equal(status_from_error(-ends[i].error), ends[i].status);
}

static void a_count_is_not_an_error(void **state)
{
	(void)state;
	assert_int_equal(status_from_error(1), STATUS_OK);
	assert_int_equal(status_from_error(4096), STATUS_OK);
}

static void every_error_ends_in_a_status_of_the_table(void **state)
{
	(void)state;
	for (int error = 0; error < 200; error++)
		if (!row_find(status_from_error(-error)))
			fail_msg("errno %d ends in %d, which the table lacks", error,
				 status_from_error(-error));
}

static void every_status_of_the_table_can_be_the_end(void **state)
{
	(void)state;
	for (const struct status_row *row = status_table; row->name; row++) {
		/* Verdicts are no errors; test_gate.sh and test_verify.sh in tests/fake end in
		 * them. */
		bool reached = row->status == STATUS_WORSE || row->status == STATUS_UNCLEAR ||
			       row->status == STATUS_DIFFERS;

		for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
			reached |= status_from_error(-ends[i].error) == row->status;
		if (!reached)
			fail_msg("nothing ends in %d, %s", row->status, row->name);
	}
}

static void statuses_are_named_once_and_ascend(void **state)
{
	(void)state;
	for (const struct status_row *row = status_table; row[0].name && row[1].name; row++)
		assert_true(row[0].status < row[1].status);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(errors_end_as_their_contract_says),
		cmocka_unit_test(a_count_is_not_an_error),
		cmocka_unit_test(every_error_ends_in_a_status_of_the_table),
		cmocka_unit_test(every_status_of_the_table_can_be_the_end),
		cmocka_unit_test(statuses_are_named_once_and_ascend),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
