// SPDX-License-Identifier: GPL-2.0-or-later
/* Finished runs become records, whatever their end. */
#include "schedule/outcome.h"

#include "record/environment.h"
#include "record/record.h"
#include "record/tap.h"
#include "schedule/folder.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/version.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#define TAIL_LINES 20

bool outcome_is_failure(int err)
{
	return err == -EPROTO || err == -ETIMEDOUT;
}

void outcome_failure_take(struct outcome_failure *failure, const char *place, json_t *inputs)
{
	const char *class = error_class();

	failure->class = g_strconcat(place, class ? class : "the host or guest failed", NULL);
	failure->text = g_strconcat(place, error_text(), NULL);
	failure->inputs = inputs;
}

void outcome_failure_clear(struct outcome_failure *failure)
{
	g_free(failure->class);
	g_free(failure->text);
	json_decref(failure->inputs);
}

bool outcome_is_valid(const json_t *record)
{
	return json_is_true(json_object_get(json_object_get(record, "determined"), "valid"));
}

/* Takes the value, which is dropped when the key is there. */
static void set_missing(json_t *object, const char *key, json_t *value)
{
	if (json_object_get(object, key))
		json_decref(value);
	else
		json_object_set_new(object, key, value);
}

static json_t *cpu_seconds(void)
{
	struct rusage own, children;

	if (getrusage(RUSAGE_SELF, &own) < 0 || getrusage(RUSAGE_CHILDREN, &children) < 0)
		return json_null();
	return json_real((double)(own.ru_utime.tv_sec + own.ru_stime.tv_sec +
				  children.ru_utime.tv_sec + children.ru_stime.tv_sec) +
			 1e-6 * (double)(own.ru_utime.tv_usec + own.ru_stime.tv_usec +
					 children.ru_utime.tv_usec + children.ru_stime.tv_usec));
}

static void circumstances_fill(json_t *record, unsigned int order, double seconds)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_utc();
	g_autoptr(GDateTime) started = g_date_time_add_seconds(now, -seconds);
	g_autofree char *text = g_date_time_format(started, "%Y-%m-%dT%H:%M:%SZ");
	g_autofree char *version = version_text();
	json_t *circumstances;

	set_missing(record, "circumstances", json_object());
	circumstances = json_object_get(record, "circumstances");
	set_missing(circumstances, "wall_seconds", json_real(seconds));
	set_missing(circumstances, "cpu_seconds", cpu_seconds());
	set_missing(circumstances, "started", json_string(text));
	set_missing(circumstances, "machine", environment_machine());
	set_missing(circumstances, "apfbench", json_string(version));
	json_object_set_new(circumstances, "order", json_integer(order));
}

/* The last lines of a log, as an array; empty if there is none. */
static json_t *log_tail(const char *logs)
{
	g_autofree char *path = g_build_filename(logs, "console.log", NULL);
	g_autofree char *text = NULL;
	json_t *tail = json_array();
	size_t length = 0;

	if (!fs_exists(path) || fs_read(path, &text, &length))
		return tail;
	/* A console that died may hold anything; JSON wants UTF-8. */
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
	g_auto(GStrv) lines = g_strsplit(g_strchomp(valid), "\n", -1);
	guint count = g_strv_length(lines);

	for (guint i = count > TAIL_LINES ? count - TAIL_LINES : 0; i < count; i++)
		json_array_append_new(tail, json_string(g_strchomp(lines[i])));
	return tail;
}

/* What a person looks for first when a run is no result. */
static void tail_add(json_t *record, const char *logs)
{
	json_object_set_new(json_object_get(record, "circumstances"), "console_tail",
			    log_tail(logs));
}

int outcome_save(const char *folder, const struct plan_run *run, json_t *record, const char *logs,
		 unsigned int order, double seconds)
{
	g_autofree char *path = folder_record_path(folder, run);

	circumstances_fill(record, order, seconds);
	record_judge(record, workload_find(run->setup->settings.workload), run->setup->expect);
	if (!outcome_is_valid(record))
		tail_add(record, logs);
	return record_save(path, record);
}

int outcome_save_failure(const char *folder, const struct plan_run *run,
			 const struct outcome_failure *failure, const char *logs,
			 unsigned int order, double seconds)
{
	g_autofree char *path = folder_record_path(folder, run);
	g_autofree char *why = g_utf8_make_valid(failure->text, -1);
	g_autofree char *class = g_utf8_make_valid(failure->class, -1);
	json_t *record = json_object();
	json_t *determined = json_object();
	int err;

	json_object_set_new(record, "schema_version", json_integer(RECORD_SCHEMA));
	json_object_set_new(record, "determined", determined);
	plan_run_describe(run, determined);
	json_object_set(determined, "inputs", failure->inputs);
	json_object_set_new(determined, "result", json_null());
	json_object_set_new(determined, "valid", json_false());
	json_object_set_new(determined, "invalid_reasons", json_pack("[s]", class));
	json_object_set_new(determined, "notes", json_array());
	json_object_set_new(record, "circumstances",
			    json_pack("{s:s, s:{s:s}}", "failure", why, "paths", "logs", logs));
	circumstances_fill(record, order, seconds);
	tail_add(record, logs);
	err = record_save(path, record);
	json_decref(record);
	return err;
}

static void append_tests(GString *text, const char *output)
{
	struct tap tap;

	tap_read(output, &tap);
	g_string_append_printf(text, "%u passed, %u failed, %u skipped", tap.passed, tap.failed,
			       tap.skipped);
	tap_clear(&tap);
}

char *outcome_text(const json_t *record)
{
	const char *output = record_string(record, "determined.result.payload.output");
	const json_t *determined = json_object_get(record, "determined");
	const json_t *reasons = json_object_get(determined, "invalid_reasons");
	GString *text = g_string_new(NULL);
	const struct workload *workload = workload_of(json_object_get(determined, "settings"));

	if (outcome_is_valid(record) && output) {
		append_tests(text, output);
		return g_string_free(text, FALSE);
	}
	if (outcome_is_valid(record) && workload) {
		g_string_free(text, TRUE);
		return workload->text(json_object_get(determined, "result"));
	}
	g_string_append(text, "INVALID: ");
	for (size_t i = 0; i < json_array_size(reasons); i++)
		g_string_append_printf(text, "%s%s", i ? "; " : "",
				       json_string_value(json_array_get(reasons, i)));
	return g_string_free(text, FALSE);
}
