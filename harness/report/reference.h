// SPDX-License-Identifier: GPL-2.0-or-later
/* Published figures (results/reference/NAME.json), shown alone or next to measured ones. */
#ifndef REPORT_REFERENCE_H
#define REPORT_REFERENCE_H

#include "stats/stats.h"
#include "stats/verdict.h"
#include "workload/workload.h"

#include <glib.h>

/* One quantity of one setup. */
struct reference_setup {
	char *name;
	struct summary figure;
	const struct reference_setup *baseline; /* that its ratio is to; itself: that of others */
	char *printed; /* how the source itself puts its change: "+2.8 to +3.5 %", or NULL */
	char *remark;  /* where to read why measurements differ, or NULL */
};

struct reference {
	const struct workload *workload; /* by its key "workload"; NULL: none of ours */
	char *label;			 /* short, for headings: "Natapov 2010, v6" */
	char *how;			 /* "mean of 10 runs, ./bm -f 4 -w 4 -t 60" */
	char *quantity, *unit;		 /* "total work", NULL; of all its figures */
	enum better better;
	bool has_errors;     /* the source gives means with errors, not the figures of runs */
	GPtrArray *setups;   /* struct reference_setup *, in the file's order */
	GHashTable *by_name; /* the same by their names */
};

/*
 * Reads a reference into *reference; free it with reference_free(), which ignores NULL. name: a
 * file in results/reference/ (without .json), or a path (with / or .json). -ENOENT if there is no
 * such file, with the names of those that there are; -EINVAL names the file and the key that is
 * wrong.
 */
int reference_load(const char *name, struct reference **reference);
void reference_free(struct reference *reference);

/* Is that the name or path of a reference, to which reference_load() would go? */
bool reference_is(const char *name);

#endif
