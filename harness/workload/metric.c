// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a metric's figure from the result of a run. */
#include "workload/workload.h"

#include <math.h>
#include <string.h>

#define EACH "[]"

static double value_read(const json_t *value, const char *rest, enum metric_over over);

static double list_read(const json_t *list, const char *rest, enum metric_over over)
{
	double figure = over == METRIC_SUM && json_is_array(list) ? 0 : NAN;
	const json_t *value;
	size_t i;

	json_array_foreach (list, i, value) {
		double number = value_read(value, rest, over);

		figure = over == METRIC_SUM ? figure + number : fmax(figure, number);
	}
	return figure;
}

static double value_read(const json_t *value, const char *rest, enum metric_over over)
{
	size_t length = strcspn(rest, ".");
	const char *next = rest + length + (rest[length] == '.');
	g_autofree char *key = g_strndup(rest, length);

	if (!*rest)
		return json_is_number(value) ? json_number_value(value) : NAN;
	if (!strcmp(key, EACH))
		return list_read(value, next, over);
	return value_read(json_object_get(value, key), next, over);
}

double metric_read(const struct metric *metric, const json_t *result)
{
	return value_read(result, metric->path, metric->over) * metric->scale;
}

size_t metrics_count(const struct workload *workload)
{
	size_t count = 0;

	while (workload->metrics[count].name)
		count++;
	return count;
}
