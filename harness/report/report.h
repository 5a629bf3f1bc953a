// SPDX-License-Identifier: GPL-2.0-or-later
/* A campaign's records, digested once for all outputs. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "campaign/campaign.h"
#include "stats/stats.h"

/* What a setup's valid runs have of one of the workload's metrics. */
struct report_figure {
	GArray *samples; /* struct sample, in the order of the records */
	struct summary summary;
	struct interval ratio; /* to the baseline's */
	double maximum;	       /* of all runs */
};

/* Unknown numbers are NAN; tables show them as "-". */
struct report_setup {
	char *name;
	const char *stem, *place; /* of the axis (experiment.h), or NULL; owned by the campaign */
	const struct report_setup *baseline; /* that its ratios are to; NULL: there is none */
	const struct workload *workload;
	struct report_figure *figures;	 /* one for each of the workload's metrics */
	struct summary published;	 /* first figure in the reference */
	struct interval published_ratio; /* to the reference's figure for the baseline */
	char *published_remark;		 /* of the reference, or NULL */
	size_t valid, invalid, missing;	 /* runs; only valid ones are in the numbers */
	char *mixed;			 /* record_mixture() of its valid records, or NULL */
	bool is_payload;		 /* its runs are of a payload: no numbers */
	double async_faults;		 /* means per run, over boots like the figures */
	double async_notified;		 /* of these, those that the guest was notified of */
	double major_faults;
	double read_ms;	      /* measured latency of swap reads */
	GPtrArray *records;   /* const json_t *: valid or not; owned by the campaign */
	const json_t *traced; /* record of its traced run, which is none of these, or NULL */
};

/* A setup at its place on the experiment's axis. */
struct report_point {
	const struct report_setup *setup;
	double x;
	struct interval
		*steps; /* ratios of the figures to the previous point's; NAN at the first */
};

struct report_curve {
	char *name;
	GArray *points; /* struct report_point, by x */
};

struct report {
	char *name, *title;	   /* of the experiment */
	char *baseline;		   /* setup, or stem: at each place its setup; or NULL */
	bool by_place;		   /* it is a stem */
	char *reference;	   /* "Natapov 2010, v6", or NULL */
	char *reference_how;	   /* "mean of 10 runs, ./bm -f 4 -w 4 -t 60", or NULL */
	bool reference_has_errors; /* what it has beside means is read as standard errors */
	uint64_t boots, runs;	   /* planned, of each setup */
	bool covariates;	   /* set by the caller: the table of covariates is wanted, too */
	bool traced;		   /* a traced run of each setup is planned beside them */
	const struct workload *workload;
	char *seconds;	     /* "60"; "10, 60" when setups differ; "-" if unknown */
	GPtrArray *setups;   /* struct report_setup *, in the experiment's order */
	GPtrArray *apart;    /* the same: those without a partner in a comparison */
	GHashTable *by_name; /* the same by their names */
	char *axis;	     /* what x is: "patches applied", or NULL */
	GPtrArray *curves;   /* struct report_curve *, in the order of setups; empty without axis */
	GPtrArray *payloads; /* payloads_make() */
	GPtrArray *origin;   /* char *: kernels, parameters and versions, a line each */
	GPtrArray *notes;    /* char *: what a reader must know to interpret the numbers */
	double level;	     /* of the intervals that hold with STATS_LEVEL */
	const struct report *against; /* whose setups are the baselines, or NULL: its own */
	GPtrArray *differences;	      /* differences_make(); of a comparison, else NULL */
};

/*
 * Digests the records into *report, which the caller frees with report_free() (NULL is ignored).
 * The campaign must outlive it. -EINVAL names what the experiment or a record lacks. Missing or
 * invalid runs are not an error: they are counted, and a note names them.
 */
int report_make(const struct campaign *campaign, struct report **report);
void report_free(struct report *report);

/* For report/ only: the ratios to each setup's baseline. */
void report_ratios_make(struct report *report);
void report_setup_free(void *setup);

/* The setup of that name, or NULL. Owned by the report. */
struct report_setup *report_setup(const struct report *report, const char *name);

/* Is that the setup's name or its stem? */
bool report_setup_is(const struct report_setup *setup, const char *name);

/* What ratios are to, in words: "master", "master at the same place". Free with g_free(). */
char *report_baseline(const struct report *report);

/*
 * Gives each setup its baseline: the one of the report's name, or the one of that stem at the
 * setup's place. -EINVAL if no setup is of that name or stem.
 */
int report_setups_compare(const char *folder, struct report *report);

/* -EPROTO names the setups without a valid run. folder: the campaign's, for the text. */
int report_check(const struct report *report, const char *folder);

/* True if a setup runs the workload. Without one there are no numbers and no plot. */
bool report_has_figures(const struct report *report);

/* True if a baseline has a mean, so that there are ratios to it. */
bool report_has_ratios(const struct report *report);

#endif
