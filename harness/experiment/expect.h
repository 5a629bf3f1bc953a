// SPDX-License-Identifier: GPL-2.0-or-later
/* The trace of the mechanism that a setup's runs must show; without it they are not results. */
#ifndef EXPERIMENT_EXPECT_H
#define EXPERIMENT_EXPECT_H

enum expect_sight {
	EXPECT_EITHER,
	EXPECT_SOME,
	EXPECT_NONE
};

struct expect {
	const char *name;	  /* value of a setup's key "expect" */
	enum expect_sight faults; /* async faults that halted the vCPU or notified the guest */
	enum expect_sight
		notified; /* those that the guest got as a page fault: it could schedule */
	const char *help;
};

/* Ends with a row whose name is NULL. */
extern const struct expect expect_table[];

/* The row of that name, or NULL. */
const struct expect *expect_find(const char *name);

#endif
