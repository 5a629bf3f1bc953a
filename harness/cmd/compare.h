// SPDX-License-Identifier: GPL-2.0-or-later
/* What show, gate, plot and report share: a campaign, alone or against another side. */
#ifndef CMD_COMPARE_H
#define CMD_COMPARE_H

#include "report/reference.h"
#include "report/side.h"

#include <argp.h>

/* --against SIDE and --force; its input is struct compare_options. */
extern const struct argp compare_argp;

struct compare_options {
	const char *campaign; /* NULL: quick */
	const char *against;  /* or NULL */
	const char *baseline; /* of the campaign, or NULL: the experiment's */
	bool force;
};

struct compare {
	struct side *side;  /* side->report is what there is to print */
	struct side *other; /* or NULL */
};

/* Puts the command's argument into options->campaign. A second one is a usage error that names
 * --against. */
void compare_argument(struct argp_state *state, struct compare_options *options, char *argument);

/*
 * Reads the campaign and what it is held against. The caller frees with compare_close(), which
 * accepts what a failed call left. Errors of side_open() and against_apply(); -EINVAL: a reference
 * of another workload, or a setup or reference where a campaign is needed.
 */
int compare_open(const struct compare_options *options, struct compare *compare);
void compare_close(struct compare *compare);

#endif
