// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts a run's record together: what the host handed over, its inputs, and its circumstances. */
#include "record/environment.h"
#include "record/record.h"
#include "testbed/sim.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/version.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

int sim_read_result(const char *path, json_t **result)
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
		return error_fail(EPROTO, "the host's record is no JSON object", ": %s: %s", path,
				  json_error.text);
	}
	*result = found;
	return 0;
}

/* The guest's last lines go to a file of their own: a record is for numbers. */
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

void sim_save_guest_log(const char *record, const char *folder)
{
	json_t *result = NULL;
	char *why = error_keep();

	if (!sim_read_result(record, &result))
		split_guest_log(result, folder);
	json_decref(result);
	/* It was called because of another error. */
	error_restore(0, why);
}

static char *describe_builds(const char *host, const char *guest)
{
	return strcmp(host, guest) ? g_strdup_printf("%s; guest: %s", host, guest) : g_strdup(host);
}

static json_t *list_json(char *const list[])
{
	json_t *array = json_array();

	for (; *list; list++)
		json_array_append_new(array, json_string(*list));
	return array;
}

static json_t *inputs_json(const struct sim *sim, const struct sim_facts *facts,
			   const json_t *result)
{
	const struct sim_setup *setup = facts->setup;
	const struct kernel_build *host = &setup->host->build, *guest = &setup->guest->build;
	g_autofree char *source = describe_builds(host->source, guest->source);
	g_autofree char *compiler = describe_builds(host->compiler, guest->compiler);
	json_t *inside = json_object_get(result, "qemu_version");

	return json_pack(
		"{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:O?, s:s, s:s?, s:s, s:s, s:s, s:s, "
		"s:O?, s:s, s:s, s:o}",
		"host_kernel", setup->host->bzimage_hash, "guest_kernel",
		setup->guest->bzimage_hash, "host_config", setup->host->config_hash, "guest_config",
		setup->guest->config_hash, "host_build", host->hash, "guest_build", guest->hash,
		"host_patches", list_json(host->patches), "guest_patches",
		list_json(guest->patches), "host_image", setup->host_image.hash, "host_contents",
		setup->host_image.contents, "guest_image", sim->guest_image.hash, "host_files",
		setup->files_hash, "preparation", facts->hash, "source", source, "compiler",
		compiler, "qemu_outside", sim->qemu.version, "qemu_inside", inside, "firmware",
		sim->qemu.firmware, "lockstep", sim->qemu.lockstep, "qemu_command",
		sim_command(&setup->setup->settings, facts->run->boot_seed, true));
}

static bool came_from_cache(const struct sim *sim, const char *hash)
{
	g_autofree char *snapshot = sim_snapshot(hash);
	struct stat info;

	return !stat(snapshot, &info) && (gint64)info.st_mtime < sim->opened / G_TIME_SPAN_SECOND;
}

static json_t *part_json(const struct sim_mark *from, const struct sim_mark *to)
{
	return json_pack("{s:f, s:f}", "wall_seconds",
			 (double)(to->at - from->at) / G_TIME_SPAN_SECOND, "cpu_seconds",
			 to->cpu_seconds - from->cpu_seconds);
}

/* What the run cost before, in and after its window; null if it had none. */
static json_t *parts_json(const struct sim_facts *facts)
{
	const struct sim_mark started = { .at = facts->started };
	const struct sim_mark ended = { .at = facts->ended, .cpu_seconds = facts->cpu_seconds };

	if (!facts->opened.at || !facts->closed.at)
		return json_null();
	return json_pack("{s:o, s:o, s:o}", "before", part_json(&started, &facts->opened), "window",
			 part_json(&facts->opened, &facts->closed), "after",
			 part_json(&facts->closed, &ended));
}

static json_t *circumstances_json(const struct sim *sim, const struct sim_facts *facts)
{
	const struct sim_setup *setup = facts->setup;
	g_autoptr(GDateTime) started =
		g_date_time_new_from_unix_utc(facts->began / G_TIME_SPAN_SECOND);
	g_autofree char *when = g_date_time_format(started, "%Y-%m-%dT%H:%M:%SZ");
	g_autofree char *preparation = sim_folder(facts->hash);
	g_autofree char *version = version_text();
	const double wall = (double)(facts->ended - facts->started) / G_TIME_SPAN_SECOND;

	return json_pack("{s:f, s:f, s:o, s:b, s:s, s:o, s:s, s:{s:s, s:s, s:s, s:s}, s:o}",
			 "wall_seconds", wall, "cpu_seconds", facts->cpu_seconds, "parts",
			 parts_json(facts), "prepared_from_cache",
			 came_from_cache(sim, facts->hash), "started", when, "machine",
			 environment_machine(), "apfbench", version, "paths", "logs", facts->folder,
			 "preparation", preparation, "host_kernel", setup->host->build.bzimage,
			 "host_image", setup->host_image.path, "qemu_command",
			 list_json(facts->machine->argv));
}

json_t *sim_make_record(const struct sim *sim, const struct sim_facts *facts, json_t *result)
{
	const struct plan_run *run = facts->run;
	json_t *inputs = inputs_json(sim, facts, result);
	json_t *determined = json_object();

	split_guest_log(result, facts->folder);
	plan_run_describe(run, determined);
	json_object_set_new(determined, "inputs", inputs);
	json_object_set_new(determined, "result", result);
	return json_pack("{s:i, s:o, s:o}", "schema_version", RECORD_SCHEMA, "determined",
			 determined, "circumstances", circumstances_json(sim, facts));
}
