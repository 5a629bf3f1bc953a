// SPDX-License-Identifier: GPL-2.0-or-later
/* Recorded runs, made again from what their campaign states, and compared with their records. */
#ifndef VERIFY_VERIFY_H
#define VERIFY_VERIFY_H

#include "experiment/plan.h"
#include "testbed/testbed.h"

#include <jansson.h>

enum verify_verdict {
	VERIFY_OPEN,	/* not made again (yet) */
	VERIFY_SAME,	/* all of `determined` is equal, but maybe its inputs */
	VERIFY_DIFFERS, /* a result differs, and no input does */
	VERIFY_OTHER,	/* a result differs, and so do inputs */
	VERIFY_CANNOT,	/* an input is missing, without which it would be no repetition */
};

#define VERIFY_VERDICTS (VERIFY_CANNOT + 1)

struct verify_run {
	char *name;	     /* "pv-b1-r2" */
	json_t *record;	     /* the first one */
	struct plan_run run; /* points into the experiment */
	enum verify_verdict verdict;
	char *text;	   /* what differs, or what is missing; NULL: nothing */
	GPtrArray *inputs; /* repeat_inputs(); NULL: not made again */
	bool was_prepared; /* the preparation came from the cache */
};

struct verify {
	char *folder; /* of the campaign */
	struct experiment *experiment;
	GPtrArray *runs; /* struct verify_run *, in the campaign's order */
};

struct verify_options {
	const char *const *only; /* names of setups, or NULL: all */
	uint64_t runs;		 /* of each setup at most; 0: all */
	unsigned int jobs;	 /* side by side; 0 = as cores and memory allow */
};

/*
 * Chooses what is made again. what: a campaign (campaign_path()), of which valid measured runs are
 * taken; or the file of a record in a campaign, of any run. Free *verify with verify_free(); it is
 * NULL after an error. -EINVAL names a bad record or option; -EPROTO: there is no valid run; errors
 * of campaign_load() and experiment_restore().
 */
int verify_open(const char *what, const struct verify_options *options, struct verify **verify);
void verify_free(struct verify *verify);

/* The testbed of the chosen runs, which can make them here. -EINVAL: there is none of that name;
 * errors of probe() and check(). */
int verify_testbed(const struct verify *verify, const struct testbed **testbed);

/*
 * Makes the runs again, in a folder of its own that is removed afterwards, and sets their verdicts;
 * after an error, too, of those that were made. A run whose inputs are missing is no error.
 * Preparations stay in their cache. -EINTR after Ctrl-C; errors of the testbed and of
 * scheduler_run().
 */
int verify_make(struct verify *verify, const struct verify_options *options);

/* Which of `count` runs are taken, in ascending order: the index of the nth (from 0) of `taken`,
 * for the setup at this place. They are spread evenly, and begin at another run in each setup. */
guint verify_pick(guint count, guint taken, guint nth, guint setup);

#endif
