// SPDX-License-Identifier: GPL-2.0-or-later
/* What a record has of a run of a user's program: made of what the runner hands over, and checked.
 */
#include "workload/program.h"

#include "settings/settings_program.h"
#include "util/error.h"
#include "workload/program_limits.h"

#include <errno.h>
#include <string.h>

/* What the runner says of bm when it is the adapter that spoke in bm's words. */
static const struct {
	const char *said, *meant; /* "%s": the program's name */
} words[] = {
	{ " (bm's array prefaulted)", "" },
	{ "guest: bm ended", "guest: %s ended" },
	{ "started the window", "said start" },
	{ "printed its total", "said done" },
	{ "handed over bm's record", "handed over its metrics" },
};

static bool is_made_of(const char *text, const char *bytes, size_t most)
{
	const size_t length = strlen(text);

	return length >= 1 && length <= most && strspn(text, bytes) == length;
}

static bool text_or_null(const json_t *value)
{
	return json_is_string(value) || json_is_null(value);
}

static bool value_is_sound(const json_t *value)
{
	const double number = json_number_value(value);

	return json_is_number(value) &&
	       (number == 0 || (number >= PROGRAM_VALUE_LEAST && number <= PROGRAM_VALUE_MOST));
}

/* What is wrong with a metric, or NULL. Static text. */
static const char *metric_fault(const char *name, const json_t *said)
{
	const json_t *unit = json_object_get(said, "unit"), *better;

	better = json_object_get(said, "better");
	if (!is_made_of(name, PROGRAM_NAME_BYTES, PROGRAM_NAME_LENGTH) || !g_ascii_isalpha(*name))
		return "has a name that no metric can have";
	if (!value_is_sound(json_object_get(said, "value")))
		return "has no value, or one that is out of range";
	if (!text_or_null(unit) ||
	    (json_is_string(unit) &&
	     !is_made_of(json_string_value(unit), PROGRAM_UNIT_BYTES, PROGRAM_UNIT_LENGTH)))
		return "has a unit that is none";
	if (!text_or_null(better) ||
	    (json_is_string(better) && strcmp(json_string_value(better), PROGRAM_MORE) &&
	     strcmp(json_string_value(better), PROGRAM_LESS)))
		return "has a better that is neither \"more\" nor \"less\"";
	return NULL;
}

static char *fault(const json_t *result)
{
	json_t *metrics = json_object_get(result, "metrics"), *said;
	const char *name;

	if (!metrics || json_is_null(metrics))
		return NULL;
	if (!json_is_object(metrics))
		return g_strdup("\"determined.result.metrics\" is no object");
	if (json_object_size(metrics) > PROGRAM_METRICS_MOST)
		return g_strdup_printf("\"determined.result.metrics\" has more than %d members",
				       PROGRAM_METRICS_MOST);
	json_object_foreach (metrics, name, said) {
		const char *what = metric_fault(name, said);

		if (what)
			return g_strdup_printf("\"determined.result.metrics.%.*s\" %s",
					       PROGRAM_NAME_LENGTH, name, what);
	}
	return NULL;
}

/* The adapter knows why; else the runner's own words, with the program in bm's place. */
static void failure_take(json_t *result, const json_t *said, const char *setting)
{
	const char *failure = json_string_value(json_object_get(result, "failure"));
	const char *error = json_string_value(json_object_get(said, "error"));
	g_autofree char *name = settings_program_name(setting);
	g_autoptr(GString) text = g_string_new(failure);

	if (!failure)
		return;
	if (error)
		g_string_printf(text, "guest: %s", error);
	for (size_t i = 0; !error && i < G_N_ELEMENTS(words); i++) {
		g_auto(GStrv) parts = g_strsplit(words[i].meant, "%s", -1);
		g_autofree char *meant = g_strjoinv(name, parts);

		g_string_replace(text, words[i].said, meant, 0);
	}
	json_object_set_new(result, "failure", json_string(text->str));
}

/*
 * The program's words are on the guest's console, behind a mark and without a "[". They may look
 * like a kernel's warning to the runner, which knows no program.
 */
static void log_take(json_t *result)
{
	json_t *bad = json_object_get(json_object_get(result, "log"), "guest_bad");

	for (size_t i = json_array_size(bad); i-- > 0;) {
		const char *line = json_string_value(json_array_get(bad, i));

		if (line && g_str_has_prefix(line, "program: ") && !strchr(line, '['))
			json_array_remove(bad, i);
	}
}

static json_t *number_of(const json_t *said, const char *key)
{
	const json_t *value = json_object_get(said, key);

	return json_is_integer(value) ? json_integer(json_integer_value(value)) : json_null();
}

static void take(json_t *result, const char *setting)
{
	static const char *const runners[] = { "work", "workers", "bm", "bm_status", NULL };
	json_t *said = json_incref(json_object_get(result, "bm")), *rest;
	json_t *made =
		json_pack("{s:O?, s:{s:o, s:o}}", "metrics", json_object_get(said, "metrics"),
			  "program", "prepare_ns", number_of(said, "prefault_ns"), "window_ns",
			  number_of(said, "window_ns"));
	char *why = fault(made);

	/* A guest may say anything, and a record must stay one that can be read. */
	if (why)
		json_object_set_new(made, "metrics", json_null());
	g_free(why);
	failure_take(result, said, setting);
	log_take(result);
	for (size_t i = 0; runners[i]; i++)
		json_object_del(result, runners[i]);
	/* The metrics first. */
	rest = json_copy(result);
	json_object_clear(result);
	json_object_update(result, made);
	json_object_update(result, rest);
	json_decref(rest);
	json_decref(made);
	json_decref(said);
}

static void judge(struct judgement *judgement)
{
	if (!json_object_size(json_object_get(judgement->result, "metrics")))
		judgement_refuse(judgement, "the program gave no metrics");
}

/* "probes 12345 1/s" */
static char *text(const json_t *result)
{
	json_t *metrics = json_object_get(result, "metrics"), *said;
	const char *name;

	json_object_foreach (metrics, name, said) {
		const char *unit = json_string_value(json_object_get(said, "unit"));

		return g_strdup_printf("%s %.6g%s%s", name,
				       json_number_value(json_object_get(said, "value")),
				       unit ? " " : "", unit ? unit : "");
	}
	return g_strdup("no metrics");
}

/* Settings of bm alone would be recorded without having an effect. */
static int check(const struct settings *settings, const char *setup)
{
	static const char *const bms[] = { "faulting", "working",   "array",   "layout",
					   "fill",     "placement", "interval" };
	struct settings initial;
	int err = 0;

	settings_init(&initial);
	for (size_t i = 0; !err && i < G_N_ELEMENTS(bms); i++) {
		const struct setting *row = setting_find(bms[i]);
		g_autofree char *now = settings_get(settings, row);
		g_autofree char *usual = settings_get(&initial, row);

		if (strcmp(now, usual) != 0)
			err = error_set(EINVAL,
					"setup %s: %s = %s is for bm, and the workload is another "
					"program: say it in the program's arguments",
					setup, bms[i], now);
	}
	settings_clear(&initial);
	return err;
}

static char *command(const json_t *settings)
{
	return g_strdup(json_string_value(json_object_get(settings, "workload")));
}

static const struct metric metrics_none[] = { { .name = NULL } };
static const struct workload_range ranges_none[] = { { .path = NULL } };

const struct workload workload_program = {
	.name = "a program",
	.program = "adapter",
	.metrics = metrics_none,
	.ranges = ranges_none,
	.check = check,
	.take = take,
	.fault = fault,
	.judge = judge,
	.text = text,
	.command = command,
};
