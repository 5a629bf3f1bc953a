// SPDX-License-Identifier: GPL-2.0-or-later
/* Decides whether a run is a result: it did not fail, bm's figures are complete, the kernel logs
 * are clean, and the trace of the mechanism is as expected. */
#include "record/record.h"

#include "experiment/expect.h"

#include <glib.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

/*
 * A faulting thread that is never woken leaves its CPU to the workers, which looks like a gain. But
 * a single fault can take seconds when the host has to make room for it: 1.8 s were seen
 * (docs/methods.md).
 */
#define STALL_NS_NOTED	 INT64_C(2000000000)
#define STALL_NS_REFUSED INT64_C(10000000000)

struct judgement {
	const json_t *determined;
	const json_t *result;
	json_t *reasons;
	json_t *notes;
};

static void text_add(json_t *list, const char *format, va_list args)
{
	g_autofree char *text = g_strdup_vprintf(format, args);
	g_autofree char *valid = g_utf8_make_valid(text, -1);

	json_array_append_new(list, json_string(valid));
}

static void refuse(struct judgement *judgement, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void refuse(struct judgement *judgement, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text_add(judgement->reasons, format, args);
	va_end(args);
}

static void note(struct judgement *judgement, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void note(struct judgement *judgement, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text_add(judgement->notes, format, args);
	va_end(args);
}

static void log_judge(struct judgement *judgement, const char *whose, const char *path)
{
	const json_t *lines = record_lookup(judgement->result, path);
	const char *first = json_string_value(json_array_get(lines, 0));
	size_t count = json_array_size(lines);

	if (count > 1)
		refuse(judgement, "%s kernel's log: %s (and %zu more)", whose, first ? first : "",
		       count - 1);
	else if (count)
		refuse(judgement, "%s kernel's log: %s", whose, first ? first : "");
}

static void payload_judge(struct judgement *judgement, const json_t *payload)
{
	const json_t *status = json_object_get(payload, "status");

	if (!json_is_integer(status))
		refuse(judgement, "payload has no exit status");
	else if (json_integer_value(status))
		refuse(judgement, "payload ended with status %" JSON_INTEGER_FORMAT,
		       json_integer_value(status));
}

/* A program that was still running when bm ended has no status. */
static void beside_judge(struct judgement *judgement)
{
	json_int_t status = json_integer_value(record_lookup(judgement->result, "beside.status"));

	if (status)
		refuse(judgement, "the program beside bm ended with status %" JSON_INTEGER_FORMAT,
		       status);
}

/* A thread that the settings ask for and that is not in the list measured nothing. */
static void threads_judge(struct judgement *judgement, const char *list, const char *setting)
{
	size_t have = json_array_size(record_lookup(judgement->result, list));
	double wanted;

	if (record_number(judgement->determined, setting, &wanted) && (double)have != wanted)
		refuse(judgement, "%s has %zu threads instead of %.0f", list, have, wanted);
}

static void work_judge(struct judgement *judgement)
{
	const json_t *work = json_object_get(judgement->result, "work");
	const json_t *workers = json_object_get(judgement->result, "workers"), *worker;
	const json_t *status = json_object_get(judgement->result, "bm_status");
	json_int_t sum = 0;
	size_t i;

	if (!json_is_integer(status))
		refuse(judgement, "bm's exit status is missing");
	else if (json_integer_value(status))
		refuse(judgement, "bm ended with exit status %" JSON_INTEGER_FORMAT,
		       json_integer_value(status));
	if (!json_is_integer(work) || json_integer_value(work) < 0) {
		refuse(judgement, "bm's total is missing");
		return;
	}
	json_array_foreach (workers, i, worker)
		sum += json_integer_value(worker);
	if (sum != json_integer_value(work))
		refuse(judgement,
		       "the workers' sum %" JSON_INTEGER_FORMAT
		       " is not bm's total %" JSON_INTEGER_FORMAT,
		       sum, json_integer_value(work));
	threads_judge(judgement, "workers", "settings.working");
}

/* A stall of half the window is refused, too, unless the window is only a few seconds long. */
static json_int_t stall_limit(const struct judgement *judgement)
{
	json_int_t window = json_integer_value(record_lookup(judgement->result, "bm.window_ns"));

	return CLAMP(window / 2, STALL_NS_NOTED, STALL_NS_REFUSED);
}

static void stalls_judge(struct judgement *judgement)
{
	const json_t *threads = record_lookup(judgement->result, "bm.faulting"), *thread;
	json_int_t limit = stall_limit(judgement);
	size_t i;

	threads_judge(judgement, "bm.faulting", "settings.faulting");
	json_array_foreach (threads, i, thread) {
		const json_t *stall = json_object_get(thread, "longest_stall_ns");

		if (!json_is_integer(stall))
			refuse(judgement, "faulting thread %zu: its longest stall is unknown", i);
		else if (json_integer_value(stall) > STALL_NS_NOTED)
			(json_integer_value(stall) > limit ? refuse : note)(
				judgement, "faulting thread %zu: %.1f s without progress", i,
				(double)json_integer_value(stall) * 1e-9);
	}
}

/* Compares a count with what is expected. what: "async faults delivered" */
static void sight_judge(struct judgement *judgement, const char *what, double count,
			enum expect_sight sight)
{
	if (sight == EXPECT_SOME && count <= 0)
		refuse(judgement, "no trace of the mechanism: %s: none", what);
	if (sight == EXPECT_NONE && count > 0)
		refuse(judgement, "the mechanism is not off: %s: %.0f", what, count);
}

/* A kernel without the tracepoint has no async faults; that is not "could not be counted". */
static bool is_absent(const struct judgement *judgement, const char *counter)
{
	const json_t *absent = record_lookup(judgement->result, "counters.absent"), *name;
	size_t i;

	json_array_foreach (absent, i, name)
		if (!g_strcmp0(json_string_value(name), counter))
			return true;
	return false;
}

static void faults_judge(struct judgement *judgement, const struct expect *expect)
{
	double delivered, ready;

	if (expect->faults == EXPECT_EITHER ||
	    (expect->faults == EXPECT_NONE && is_absent(judgement, "async_not_present")))
		return;
	if (!record_number(judgement->result, "counters.async_not_present", &delivered)) {
		refuse(judgement, "async faults could not be counted");
		return;
	}
	sight_judge(judgement, "async faults delivered", delivered, expect->faults);
	if (delivered > 0 && record_number(judgement->result, "counters.async_ready", &ready))
		sight_judge(judgement, "async faults that became ready", ready, expect->faults);
}

static void notified_judge(struct judgement *judgement, const struct expect *expect)
{
	double notified;

	if (expect->notified == EXPECT_EITHER)
		return;
	if (record_number(judgement->result, "counters.async_notified", &notified))
		sight_judge(judgement, "async faults that notified the guest", notified,
			    expect->notified);
	else
		note(judgement, "async faults that notified the guest are not counted");
}

static void latency_judge(struct judgement *judgement)
{
	double lost;

	if (record_number(judgement->result, "swap_read.lost", &lost) && lost > 0)
		note(judgement,
		     "%.0f reads are missing from swap_read: its figures cover the others", lost);
}

static void mechanism_judge(struct judgement *judgement, const char *expect)
{
	const struct expect *row = expect_find(expect);

	if (!row)
		refuse(judgement, "there is no expectation \"%s\"", expect);
	else if (json_is_false(record_lookup(judgement->determined, "settings.counters")))
		note(judgement, "counters are off: the mechanism is not seen");
	else {
		faults_judge(judgement, row);
		notified_judge(judgement, row);
	}
}

static void result_judge(struct judgement *judgement, const char *expect)
{
	const json_t *failure = json_object_get(judgement->result, "failure");
	const json_t *payload = json_object_get(judgement->result, "payload");
	bool failed = failure && !json_is_null(failure);

	if (!json_is_object(judgement->result)) {
		refuse(judgement, "the host handed over no result");
		return;
	}
	if (failed)
		refuse(judgement, "%s",
		       json_is_string(failure) ? json_string_value(failure) : "failed");
	log_judge(judgement, "host", "log.host_bad");
	log_judge(judgement, "guest", "log.guest_bad");
	if (failed)
		return; /* figures that are missing now are not further reasons */
	if (json_is_object(payload)) {
		payload_judge(judgement, payload);
		return;
	}
	beside_judge(judgement);
	work_judge(judgement);
	stalls_judge(judgement);
	mechanism_judge(judgement, expect);
	latency_judge(judgement);
}

void record_judge(json_t *record, const char *expect)
{
	json_t *determined = json_object_get(record, "determined");
	struct judgement judgement = {
		.determined = determined,
		.result = json_object_get(determined, "result"),
		.reasons = json_array(),
		.notes = json_array(),
	};

	result_judge(&judgement, expect);
	json_object_set_new(determined, "valid", json_boolean(!json_array_size(judgement.reasons)));
	json_object_set_new(determined, "invalid_reasons", judgement.reasons);
	json_object_set_new(determined, "notes", judgement.notes);
}
