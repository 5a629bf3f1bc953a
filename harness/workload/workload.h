// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A workload, the program that is measured in the guest, as the harness sees it: what it needs, how
 * its runs are judged, and which figures it gives. inside.h is the runner's half.
 */
#ifndef WORKLOAD_WORKLOAD_H
#define WORKLOAD_WORKLOAD_H

#include "settings/settings.h"
#include "stats/verdict.h"
#include "workload/judgement.h"

#include <jansson.h>
#include <stdbool.h>

/* Up to there a double holds every whole number. */
#define WORKLOAD_LARGEST (INT64_C(1) << 53)

/* A whole number in a record that is used: where it is, and from where on it can be meant. */
struct workload_range {
	/*
	 * A member "[]" stands for each element of a list. What may be lacking may also be null,
	 * and so may what it would be in.
	 */
	const char *path; /* from the record's root */
	json_int_t least;
	bool may_lack;
};

enum metric_over { /* what becomes of a run's several values, as those of threads */
	METRIC_SUM,
	METRIC_MOST
};

enum metric_use {	 /* what is shown of a setup's runs */
	METRIC_COMPARED, /* mean over boots, and its ratio to the baseline's with an interval */
	METRIC_MEAN,	 /* mean over boots */
	METRIC_MAXIMUM	 /* the largest of all runs */
};

struct metric {
	const char *name;  /* for programs; unique in its workload: "accesses" */
	const char *title; /* in a sentence or before "ratio": "page accesses" */
	const char *label; /* above a column or beside an axis: "page accesses" */
	const char *path;  /* in a record's result; "[]": each element of a list */
	const char *unit;  /* "ms"; NULL: none */
	double scale;	   /* factor from the record's number to the unit */
	int decimals;
	enum better better; /* of compared ones not BETTER_NEITHER */
	enum metric_over over;
	enum metric_use use;
};

/* How much CPU threads can get by where they sit, if those on a vCPU share it equally. */
struct workload_share {
	double got;   /* by those that work in this run: vCPUs */
	double pairs; /* if they were placed in pairs with those that wait */
};

struct workload {
	const char *name;
	const char *program; /* the guest's init: a name as paths_program() takes it */

	/* Ends with a row without a name. The first is compared, and is what gates judge. Those of
	 * a program are known from a campaign's records (program.h); until then there are none. */
	const struct metric *metrics;

	/* What else may go along with the spread of its first figure; ends as metrics do. NULL:
	 * nothing is known. */
	const struct metric *covariates;

	/* What is used of its results; ends with a row without a path. */
	const struct workload_range *ranges;

	/*
	 * The member of a traced run's result that has more than in other runs: "guest_cpu", what
	 * the guest's kernel accounted to each vCPU, and "latency", a histogram. NULL: there is
	 * none.
	 */
	const char *traced;

	/* Memory that it touches, bytes, and the setting that says it; NULL: not known. */
	uint64_t (*memory)(const struct settings *settings);
	const char *memory_setting;

	/* -EINVAL: settings that it cannot run with. setup: its name, for the text. NULL: none. */
	int (*check)(const struct settings *settings, const char *setup);

	/* Makes a record's result of what the runner handed over, in place. setting: the text of
	 * the setting workload. NULL: it is that already. */
	void (*take)(json_t *result, const char *setting);

	/* What in a record's result cannot be used, besides the ranges: "\"WHERE\" WHAT", or NULL.
	 * Free with g_free(). NULL: nothing else is checked. */
	char *(*fault)(const json_t *result);

	/* Refuses a run of which figures are missing or cannot be meant. */
	void (*judge)(struct judgement *judgement);

	/* Fills *share; false if the threads were placed, or were not seen. NULL: it has no such
	 * threads. */
	bool (*share)(const json_t *result, struct workload_share *share);

	/* A valid result in a few words, for the progress of a campaign. Free with g_free(). */
	char *(*text)(const json_t *result);

	/* What it does, as the rest of a sentence. NULL: it does not say. */
	const char *what;

	/* The line by which a person starts it with settings in JSON, NULL if they lack something.
	 * Free with g_free(). NULL: it does not say. */
	char *(*command)(const json_t *settings);
};

/* The workload of that name, workload_program for a program (settings_program.h), NULL if it is
 * neither; the default for NULL. */
const struct workload *workload_find(const char *name);

/* "bm, other": all names. Free with g_free(). */
char *workload_names(void);

/* The workload that settings in JSON, as settings_json() writes them, name; NULL if there is none
 * of that name. */
const struct workload *workload_of(const json_t *settings);

/* Can figures of one be held against those of the other, metric by metric? */
bool workload_is_same(const struct workload *one, const struct workload *other);

/* workload->memory(), 0 if it is not known. */
uint64_t workload_memory(const struct workload *workload, const struct settings *settings);

/* A run's figure, in the metric's unit; NAN if the result does not have it. */
double metric_read(const struct metric *metric, const json_t *result);

/* The number of the workload's metrics. */
size_t metrics_count(const struct workload *workload);

#endif
