// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the top of a profile. */
#include "report/profile.h"

#include "record/record.h"
#include "util/error.h"
#include "util/text.h"

#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <stdlib.h>

/* A kind of thread, with its rows of the record, the largest first. */
struct kind {
	const char *name;
	uint64_t samples;
	GPtrArray *rows;
};

/* What else a record may say is "other", the last one. */
static const char *const names[] = {
	"vcpus", "emulator", "kworkers", "reclaim", "ballast", "perf", "other",
};

#define KINDS G_N_ELEMENTS(names)

static uint64_t number_of(const json_t *row, const char *key)
{
	return (uint64_t)json_number_value(json_object_get(row, key));
}

static double share_of(uint64_t part, uint64_t whole)
{
	return whole ? 100 * (double)part / (double)whole : 0;
}

static int compare_kinds(const void *a, const void *b)
{
	const struct kind *x = a, *y = b;

	return (x->samples < y->samples) - (x->samples > y->samples);
}

/* Returns the sum of all samples. kinds_clear() is the caller's. */
static uint64_t kinds_fill(const json_t *samples, struct kind kinds[KINDS])
{
	uint64_t sum = 0;
	json_t *row;
	size_t i;

	for (i = 0; i < KINDS; i++)
		kinds[i] = (struct kind){ .name = names[i], .rows = g_ptr_array_new() };
	json_array_foreach (samples, i, row) {
		const char *by = json_string_value(json_object_get(row, "by"));
		size_t kind = 0;

		while (kind < KINDS - 1 && g_strcmp0(by, names[kind]))
			kind++;
		kinds[kind].samples += number_of(row, "samples");
		sum += number_of(row, "samples");
		g_ptr_array_add(kinds[kind].rows, row);
	}
	qsort(kinds, KINDS, sizeof(kinds[0]), compare_kinds);
	return sum;
}

static void kinds_clear(struct kind kinds[KINDS])
{
	for (size_t i = 0; i < KINDS; i++)
		g_ptr_array_unref(kinds[i].rows);
}

static void sample_print(const json_t *row, uint64_t sum, FILE *out)
{
	const char *symbol = json_string_value(json_object_get(row, "symbol"));
	const char *module = json_string_value(json_object_get(row, "module"));
	const uint64_t samples = number_of(row, "samples");
	const double share = share_of(samples, sum);

	/* The host's kernel is the rule. */
	if (symbol && module && g_str_has_prefix(module, "[kernel"))
		text_line(out, "%6.2f %% %9" PRIu64 "    %s", share, samples, symbol);
	else
		text_line(out, "%6.2f %% %9" PRIu64 "    %s%s%s", share, samples,
			  symbol ? symbol : "", symbol ? " in " : "",
			  module ? module : "(unknown)");
}

static void kind_print(const struct kind *kind, uint64_t sum, uint64_t top, FILE *out)
{
	uint64_t rest = kind->samples;

	text_line(out, "%6.2f %% %9" PRIu64 "  %s", share_of(kind->samples, sum), kind->samples,
		  kind->name);
	for (guint i = 0; i < kind->rows->len && i < top; i++) {
		sample_print(kind->rows->pdata[i], sum, out);
		rest -= number_of(kind->rows->pdata[i], "samples");
	}
	if (kind->rows->len > top)
		text_line(out, "%6.2f %% %9" PRIu64 "    (%" PRIu64 " more)", share_of(rest, sum),
			  rest, kind->rows->len - top);
}

static void exits_print(const json_t *exits, uint64_t top, FILE *out)
{
	uint64_t sum = 0;
	json_t *row;
	size_t i;

	json_array_foreach (exits, i, row)
		sum += number_of(row, "count");
	fputc('\n', out);
	text_line(out,
		  "%" PRIu64 " exits of the guest, and the time until it is entered again:", sum);
	text_line(out, "%8s %9s %14s %12s  reason", "share", "count", "time ms", "mean us");
	json_array_foreach (exits, i, row) {
		const char *reason = json_string_value(json_object_get(row, "reason"));
		const uint64_t count = number_of(row, "count");
		const double ns = json_number_value(json_object_get(row, "ns"));

		if (i < top)
			text_line(out, "%6.2f %% %9" PRIu64 " %14.3f %12.2f  %s",
				  share_of(count, sum), count, ns / 1e6,
				  count ? ns / 1e3 / (double)count : 0,
				  reason ? reason : "(unknown)");
	}
}

static int profile_check(const char *name, const json_t *record)
{
	const json_t *profile = record_lookup(record, "determined.result.profile");
	const char *failure = record_string(record, "circumstances.failure");

	if (json_array_size(json_object_get(profile, "samples")))
		return 0;
	if (!failure)
		failure = record_string(record, "determined.result.failure");
	if (record_kind(record) != RUN_PROFILED)
		return error_set(
			EINVAL,
			"%s: was not profiled; `apfbench run --profile` makes a run that is", name);
	return error_set(EPROTO, "%s: has no samples: %s", name,
			 failure ? failure : "perf printed none; see samples.txt in its logs");
}

int profile_print(const char *name, const json_t *record, uint64_t top, FILE *out)
{
	const json_t *profile = record_lookup(record, "determined.result.profile");
	struct kind kinds[KINDS];
	uint64_t sum;
	int err = profile_check(name, record);

	if (err)
		return err;
	sum = kinds_fill(json_object_get(profile, "samples"), kinds);
	text_line(out, "%s: %" PRIu64 " samples of the host, %" PRIu64 " a second on each CPU",
		  name, sum, number_of(profile, "hertz"));
	if (number_of(profile, "lost"))
		text_line(out, "%" PRIu64 " samples were lost: the host was too busy",
			  number_of(profile, "lost"));
	fputc('\n', out);
	text_line(out, "%8s %9s  by, and in", "share", "samples");
	for (size_t i = 0; i < KINDS && kinds[i].samples; i++)
		kind_print(&kinds[i], sum, top, out);
	kinds_clear(kinds);
	exits_print(json_object_get(profile, "exits"), top, out);
	return 0;
}
