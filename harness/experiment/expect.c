// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of expectations. */
#include "experiment/expect.h"

#include <stddef.h>
#include <string.h>

const struct expect expect_table[] = {
	{ "none", EXPECT_NONE, EXPECT_NONE, "no async fault at all (master)" },
	{ "nonpv", EXPECT_SOME, EXPECT_NONE, "async faults, the guest is never notified" },
	{ "pv", EXPECT_SOME, EXPECT_SOME, "async faults, the guest is notified" },
	{ "async", EXPECT_SOME, EXPECT_EITHER, "async faults, the guest notified or not" },
	{ "any", EXPECT_EITHER, EXPECT_EITHER, "nothing is required" },
	{ .name = NULL },
};

const struct expect *expect_find(const char *name)
{
	for (const struct expect *row = expect_table; row->name; row++)
		if (!strcmp(row->name, name))
			return row;
	return NULL;
}
