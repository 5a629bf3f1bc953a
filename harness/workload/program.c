// SPDX-License-Identifier: GPL-2.0-or-later
/* A user's program as a workload: the metrics that its runs name. */
#include "workload/program.h"

#include "settings/settings_program.h"
#include "util/error.h"
#include "workload/program_limits.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* Digits by which figures of a few percent's difference differ. */
#define DIGITS_SHOWN 5

struct learnt {
	char *name, *label, *path, *unit; /* unit: NULL if it has none */
	double largest;			  /* of all values */
	enum better better;
};

struct program {
	struct workload workload;
	char *name;
	GPtrArray *learnt; /* struct learnt * */
	GArray *metrics;   /* struct metric, once all are learnt */
};

static void learnt_free(gpointer data)
{
	struct learnt *learnt = data;

	g_free(learnt->name);
	g_free(learnt->label);
	g_free(learnt->path);
	g_free(learnt->unit);
	g_free(learnt);
}

struct program *program_new(const char *setting)
{
	struct program *program = g_new0(struct program, 1);

	program->name = settings_program_name(setting);
	program->learnt = g_ptr_array_new_with_free_func(learnt_free);
	program->workload = workload_program;
	program->workload.name = program->name;
	return program;
}

void program_free(struct program *program)
{
	if (!program)
		return;
	g_free(program->name);
	g_ptr_array_unref(program->learnt);
	g_clear_pointer(&program->metrics, g_array_unref);
	g_free(program);
}

static enum better better_read(const json_t *said)
{
	const char *better = json_string_value(json_object_get(said, "better"));

	if (!better)
		return BETTER_NEITHER;
	return strcmp(better, PROGRAM_LESS) ? BETTER_HIGHER : BETTER_LOWER;
}

static struct learnt *learnt_find(const struct program *program, const char *name)
{
	for (guint i = 0; i < program->learnt->len; i++) {
		struct learnt *learnt = program->learnt->pdata[i];

		if (!strcmp(learnt->name, name))
			return learnt;
	}
	return NULL;
}

static struct learnt *learnt_add(struct program *program, const char *name, const json_t *said)
{
	const char *unit = json_string_value(json_object_get(said, "unit"));
	struct learnt *learnt = g_new0(struct learnt, 1);

	learnt->name = g_strdup(name);
	learnt->label = unit ? g_strdup_printf("%s %s", name, unit) : g_strdup(name);
	learnt->path = g_strdup_printf("metrics.%s.value", name);
	learnt->unit = g_strdup(unit);
	learnt->better = better_read(said);
	g_ptr_array_add(program->learnt, learnt);
	return learnt;
}

static int metric_learn(struct program *program, const char *name, const json_t *said)
{
	const char *unit = json_string_value(json_object_get(said, "unit"));
	struct learnt *learnt = learnt_find(program, name);

	if (!learnt)
		learnt = learnt_add(program, name, said);
	if (g_strcmp0(learnt->unit, unit) != 0)
		return error_set(EINVAL, "metric %s is in %s here, and in %s in another run", name,
				 unit ? unit : "no unit", learnt->unit ? learnt->unit : "no unit");
	if (learnt->better != better_read(said))
		return error_set(EINVAL, "metric %s has another better= here than in another run",
				 name);
	learnt->largest = fmax(learnt->largest, json_number_value(json_object_get(said, "value")));
	return 0;
}

int program_learn(struct program *program, const json_t *result)
{
	json_t *metrics = json_object_get(result, "metrics"), *said;
	const char *name = json_object_iter_key(json_object_iter(metrics));
	int err = 0;

	if (name && program->learnt->len) {
		const struct learnt *first = program->learnt->pdata[0];

		if (strcmp(name, first->name) != 0)
			return error_set(EINVAL,
					 "its first metric, by which runs are compared, is %s, "
					 "and %s in another run",
					 name, first->name);
	}
	json_object_foreach (metrics, name, said)
		if (!err)
			err = metric_learn(program, name, said);
	return err;
}

/* Decimals by which the largest value shows DIGITS_SHOWN digits. */
static int decimals_of(double largest)
{
	const double whole = largest > 0 ? floor(log10(largest)) + 1 : 1;

	return (int)CLAMP(DIGITS_SHOWN - whole, 0, DIGITS_SHOWN + 4);
}

/* Those without a direction have no ratio that means something. */
static struct metric metric_make(const struct learnt *learnt, bool is_first)
{
	const bool is_compared = is_first || learnt->better != BETTER_NEITHER;

	return (struct metric){
		.name = learnt->name,
		.title = learnt->name,
		.label = learnt->label,
		.path = learnt->path,
		.unit = learnt->unit,
		.scale = 1,
		.decimals = decimals_of(learnt->largest),
		.better = is_compared && learnt->better == BETTER_NEITHER ? BETTER_HIGHER
									  : learnt->better,
		.over = METRIC_SUM,
		.use = is_compared ? METRIC_COMPARED : METRIC_MEAN,
	};
}

const struct workload *program_workload(struct program *program)
{
	static const struct learnt none = {
		.name = (char *)"figure",
		.label = (char *)"figure",
		.path = (char *)"metrics.figure.value",
	};

	program->metrics = g_array_new(TRUE, TRUE, sizeof(struct metric));
	for (guint i = 0; i < MAX(program->learnt->len, 1); i++) {
		const struct metric metric =
			metric_make(program->learnt->len ? program->learnt->pdata[i] : &none, !i);

		g_array_append_val(program->metrics, metric);
	}
	program->workload.metrics = (const struct metric *)(void *)program->metrics->data;
	return &program->workload;
}
