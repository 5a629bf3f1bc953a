// SPDX-License-Identifier: GPL-2.0-or-later
// The command line: one table for the parser and for --help.
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "number.h"
#include "place.h"

/* random() yields 31 bits: pages beyond that would never be touched. */
#define MEMORY_MAX ((uint64_t)1 << (31 + PAGE_SHIFT))

/* Characters of a bad value that an error shows, so that there is room for what was expected. */
#define VALUE_SHOWN 100

/* Shorter intervals would mostly measure how the main thread disturbs the others. */
#define INTERVAL_MIN_NS UINT64_C(1000000)

struct row {
	int key;	   /* the short option's letter, or a number above those */
	const char *name;  /* the long option's name; NULL: short only */
	const char *value; /* what --help calls its value; NULL: takes none */
	const char *help;
	int (*set)(struct options *options, const char *text); /* 0, -EINVAL or -ERANGE */
	const char *expects;				       /* what set() takes, for the error */
};

static const char *const layout_names[] = { "packed", "padded", NULL };
static const char *const fill_names[] = { "zero", "pattern", NULL };

const char *layout_name(enum layout layout)
{
	return layout_names[layout];
}

const char *fill_name(enum fill fill)
{
	return fill_names[fill];
}

static int count_set(int *count, const char *text)
{
	uint64_t value;
	int error = number_parse(text, 0, THREADS_MAX, &value);

	if (!error)
		*count = (int)value;
	return error;
}

static int faulting_set(struct options *options, const char *text)
{
	return count_set(&options->faulting, text);
}

static int working_set(struct options *options, const char *text)
{
	return count_set(&options->working, text);
}

static int memory_set(struct options *options, const char *text)
{
	uint64_t bytes;
	int error = size_parse(text, &bytes);

	if (!error && (bytes < PAGE_BYTES || bytes > MEMORY_MAX || bytes > SIZE_MAX))
		error = -ERANGE;
	if (!error)
		options->memory = bytes;
	return error;
}

static int seconds_set(struct options *options, const char *text)
{
	uint64_t value;
	int error = number_parse(text, 1, SECONDS_MAX, &value);

	if (!error)
		options->seconds = (unsigned int)value;
	return error;
}

static int seed_set(struct options *options, const char *text)
{
	uint64_t value;
	int error = number_parse(text, SEED_MIN, SEED_MAX, &value);

	if (error)
		return error;
	options->seed = (unsigned int)value;
	options->seeded = true;
	return 0;
}

static int interval_set(struct options *options, const char *text)
{
	int error = duration_parse(text, &options->interval_ns);

	if (!error && options->interval_ns < INTERVAL_MIN_NS)
		error = -ERANGE;
	return error;
}

static int latency_set(struct options *options, const char *text)
{
	(void)text;
	options->latency = true;
	return 0;
}

static int name_find(const char *const *names, const char *text)
{
	for (int i = 0; names[i]; i++)
		if (!strcmp(names[i], text))
			return i;
	return -EINVAL;
}

static int layout_set(struct options *options, const char *text)
{
	int found = name_find(layout_names, text);

	if (found >= 0)
		options->layout = (enum layout)found;
	return found < 0 ? found : 0;
}

static int fill_set(struct options *options, const char *text)
{
	int found = name_find(fill_names, text);

	if (found >= 0)
		options->fill = (enum fill)found;
	return found < 0 ? found : 0;
}

static int json_set(struct options *options, const char *text)
{
	options->json_path = text;
	return *text ? 0 : -EINVAL;
}

static int verbose_set(struct options *options, const char *text)
{
	(void)text;
	options->verbose = true;
	return 0;
}

static int gate_set(struct options *options, const char *text)
{
	(void)text;
	options->gate = true;
	return 0;
}

static int help_set(struct options *options, const char *text)
{
	(void)text;
	options->help = true;
	return 0;
}

enum {
	KEY_GATE = 256,
	KEY_SEED,
	KEY_LAYOUT,
	KEY_FILL,
	KEY_PLACE,
	KEY_INTERVAL,
	KEY_LATENCY,
	KEY_JSON,
	KEY_HELP
};

static const struct row rows[] = {
	{ 'f', NULL, "NUM", "threads that touch random pages (1)", faulting_set,
	  "a whole number from 0 to 4096" },
	{ 'w', NULL, "NUM", "threads that count (1)", working_set,
	  "a whole number from 0 to 4096" },
	{ 'm', NULL, "BYTES", "size of the array that is touched, K, M or G may follow (1G)",
	  memory_set, "bytes from 4096 to 8192G, optionally with K, M or G after the digits" },
	{ 't', NULL, "SECS", "length of the measured window (5)", seconds_set,
	  "whole seconds from 1 to 2147483647" },
	{ 'v', NULL, NULL, "print the settings first", verbose_set, NULL },
	{ KEY_GATE, "gate", NULL,
	  "after the prefault print \"ready\" and read \"SEED SECONDS[ traced][ place LIST]\"",
	  gate_set, NULL },
	{ KEY_SEED, "seed", "NUM", "seed of random() (unset, which is the same as 1)", seed_set,
	  "a whole number from 1 to 4294967295" },
	{ KEY_LAYOUT, "layout", "packed|padded",
	  "counters side by side, or each in its own cache lines (packed)", layout_set,
	  "packed or padded" },
	{ KEY_FILL, "fill", "zero|pattern", "what the prefault writes (zero)", fill_set,
	  "zero or pattern" },
	{ KEY_PLACE, "place", "free|pairs|LIST",
	  "pin threads to vCPUs: -f and -w in pairs, or as listed, -f first (free)", place_parse,
	  "free, pairs, or one vCPU per thread such as 0,1,0,1 (at most 4095 characters)" },
	{ KEY_INTERVAL, "interval", "SECS", "sample work, accesses and vCPUs into the JSON (off)",
	  interval_set, "at least 0.001 seconds, with at most nine decimals" },
	{ KEY_LATENCY, "latency", NULL, "count accesses by how long they took, into the JSON",
	  latency_set, NULL },
	{ KEY_JSON, "json", "FILE", "also write the result to FILE, as one line of JSON", json_set,
	  "a file name" },
	{ KEY_HELP, "help", NULL, "print this help", help_set, NULL },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

void options_print_help(void)
{
	printf("usage: bm [-f NUM] [-w NUM] [-m BYTES] [-t SECS] [-v] [OPTION]...\n"
	       "Counts the work that threads get done while others touch random pages.\n\n");
	for (size_t i = 0; i < ROWS; i++) {
		char flag[40];

		if (rows[i].name)
			snprintf(flag, sizeof(flag), "--%s %s", rows[i].name,
				 rows[i].value ? rows[i].value : "");
		else
			snprintf(flag, sizeof(flag), "-%c %s", rows[i].key,
				 rows[i].value ? rows[i].value : "");
		printf("  %-23s %s\n", flag, rows[i].help);
	}
	printf("\nExit status: 0 success, 1 failure, 2 bad option or bad line at the gate.\n");
}

static int row_apply(struct options *options, int key, const char *text)
{
	for (size_t i = 0; i < ROWS; i++) {
		const struct row *row = &rows[i];
		const char *dots;

		if (row->key != key)
			continue;
		if (!row->set(options, text))
			return 0;
		dots = strlen(text) > VALUE_SHOWN ? "..." : "";
		if (row->name)
			error_print("--%s: '%.*s%s': expected %s", row->name, VALUE_SHOWN, text,
				    dots, row->expects);
		else
			error_print("-%c: '%.*s%s': expected %s", row->key, VALUE_SHOWN, text, dots,
				    row->expects);
	}
	return -EINVAL; /* or getopt has already printed what it did not understand */
}

/* Makes getopt's two tables from ours; @shorts has room for 2 * ROWS + 1, @longs for ROWS + 1. */
static void tables_make(char *shorts, struct option *longs)
{
	for (size_t i = 0; i < ROWS; i++) {
		const struct row *row = &rows[i];
		int has_value = row->value ? required_argument : no_argument;

		if (row->name) {
			*longs++ = (struct option){ row->name, has_value, NULL, row->key };
			continue;
		}
		*shorts++ = (char)row->key;
		if (row->value)
			*shorts++ = ':';
	}
	*shorts = '\0';
	*longs = (struct option){ 0 };
}

static int options_check(struct options *options)
{
	if (!options->faulting && !options->working) {
		error_print("-f 0 with -w 0: there is nothing to run, set one of them");
		return -EINVAL;
	}
	if (options->gate && options->seeded) {
		error_print("--seed with --gate: the gate's line sets the seed, drop one of them");
		return -EINVAL;
	}
	if (options->interval_ns && !options->json_path) {
		error_print("--interval: samples are only written to the JSON, add --json FILE");
		return -EINVAL;
	}
	if (options->latency && !options->json_path) {
		error_print("--latency: the counts are only written to the JSON, add --json FILE");
		return -EINVAL;
	}
	return place_resolve(options, "--place");
}

int options_parse(struct options *options, int argc, char **argv)
{
	char shorts[2 * ROWS + 1];
	struct option longs[ROWS + 1];
	int key;

	*options = (struct options){
		.faulting = 1,
		.working = 1,
		.memory = (size_t)1 << 30,
		.seconds = 5,
	};
	tables_make(shorts, longs);
	while ((key = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (row_apply(options, key, optarg))
			return -EINVAL;
		if (options->help)
			return 0;
	}
	if (optind < argc) {
		error_print("'%s': not an option; see --help", argv[optind]);
		return -EINVAL;
	}
	return options_check(options);
}
