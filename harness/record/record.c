// SPDX-License-Identifier: GPL-2.0-or-later
/* Records as text and as files, and the values in them. */
#include "record/record.h"

#include "record/range.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* 17 digits bring every double back as it was. */
#define TEXT_FLAGS (JSON_INDENT(1) | JSON_REAL_PRECISION(17))

const json_t *record_lookup(const json_t *record, const char *path)
{
	while (*path && record) {
		size_t length = strcspn(path, ".");

		record = json_object_getn(record, path, length);
		path += length + (path[length] == '.');
	}
	return record;
}

bool record_number(const json_t *record, const char *path, double *value)
{
	const json_t *found = record_lookup(record, path);

	if (!json_is_number(found))
		return false;
	*value = json_number_value(found);
	return true;
}

double record_figure(const json_t *record, const char *path)
{
	double value;

	return record_number(record, path, &value) ? value : NAN;
}

enum run_kind record_kind(const json_t *record)
{
	enum run_kind kind = RUN_MEASURED;

	run_kind_read(json_object_get(record, "determined"), &kind);
	return kind;
}

const char *record_string(const json_t *record, const char *path)
{
	return json_string_value(record_lookup(record, path));
}

char *record_text(const json_t *record)
{
	char *text = json_dumps(record, TEXT_FLAGS);
	size_t length = strlen(text);

	text = realloc(text, length + 2);
	if (!text)
		abort();
	memcpy(text + length, "\n", 2);
	return text;
}

int record_save(const char *path, const json_t *record)
{
	char *text = record_text(record);
	int err = fs_write_atomic(path, text, strlen(text));

	free(text);
	return err;
}

/* The first thing that statistics would miss, or NULL. Free with g_free(). */
static char *record_lack(const json_t *record, const struct workload *workload)
{
	const json_t *determined = json_object_get(record, "determined");
	const json_t *valid = json_object_get(determined, "valid");
	enum run_kind kind;

	if (!json_is_object(determined))
		return g_strdup("\"determined\" is missing");
	if (!json_is_string(json_object_get(determined, "setup")))
		return g_strdup("\"determined.setup\" is not a text");
	if (!json_is_boolean(valid))
		return g_strdup("\"determined.valid\" is neither true nor false");
	if (run_kind_read(determined, &kind))
		return g_strdup_printf("\"determined\": %s", error_text());
	if (!json_is_array(json_object_get(determined, "invalid_reasons")))
		return g_strdup("\"determined.invalid_reasons\" is not a list");
	if (json_is_true(valid) && !record_lookup(determined, "result.payload") &&
	    workload->metrics->name &&
	    isnan(metric_read(workload->metrics, json_object_get(determined, "result"))))
		return g_strdup_printf("it is valid, but \"determined.result.%s\" is not a number",
				       workload->metrics->path);
	return range_fault(record, workload);
}

int record_check(const char *path, const json_t *record)
{
	const json_t *version = json_object_get(record, "schema_version");
	const struct workload *workload = workload_of(record_lookup(record, "determined.settings"));
	g_autofree char *lack = NULL;

	if (!json_is_integer(version))
		return error_set(EINVAL, "%s: no record: \"schema_version\" is missing", path);
	if (json_integer_value(version) != RECORD_SCHEMA)
		return error_set(EINVAL,
				 "%s: a record of schema %" JSON_INTEGER_FORMAT
				 ", this program reads schema %d",
				 path, json_integer_value(version), RECORD_SCHEMA);
	if (!workload)
		return error_set(
			EINVAL, "%s: a record of a workload that this program does not know", path);
	lack = record_lack(record, workload);
	return lack ? error_set(EINVAL, "%s: not a whole record: %s", path, lack) : 0;
}

int record_load(const char *path, json_t **record)
{
	int err = json_read(path, record);

	if (err)
		return err;
	err = record_check(path, *record);
	if (err) {
		json_decref(*record);
		*record = NULL;
	}
	return err;
}
