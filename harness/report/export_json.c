// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs as JSON: an object a run. */
#include "report/export_rows.h"
#include "report/format.h"
#include "util/json.h"

#define EXPORT_SCHEMA 1

static void json_export(const struct campaign *campaign, const struct report *report, FILE *out)
{
	struct export_rows *rows = export_rows_make(campaign, report);
	json_t *json =
		json_pack("{s:i, s:s, s:s, s:s?, s:s?, s:O}", "schema_version", EXPORT_SCHEMA,
			  "experiment", report->name, "workload", report->workload->name,
			  "baseline", report->baseline, "axis", report->axis, "runs", rows->rows);

	json_print(json, out);
	json_decref(json);
	export_rows_free(rows);
}

const struct format export_json = {
	.name = "json",
	.help = "an object per run",
	.export = json_export,
};
