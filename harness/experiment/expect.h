// SPDX-License-Identifier: GPL-2.0-or-later
/* What a setup's runs must show of the mechanism, else they are not results. */
#ifndef EXPERIMENT_EXPECT_H
#define EXPERIMENT_EXPECT_H

enum expect_sight {
	EXPECT_EITHER,
	EXPECT_SOME,
	EXPECT_NONE
};

struct expect {
	const char *name;	    /* value of a setup's key "expect" */
	enum expect_sight faults;   /* async faults delivered, by halting the vCPU or telling it */
	enum expect_sight notified; /* told: the guest got a page fault and could schedule */
	const char *help;
};

/* Ends with a row whose name is NULL. */
extern const struct expect expect_table[];

const struct expect *expect_find(const char *name); /* or NULL */

#endif
