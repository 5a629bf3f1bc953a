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

static double task_expected(const struct estimate *estimate, const struct task *task)
{
	g_autofree char *own = mean_key(task->kind, task->run->setup->name);
	g_autofree char *any = mean_key(task->kind, "");
	const struct mean *mean = g_hash_table_lookup(estimate->means, own);

	if (!mean)
		mean = g_hash_table_lookup(estimate->means, any);
	return mean ? mean->sum / mean->count : NAN;
}

double estimate_left(const struct estimate *estimate, const GPtrArray *tasks, unsigned int slots)
{
	double sum = 0, longest = 0;

	for (guint i = 0; i < tasks->len; i++) {
		const struct task *task = tasks->pdata[i];
		double left;

		if (task->state == TASK_DONE)
			continue;
		left = task_expected(estimate, task);
		if (isnan(left))
			return NAN;
		if (task->state == TASK_RUNNING)
			left = fmax(left - task_seconds(task), 0);
		sum += left;
		longest = fmax(longest, left);
	}
	return fmax(sum / slots, longest);
}
