// SPDX-License-Identifier: GPL-2.0-or-later
/* Published figures (results/reference/NAME.json), shown next to measured ones. */
#ifndef REPORT_REFERENCE_H
#define REPORT_REFERENCE_H

#include "stats/stats.h"
#include "workload/workload.h"

#include <glib.h>

struct reference_setup {
	struct summary figure; /* of the workload's first metric */
	char *remark;	       /* where to read why measurements differ, or NULL */
};

struct reference {
	const struct workload *workload; /* by its key "workload"; NULL: an unknown one */
	char *label;			 /* short, for headings: "Natapov 2010, v6" */
	char *how;			 /* "mean of 10 runs, ./bm -f 4 -w 4 -t 60" */
	GHashTable *setups;		 /* name -> struct reference_setup * */
};

/*
 * Reads a reference into *reference; free it with reference_free(), which ignores NULL. name: a
 * file in results/reference/ (without .json), or a path (with / or .json). -ENOENT if there is no
 * such file; -EINVAL names the file and the key that is wrong.
 */
int reference_load(const char *name, struct reference **reference);
void reference_free(struct reference *reference);

#endif
