// SPDX-License-Identifier: GPL-2.0-or-later
/* Decides whether a run is a result: it did not fail, its figures are complete, the kernel logs
 * are clean, and the trace of the mechanism is as expected. */
#include "record/record.h"

#include "experiment/expect.h"
#include "record/balance.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

static void log_judge(struct judgement *judgement, const char *whose, const char *path)
{
	const json_t *lines = record_lookup(judgement->result, path);
	const char *first = json_string_value(json_array_get(lines, 0));
	size_t count = json_array_size(lines);

	if (count > 1)
		judgement_refuse(judgement, "%s kernel's log: %s (and %zu more)", whose,
				 first ? first : "", count - 1);
	else if (count)
		judgement_refuse(judgement, "%s kernel's log: %s", whose, first ? first : "");
}

static void payload_judge(struct judgement *judgement, const json_t *payload)
{
	const json_t *status = json_object_get(payload, "status");

	if (!json_is_integer(status))
		judgement_refuse(judgement, "payload has no exit status");
	else if (json_integer_value(status))
		judgement_refuse(judgement, "payload ended with status %" JSON_INTEGER_FORMAT,
				 json_integer_value(status));
}

/* A program that was still running when the workload ended has no status. */
static void beside_judge(struct judgement *judgement, const char *workload)
{
	json_int_t status = json_integer_value(record_lookup(judgement->result, "beside.status"));

	if (status)
		judgement_refuse(judgement,
				 "the program beside %s ended with status %" JSON_INTEGER_FORMAT,
				 workload, status);
}

/* Compares a count with what is expected. what: "async faults delivered" */
static void sight_judge(struct judgement *judgement, const char *what, double count,
			enum expect_sight sight)
{
	if (sight == EXPECT_SOME && count <= 0)
		judgement_refuse(judgement, "no trace of the mechanism: %s: none", what);
	if (sight == EXPECT_NONE && count > 0)
		judgement_refuse(judgement, "the mechanism is not off: %s: %.0f", what, count);
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
		judgement_refuse(judgement, "async faults could not be counted");
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
		judgement_note(judgement, "async faults that notified the guest are not counted");
}

static void latency_judge(struct judgement *judgement)
{
	double lost;

	if (record_number(judgement->result, "swap_read.lost", &lost) && lost > 0)
		judgement_note(
			judgement,
			"%.0f reads are missing from swap_read: its figures cover the others",
			lost);
}

/* The account is a diagnosis, whose figures show by themselves what is missing in them. */
static void balance_judge(struct judgement *judgement, const struct workload *workload)
{
	enum run_kind kind;
	struct balance balance;

	if (run_kind_read(judgement->determined, &kind) || kind != RUN_TRACED)
		return;
	if (!balance_read(judgement->result, workload, &balance)) {
		judgement_note(judgement, "there is no account of the time");
		return;
	}
	if (balance.lost > 0)
		judgement_note(judgement, "%.0f trace events are lost: parts of the time are wrong",
			       balance.lost);
	if (balance.vcpu_off >= BALANCE_REST_NOTED)
		judgement_note(judgement, "%.1f %% of the vCPUs' time is in no part of its account",
			       100 * balance.vcpu_off);
	if (balance.cpu_off >= BALANCE_REST_NOTED)
		judgement_note(judgement,
			       "%.1f %% of the host CPUs' time is in no part of its account",
			       100 * balance.cpu_off);
}

static void mechanism_judge(struct judgement *judgement, const char *expect)
{
	const struct expect *row = expect_find(expect);

	if (!row)
		judgement_refuse(judgement, "there is no expectation \"%s\"", expect);
	else if (json_is_false(record_lookup(judgement->determined, "settings.counters")))
		judgement_note(judgement, "counters are off: the mechanism is not seen");
	else {
		faults_judge(judgement, row);
		notified_judge(judgement, row);
	}
}

static void result_judge(struct judgement *judgement, const struct workload *workload,
			 const char *expect)
{
	const json_t *failure = json_object_get(judgement->result, "failure");
	const json_t *payload = json_object_get(judgement->result, "payload");
	bool failed = failure && !json_is_null(failure);

	if (!json_is_object(judgement->result)) {
		judgement_refuse(judgement, "the host handed over no result");
		return;
	}
	if (failed)
		judgement_refuse(judgement, "%s",
				 json_is_string(failure) ? json_string_value(failure) : "failed");
	log_judge(judgement, "host", "log.host_bad");
	log_judge(judgement, "guest", "log.guest_bad");
	if (failed)
		return; /* figures that are missing now are not further reasons */
	if (json_is_object(payload)) {
		payload_judge(judgement, payload);
		return;
	}
	beside_judge(judgement, workload->name);
	workload->judge(judgement);
	mechanism_judge(judgement, expect);
	latency_judge(judgement);
	balance_judge(judgement, workload);
}

void record_judge(json_t *record, const struct workload *workload, const char *expect)
{
	json_t *determined = json_object_get(record, "determined");
	struct judgement judgement = {
		.determined = determined,
		.result = json_object_get(determined, "result"),
		.reasons = json_array(),
		.notes = json_array(),
	};

	result_judge(&judgement, workload, expect);
	json_object_set_new(determined, "valid", json_boolean(!json_array_size(judgement.reasons)));
	json_object_set_new(determined, "invalid_reasons", judgement.reasons);
	json_object_set_new(determined, "notes", judgement.notes);
}
