// SPDX-License-Identifier: GPL-2.0-or-later
/* Mean durations by kind and setup; a setup that has none yet takes the mean of its kind. */
#include "schedule/estimate.h"

#include <math.h>

struct mean {
	double sum;
	unsigned int count;
};

struct estimate {
	GHashTable *means; /* "KIND SETUP" and "KIND" -> struct mean */
};

struct estimate *estimate_new(void)
{
	struct estimate *estimate = g_new0(struct estimate, 1);

	estimate->means = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return estimate;
}

void estimate_free(struct estimate *estimate)
{
	if (!estimate)
		return;
	g_hash_table_unref(estimate->means);
	g_free(estimate);
}

static char *mean_key(enum task_kind kind, const char *setup)
{
	return g_strdup_printf("%d %s", kind, setup);
}

static void mean_add(struct estimate *estimate, char *key, double seconds)
{
	struct mean *mean = g_hash_table_lookup(estimate->means, key);

	if (!mean) {
		mean = g_new0(struct mean, 1);
		g_hash_table_insert(estimate->means, key, mean);
	} else {
		g_free(key);
	}
	mean->sum += seconds;
	mean->count++;
}

void estimate_learn(struct estimate *estimate, enum task_kind kind, const char *setup,
		    double seconds)
{
	mean_add(estimate, mean_key(kind, setup), seconds);
	mean_add(estimate, mean_key(kind, ""), seconds);
}

static double task_expected(const struct estimate *estimate, enum task_kind kind, const char *setup)
{
	g_autofree char *own = mean_key(kind, setup);
	g_autofree char *any = mean_key(kind, "");
	const struct mean *mean = g_hash_table_lookup(estimate->means, own);

	if (!mean)
		mean = g_hash_table_lookup(estimate->means, any);
	return mean ? mean->sum / mean->count : NAN;
}

/* The remaining work: seconds of one worker, and the longest single task. */
struct rest {
	double sum, longest;
};

/* A NAN stays in the sum: the rest is unknown while the duration of one kind of task is. */
static void rest_add(struct rest *rest, double seconds, guint count)
{
	if (!count)
		return;
	rest->sum += seconds * count;
	rest->longest = fmax(rest->longest, seconds);
}

double estimate_left(const struct estimate *estimate, const struct tasks *tasks, unsigned int slots)
{
	struct rest rest = { 0, 0 };

	for (guint i = 0; i < tasks->setups->len; i++) {
		const struct task_setup *setup = tasks->setups->pdata[i];

		for (enum task_kind kind = 0; kind < TASK_KINDS; kind++)
			rest_add(&rest, task_expected(estimate, kind, setup->setup->name),
				 setup->waiting[kind]);
	}
	for (guint i = 0; i < tasks->running->len; i++) {
		const struct task *task = tasks->running->pdata[i];
		double left = task_expected(estimate, task->kind, task->run->setup->name) -
			      task_seconds(task);

		rest_add(&rest, left < 0 ? 0 : left, 1);
	}
	return isnan(rest.sum) ? NAN : fmax(rest.sum / slots, rest.longest);
}
