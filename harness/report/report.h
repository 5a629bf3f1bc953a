// SPDX-License-Identifier: GPL-2.0-or-later
/* What all outputs are made from: a campaign's records, digested once. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "campaign/campaign.h"
#include "stats/stats.h"

/* Numbers that nothing is known about are NAN; outputs show them as "-". */
struct report_setup {
	char *name;
	struct summary work;	 /* total work of a run */
	struct summary accesses; /* of a run, summed over the faulting threads */
	struct interval ratio;	 /* of work to the baseline's */
	struct interval accesses_ratio;
	struct summary published;	 /* work in the reference */
	struct interval published_ratio; /* to the reference's figure for the baseline */
	size_t valid, invalid, missing;	 /* runs; only valid ones are in the numbers */
	char *mixed;			 /* record_mixture() of records that count, or NULL */
	bool is_payload;		 /* its runs are of something else than bm: no numbers */
	double longest_stall_ms;	 /* the longest of any faulting thread in any run */
	double async_faults;		 /* means of a run, like work: over boots */
	double async_notified;		 /* of which the guest was told */
	double major_faults;
	double read_ms;	    /* measured latency of swap reads */
	GArray *samples;    /* struct sample of work, in the order of the records */
	GPtrArray *records; /* const json_t *: valid or not; they are the campaign's */
};

/* A setup at its place on the experiment's axis. */
struct report_point {
	const struct report_setup *setup;
	double x;
	struct interval step; /* of work to that of the point before it; NAN at the first */
	struct interval accesses_step;
};

struct report_curve {
	char *name;
	GArray *points; /* struct report_point, by x */
};

struct report {
	char *name, *title;   /* of the experiment */
	char *baseline;	      /* setup, or NULL */
	char *reference;      /* "Natapov 2010, v6", or NULL */
	char *reference_how;  /* "mean of 10 runs, ./bm -f 4 -w 4 -t 60", or NULL */
	uint64_t boots, runs; /* planned, of each setup */
	char *seconds;	      /* "60"; "10, 60" when setups differ; "-" if unknown */
	GPtrArray *setups;    /* struct report_setup *, in the experiment's order */
	GHashTable *by_name;  /* the same by their names */
	char *axis;	      /* what x is: "patches applied", or NULL */
	GPtrArray *curves;   /* struct report_curve *, in the order of setups; empty without axis */
	GPtrArray *payloads; /* payloads_make() */
	GPtrArray *origin;   /* char *: kernels, parameters and versions, a line each */
	GPtrArray *notes;    /* char *: what a reader has to know to read the numbers rightly */
};

/*
 * Digests the records of the campaign, which has to live as long as the report. -EINVAL names what
 * the experiment or a record lacks; missing or invalid runs are no error, they are counted and
 * noted. Free with report_free(), for which NULL is nothing.
 */
int report_make(const struct campaign *campaign, struct report **report);
void report_free(struct report *report);

/* The setup of that name, or NULL. The report keeps it. */
struct report_setup *report_setup(const struct report *report, const char *name);

/* Is there a setup that runs bm? Without one there are no numbers and no plot. */
bool report_has_work(const struct report *report);

/* Does the baseline have a mean that ratios are to? */
bool report_has_ratios(const struct report *report);

/*
 * Writes folder/plot.dat, and folder/NAME.png and .svg, which plots/NAME.gp makes from it; NAME is
 * report_picture(). Each is replaced as a whole or not at all. -ENOPKG without gnuplot; -EINVAL
 * when there is no ratio to plot; another -errno when gnuplot fails or a file cannot be written.
 */
int report_plot(const struct report *report, const char *folder);

/* "curve" for setups on an axis, else "ratios". */
const char *report_picture(const struct report *report);

/* What plot.dat holds, in UTF-8. Free with g_free(). */
char *report_plot_data(const struct report *report);

#endif
