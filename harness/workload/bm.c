// SPDX-License-Identifier: GPL-2.0-or-later
/* bm's figures: which there are, whether they can be meant, and when they are no result. */
#include "workload/workload.h"

#include "util/digits.h"
#include "util/error.h"
#include "util/process.h"
#include "util/units.h"

#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/*
 * A faulting thread that is never woken leaves its CPU to the workers, which looks like a gain. But
 * a single fault can take seconds when the host has to make room for it: 1.8 s were seen
 * (docs/methods.md).
 */
#define STALL_NS_NOTED	 INT64_C(2000000000)
#define STALL_NS_REFUSED INT64_C(10000000000)

static const struct metric metrics[] = {
	{ "work", "work", "total work", "work", NULL, 1, 0, BETTER_HIGHER, METRIC_SUM,
	  METRIC_COMPARED },
	{ "accesses", "page accesses", "page accesses", "bm.faulting.[].accesses", NULL, 1, 0,
	  BETTER_HIGHER, METRIC_SUM, METRIC_COMPARED },
	{ "longest_stall", "longest stall", "longest stall ms", "bm.faulting.[].longest_stall_ns",
	  "ms", 1e-6, 1, BETTER_LOWER, METRIC_MOST, METRIC_MAXIMUM },
	{ .name = NULL },
};

static const struct metric covariates[] = {
	{ .name = "fair_share",
	  .label = "fair share by placement",
	  .path = "bm.occupancy.fair_ns.[]",
	  .unit = "s",
	  .scale = 1e-9 },
	{ .name = NULL },
};

static const struct workload_range ranges[] = {
	{ "determined.result.work", 0, true },
	{ "determined.result.workers.[]", 0, false },
	{ "determined.result.bm_status", -WORKLOAD_LARGEST, true },
	{ "determined.result.bm.faulting.[].accesses", 0, false },
	{ "determined.result.bm.faulting.[].longest_stall_ns", 0, true },
	{ "determined.result.bm.window_ns", 0, true },
	{ "determined.result.bm.options.faulting", 0, true },
	{ "determined.result.bm.options.working", 0, true },
	{ "determined.result.bm.occupancy.fair_ns.[]", 0, false },
	{ "determined.result.bm.latency.sub_buckets", 1, false },
	{ "determined.result.bm.latency.max_ns", 0, true },
	{ "determined.result.bm.latency.buckets.[].[]", 0, false },
	{ "determined.result.bm.guest_cpu.[].user_ns", 0, false },
	{ "determined.result.bm.guest_cpu.[].system_ns", 0, false },
	{ "determined.result.bm.guest_cpu.[].irq_ns", 0, false },
	{ .path = NULL },
};

static uint64_t memory(const struct settings *settings)
{
	return settings->array;
}

/* bm would refuse it, but only in a guest that has been booted for it. */
static int placement_check(const struct settings *settings, const char *setup)
{
	const char *rest = settings->placement;
	const uint64_t threads = settings->faulting + settings->working;
	uint64_t given = 0, vcpu;

	if (!strcmp(rest, "free") || !strcmp(rest, "pairs"))
		return 0;
	do {
		rest += given && *rest == ',';
		if (!digits_parse(rest, &vcpu, &rest) || (*rest && *rest != ','))
			return error_set(EINVAL,
					 "setup %s: placement \"%s\" is not free, pairs or a list "
					 "of vCPUs such as 0,1,0,1",
					 setup, settings->placement);
		if (vcpu >= settings->vcpus)
			return error_set(EINVAL,
					 "setup %s: placement: there is no vCPU %" PRIu64
					 " among %" PRIu64 ", which begin with 0",
					 setup, vcpu, settings->vcpus);
		given++;
	} while (*rest);
	if (given == threads)
		return 0;
	return error_set(EINVAL,
			 "setup %s: placement has %" PRIu64 " vCPUs for %" PRIu64
			 " threads (faulting + working)",
			 setup, given, threads);
}

static int check(const struct settings *settings, const char *setup)
{
	if (settings->interval > settings->seconds)
		return error_set(EINVAL,
				 "setup %s: interval %" PRIu64 " is longer than seconds %" PRIu64
				 ": there would be no sample",
				 setup, settings->interval, settings->seconds);
	if (!settings->faulting && !settings->working)
		return error_set(EINVAL,
				 "setup %s: faulting 0 with working 0: bm has nothing to run",
				 setup);
	return placement_check(settings, setup);
}

/* A thread that the settings ask for and that is not in the list measured nothing. */
static void threads_judge(struct judgement *judgement, const char *name, const json_t *list,
			  const char *setting)
{
	const json_t *settings = json_object_get(judgement->determined, "settings");
	const json_t *wanted = json_object_get(settings, setting);
	json_int_t have = (json_int_t)json_array_size(list);

	if (json_is_number(wanted) && have != json_integer_value(wanted))
		judgement_refuse(judgement,
				 "%s has %" JSON_INTEGER_FORMAT
				 " threads instead of %" JSON_INTEGER_FORMAT,
				 name, have, json_integer_value(wanted));
}

static void work_judge(struct judgement *judgement)
{
	const json_t *work = json_object_get(judgement->result, "work");
	const json_t *workers = json_object_get(judgement->result, "workers"), *worker;
	const json_t *status = json_object_get(judgement->result, "bm_status");
	json_int_t sum = 0;
	size_t i;

	if (!json_is_integer(status))
		judgement_refuse(judgement, "bm's exit status is missing");
	else if (json_integer_value(status))
		judgement_refuse(judgement, "bm ended with exit status %" JSON_INTEGER_FORMAT,
				 json_integer_value(status));
	if (!json_is_integer(work) || json_integer_value(work) < 0) {
		judgement_refuse(judgement, "bm's total is missing");
		return;
	}
	json_array_foreach (workers, i, worker)
		sum += json_integer_value(worker);
	if (sum != json_integer_value(work))
		judgement_refuse(judgement,
				 "the workers' sum %" JSON_INTEGER_FORMAT
				 " is not bm's total %" JSON_INTEGER_FORMAT,
				 sum, json_integer_value(work));
	threads_judge(judgement, "workers", workers, "working");
}

static void stalls_judge(struct judgement *judgement)
{
	const json_t *bm = json_object_get(judgement->result, "bm");
	const json_t *threads = json_object_get(bm, "faulting"), *thread;
	json_int_t window = json_integer_value(json_object_get(bm, "window_ns"));
	/* A stall of half the window is refused, too, unless that is only a few seconds long. */
	json_int_t limit = CLAMP(window / 2, STALL_NS_NOTED, STALL_NS_REFUSED);
	size_t i;

	threads_judge(judgement, "bm.faulting", threads, "faulting");
	json_array_foreach (threads, i, thread) {
		const json_t *stall = json_object_get(thread, "longest_stall_ns");

		if (!json_is_integer(stall))
			judgement_refuse(judgement,
					 "faulting thread %zu: its longest stall is unknown", i);
		else if (json_integer_value(stall) > STALL_NS_NOTED)
			(json_integer_value(stall) > limit ? judgement_refuse : judgement_note)(
				judgement, "faulting thread %zu: %.1f s without progress", i,
				(double)json_integer_value(stall) * 1e-9);
	}
}

static void judge(struct judgement *judgement)
{
	work_judge(judgement);
	stalls_judge(judgement);
}

/* As --place pairs has them: thread i of either kind on vCPU i, and from the first one again. */
static double pairs_share(double faulting, double working, size_t vcpus)
{
	double sum = 0;

	for (size_t i = 0; i < vcpus; i++) {
		const double here = ceil((working - (double)i) / (double)vcpus);
		const double others = ceil((faulting - (double)i) / (double)vcpus);

		if (here > 0)
			sum += here / (here + fmax(others, 0));
	}
	return sum;
}

static bool share(const json_t *result, struct workload_share *share)
{
	const json_t *bm = json_object_get(result, "bm"), *occupancy, *options, *fair, *value;
	const double window = json_number_value(json_object_get(bm, "window_ns"));
	double sum = 0;
	size_t i;

	occupancy = json_object_get(bm, "occupancy");
	options = json_object_get(bm, "options");
	fair = json_object_get(occupancy, "fair_ns");
	if (!json_array_size(fair) || !(window > 0) ||
	    g_strcmp0(json_string_value(json_object_get(options, "place")), "free"))
		return false;
	json_array_foreach (fair, i, value)
		sum += json_number_value(value);
	share->got = sum / window;
	share->pairs = pairs_share(
		json_number_value(json_object_get(options, "faulting")),
		json_number_value(json_object_get(options, "working")),
		json_array_size(json_array_get(json_object_get(occupancy, "vcpu_ns"), 0)));
	return true;
}

static void append_scaled(GString *text, double value, double unit, const char *letter)
{
	value /= unit;
	g_string_append_printf(text, value < 100 ? "%.1f %s" : "%.0f %s", value, letter);
}

static char *text(const json_t *result)
{
	GString *line = g_string_new("work ");

	append_scaled(line, metric_read(&metrics[0], result), 1e6, "M");
	g_string_append(line, ", ");
	append_scaled(line, metric_read(&metrics[1], result), 1e3, "k accesses");
	return g_string_free(line, FALSE);
}

static void option_add(GPtrArray *argv, const char *name, char *value)
{
	g_ptr_array_add(argv, g_strdup(name));
	g_ptr_array_add(argv, value);
}

static bool count_add(GPtrArray *argv, const char *name, const json_t *count)
{
	if (json_is_integer(count))
		option_add(argv, name,
			   g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(count)));
	return json_is_integer(count);
}

/* Only what differs from bm's default. */
static void word_add(GPtrArray *argv, const char *name, const json_t *word, const char *initial)
{
	if (json_is_string(word) && strcmp(json_string_value(word), initial))
		option_add(argv, name, g_strdup(json_string_value(word)));
}

static char *command(const json_t *settings)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	const json_t *array = json_object_get(settings, "array");
	const json_t *interval = json_object_get(settings, "interval");
	bool whole;

	g_ptr_array_add(argv, g_strdup("./bm"));
	whole = count_add(argv, "-f", json_object_get(settings, "faulting")) &&
		count_add(argv, "-w", json_object_get(settings, "working")) &&
		json_integer_value(array) > 0;
	if (whole)
		option_add(argv, "-m", units_size_text((uint64_t)json_integer_value(array)));
	if (!whole || !count_add(argv, "-t", json_object_get(settings, "seconds")))
		return NULL;
	word_add(argv, "--layout", json_object_get(settings, "layout"), "packed");
	word_add(argv, "--fill", json_object_get(settings, "fill"), "zero");
	word_add(argv, "--place", json_object_get(settings, "placement"), "free");
	if (json_integer_value(interval) > 0)
		count_add(argv, "--interval", interval);
	g_ptr_array_add(argv, NULL);
	return process_quote((const char *const *)argv->pdata);
}

const struct workload workload_bm = {
	.name = "bm",
	.program = "bm",
	.metrics = metrics,
	.covariates = covariates,
	.ranges = ranges,
	.traced = "bm",
	.memory = memory,
	.memory_setting = "array",
	.check = check,
	.judge = judge,
	.share = share,
	.text = text,
	.what = "threads that touch random pages of an array, and threads that count; work is "
		"what these count in total",
	.command = command,
};
