// SPDX-License-Identifier: GPL-2.0-or-later
/* The metrics that a program gives, one a line. */
#include "metric.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "failure.h"

#define BLANKS	    " \t"
#define BETTER	    "better="
#define VALUE_BYTES PROGRAM_DIGITS "+-.eE"

/* metric, name, value, unit, better */
#define WORDS_MOST 5

/* Splits the line, which it changes. The number of words, WORDS_MOST + 1 for more. */
static size_t words_split(char *line, char *words[WORDS_MOST])
{
	char *rest = NULL, *word = strtok_r(line, BLANKS, &rest);
	size_t count = 0;

	for (; word; word = strtok_r(NULL, BLANKS, &rest)) {
		if (count == WORDS_MOST)
			return count + 1;
		words[count++] = word;
	}
	return count;
}

static bool is_made_of(const char *text, const char *bytes, size_t most)
{
	const size_t length = strlen(text);

	return length >= 1 && length <= most && strspn(text, bytes) == length;
}

static int name_take(struct metric *metric, const char *name)
{
	if (!is_made_of(name, PROGRAM_NAME_BYTES, PROGRAM_NAME_LENGTH) ||
	    !strchr(PROGRAM_LETTERS, *name))
		return failure_set("metric '%s': a name has a letter and then at most %d letters, "
				   "digits, '_' and '-'",
				   name, PROGRAM_NAME_LENGTH - 1);
	strcpy(metric->name, name);
	return 0;
}

static int value_take(struct metric *metric, const char *text)
{
	char *rest;

	metric->value = strtod(text, &rest);
	/* strtod() also knows "inf", "nan" and "0x1p3". */
	if (*rest || strspn(text, VALUE_BYTES) != strlen(text) || !isfinite(metric->value))
		return failure_set("metric %s: '%s' is not a finite decimal number", metric->name,
				   text);
	if (metric->value == 0) {
		metric->value = 0; /* without a sign */
		return 0;
	}
	if (metric->value < PROGRAM_VALUE_LEAST || metric->value > PROGRAM_VALUE_MOST)
		return failure_set("metric %s: %s is neither 0 nor from %g to %g", metric->name,
				   text, PROGRAM_VALUE_LEAST, PROGRAM_VALUE_MOST);
	return 0;
}

static int unit_take(struct metric *metric, const char *unit)
{
	if (!is_made_of(unit, PROGRAM_UNIT_BYTES, PROGRAM_UNIT_LENGTH))
		return failure_set("metric %s: '%s' is not a unit: at most %d letters, digits and "
				   "any of %%/_^.*-",
				   metric->name, unit, PROGRAM_UNIT_LENGTH);
	strcpy(metric->unit, unit);
	return 0;
}

static int better_take(struct metric *metric, const char *word)
{
	const char *said = word + strlen(BETTER);

	if (!strcmp(said, PROGRAM_MORE))
		metric->better = PROGRAM_MORE;
	else if (!strcmp(said, PROGRAM_LESS))
		metric->better = PROGRAM_LESS;
	else
		return failure_set("metric %s: '%s' is neither " BETTER PROGRAM_MORE
				   " nor " BETTER PROGRAM_LESS,
				   metric->name, word);
	return 0;
}

static bool is_better(const char *word)
{
	return !strncmp(word, BETTER, strlen(BETTER));
}

/* What follows the value: a unit, a direction, or both in this order. */
static int rest_take(struct metric *metric, char *const *words, size_t count)
{
	int error = 0;

	if (count && !is_better(*words)) {
		error = unit_take(metric, *words++);
		count--;
	}
	if (error || !count)
		return error;
	if (count > 1 || !is_better(*words))
		return failure_set("metric %s: '%s' is too much: expected metric NAME VALUE [UNIT] "
				   "[" BETTER PROGRAM_MORE "|" PROGRAM_LESS "]",
				   metric->name, words[count - 1]);
	return better_take(metric, *words);
}

static int words_take(struct metrics *metrics, char *const *words, size_t count)
{
	struct metric *metric = &metrics->list[metrics->count];
	int error;

	memset(metric, 0, sizeof(*metric));
	error = name_take(metric, words[1]);
	if (!error)
		error = value_take(metric, words[2]);
	if (!error)
		error = rest_take(metric, words + 3, count - 3);
	for (size_t i = 0; !error && i < metrics->count; i++)
		if (!strcmp(metrics->list[i].name, metric->name))
			error = failure_set("metric %s: was given twice", metric->name);
	return error;
}

int metric_take(struct metrics *metrics, const char *line)
{
	char *copy = strdup(line), *words[WORDS_MOST];
	size_t count;
	int error;

	if (!copy)
		abort();
	count = words_split(copy, words);
	if (count < 3 || count > WORDS_MOST)
		error = failure_set(
			"'%.100s': expected metric NAME VALUE [UNIT] [" BETTER PROGRAM_MORE
			"|" PROGRAM_LESS "]",
			line);
	else if (metrics->count == PROGRAM_METRICS_MOST)
		error = failure_set("metric %s: there are more than %d metrics", words[1],
				    PROGRAM_METRICS_MOST);
	else
		error = words_take(metrics, words, count);
	free(copy);
	if (error)
		return error;
	/* It is the one that is compared and judged. */
	if (!metrics->count && !metrics->list[0].better)
		metrics->list[0].better = PROGRAM_MORE;
	metrics->count++;
	return 0;
}

/* text: of the bytes that names and units have, or NULL. */
static void text_write(const char *key, const char *text, FILE *file)
{
	if (text && *text)
		fprintf(file, ",\"%s\":\"%s\"", key, text);
	else
		fprintf(file, ",\"%s\":null", key);
}

void metrics_write(const struct metrics *metrics, FILE *file)
{
	fputc('{', file);
	for (size_t i = 0; i < metrics->count; i++) {
		const struct metric *metric = &metrics->list[i];

		/* 17 digits bring every double back as it was. */
		fprintf(file, "%s\"%s\":{\"value\":%.17g", i ? "," : "", metric->name,
			metric->value);
		text_write("unit", metric->unit, file);
		text_write("better", metric->better, file);
		fputc('}', file);
	}
	fputc('}', file);
}
