/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Does a verdict find what is known to be there, and nothing where there is nothing? */
#ifndef SELFTEST_SELFTEST_H
#define SELFTEST_SELFTEST_H

#include "report/model.h"
#include "report/report.h"

#define SELFTEST_KNOWN "selftest" /* names of the experiments, and of their campaigns */
#define SELFTEST_NULL  "selftest-null"
#define SELFTEST_SET   3 /* boots of a set; SELFTEST_NULL has so many in a set */

struct selftest_thief {
	const char *setup; /* of SELFTEST_KNOWN, and the name of its program (paths_program()) */
	double share;	   /* that it takes of every CPU */
};

extern const struct selftest_thief selftest_thieves[]; /* NULL-terminated */

/*
 * Judges both campaigns: a row for each check in *model, with what is expected and what was
 * measured, to be freed with model_free(); NULL after an error. *failed: how many checks failed.
 * -EPROTO names a setup or boots that are missing.
 */
int selftest_judge(const struct report *known, const struct report *null, struct model **model,
		   size_t *failed);

#endif
