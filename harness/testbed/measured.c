// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes a run's record: what the host handed over, its inputs, and its circumstances. */
#include "testbed/measured.h"

#include "qemu/watch.h"
#include "record/environment.h"
#include "record/profile.h"
#include "record/record.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/version.h"
#include "workload/workload.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

int measured_read(const char *path, json_t **result)
{
	g_autofree char *text = NULL;
	json_error_t json_error;
	const char *end;
	json_t *found;
	size_t length;
	int err;

	err = fs_read(path, &text, &length);
	if (err)
		return err;
	end = memchr(text, '\n', length);
	if (!end)
		return error_fail(EPROTO,
				  length ? "the host handed over half a record"
					 : "the host handed over no record",
				  ": %s", path);
	found = json_loadb(text, (size_t)(end - text), 0, &json_error);
	if (!json_is_object(found)) {
		json_decref(found);
		return error_fail(EPROTO, "the host's record is not a JSON object", ": %s: %s",
				  path, json_error.text);
	}
	*result = found;
	return 0;
}

/* Moves the guest's last lines to a file of their own: a record is for numbers. */
static void split_guest_log(json_t *result, const char *folder)
{
	const json_t *lines = json_object_get(result, "guest_console");
	g_autofree char *path = g_build_filename(folder, "guest.log", NULL);
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0; i < json_array_size(lines); i++)
		g_string_append_printf(text, "%s\n", json_string_value(json_array_get(lines, i)));
	if (lines)
		fs_write_atomic(path, text->str, text->len);
	json_object_del(result, "guest_console");
}

/*
 * Keeps perf's own words and data beside the other logs, and in the record what can be counted in
 * them.
 */
static void split_profile(json_t *result, const char *folder)
{
	static const struct {
		const char *name, *file;
	} texts[] = {
		{ "samples", "samples.txt" },
		{ "callers", "callers.txt" },
		{ "exits", "exits.txt" },
		{ "kallsyms", "kallsyms" },
	};
	const json_t *profile = json_object_get(result, "profile");
	const char *encoded = json_string_value(json_object_get(profile, "data"));
	g_autofree char *data_path = g_build_filename(folder, "samples.data", NULL);
	g_autofree guchar *data = NULL;
	gsize length = 0;

	if (!profile)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *path = g_build_filename(folder, texts[i].file, NULL);
		const char *text = json_string_value(json_object_get(profile, texts[i].name));

		if (text)
			fs_write_atomic(path, text, strlen(text));
	}
	if (encoded) {
		data = g_base64_decode(encoded, &length);
		fs_write_atomic(data_path, data, length);
	}
	json_object_set_new(result, "profile", profile_parse(profile));
}

/* A payload has no guest, and no workload in it. */
static void result_take(json_t *result, const struct settings *settings)
{
	const struct workload *workload = workload_find(settings->workload);

	if (settings_have_guest(settings) && workload && workload->take)
		workload->take(result, settings->workload);
}

/* Puts what a workload makes of the failure into the place of the runner's words. */
static int failure_explain(json_t *result, const struct settings *settings, int err)
{
	const char *class = error_class(), *failure;
	g_autofree char *rest = NULL, *better = NULL;

	if (!class || !g_str_has_prefix(class, WATCH_GAVE_UP) ||
	    !g_str_has_prefix(error_text(), class))
		return err;
	result_take(result, settings);
	failure = json_string_value(json_object_get(result, "failure"));
	if (!failure)
		return err;
	rest = g_strdup(error_text() + strlen(class));
	better = g_strconcat(WATCH_GAVE_UP, failure, NULL);
	return error_fail(-err, better, "%s", rest);
}

int measured_explain(const char *record, const struct settings *settings, const char *folder,
		     int err)
{
	json_t *result = NULL;
	char *why = error_keep();

	if (measured_read(record, &result))
		return error_restore(err, why);
	split_guest_log(result, folder);
	error_restore(err, why);
	err = failure_explain(result, settings, err);
	json_decref(result);
	return err;
}

static json_t *part_json(const struct measured_mark *from, const struct measured_mark *to)
{
	return json_pack("{s:f, s:f}", "wall_seconds",
			 (double)(to->at - from->at) / G_TIME_SPAN_SECOND, "cpu_seconds",
			 to->cpu_seconds - from->cpu_seconds);
}

/* The cost of the run before, in and after its window; null if it had none. */
static json_t *parts_json(const struct measured *measured)
{
	const struct measured_mark started = { .at = measured->started };
	const struct measured_mark ended = { .at = measured->ended,
					     .cpu_seconds = measured->cpu_seconds };

	if (!measured->opened.at || !measured->closed.at)
		return json_null();
	return json_pack("{s:o, s:o, s:o}", "before", part_json(&started, &measured->opened),
			 "window", part_json(&measured->opened, &measured->closed), "after",
			 part_json(&measured->closed, &ended));
}

static json_t *list_json(char *const list[])
{
	json_t *array = json_array();

	for (; *list; list++)
		json_array_append_new(array, json_string(*list));
	return array;
}

static json_t *circumstances_json(const struct artefact_setup *setup,
				  const struct measured *measured)
{
	g_autoptr(GDateTime) started =
		g_date_time_new_from_unix_utc(measured->began / G_TIME_SPAN_SECOND);
	g_autofree char *when = g_date_time_format(started, "%Y-%m-%dT%H:%M:%SZ");
	g_autofree char *version = version_text();
	const double wall = (double)(measured->ended - measured->started) / G_TIME_SPAN_SECOND;

	return json_pack("{s:f, s:f, s:o, s:s, s:o, s:s, s:{s:s, s:s, s:s}, s:o}", "wall_seconds",
			 wall, "cpu_seconds", measured->cpu_seconds, "parts", parts_json(measured),
			 "started", when, "machine", environment_machine(), "apfbench", version,
			 "paths", "logs", measured->folder, "host_kernel",
			 setup->host->build.bzimage, "host_image", setup->host_image.path,
			 "qemu_command", list_json(measured->command));
}

json_t *measured_record(const struct artefacts *artefacts, const struct measured *measured,
			json_t *result)
{
	const struct artefact_setup *setup = artefacts_find_setup(artefacts, measured->run->setup);
	json_t *inputs = artefacts_describe(artefacts, setup);
	json_t *inside = json_object_get(result, "qemu_version");
	json_t *determined = json_object();

	if (inside)
		json_object_set(inputs, "qemu_inside", inside);
	result_take(result, &measured->run->setup->settings);
	split_guest_log(result, measured->folder);
	split_profile(result, measured->folder);
	plan_run_describe(measured->run, determined);
	json_object_set_new(determined, "inputs", inputs);
	json_object_set_new(determined, "result", result);
	return json_pack("{s:i, s:o, s:o}", "schema_version", RECORD_SCHEMA, "determined",
			 determined, "circumstances", circumstances_json(setup, measured));
}
