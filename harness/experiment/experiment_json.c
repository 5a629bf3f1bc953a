// SPDX-License-Identifier: GPL-2.0-or-later
/* An experiment as JSON, as a campaign keeps it. */
#include "experiment/experiment.h"

#include <string.h>

static json_t *list_json(char *const *list)
{
	json_t *json = json_array();

	for (; *list; list++)
		json_array_append_new(json, json_string(*list));
	return json;
}

static json_t *setup_json(const struct setup *setup)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:o}", "name", setup->name, "host",
			 setup->host_kernel, "guest", setup->guest_kernel, "expect", setup->expect,
			 "settings", settings_json(&setup->settings, false));
}

static bool kernel_used(const struct experiment *experiment, const char *name)
{
	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];

		if (!strcmp(setup->host_kernel, name) || !strcmp(setup->guest_kernel, name))
			return true;
	}
	return false;
}

/* Kernels that no setup uses are left out: they have no effect. */
static json_t *kernels_json(const struct experiment *experiment)
{
	json_t *json = json_object();

	for (guint i = 0; i < experiment->kernels->len; i++) {
		const struct kernel_spec *kernel = experiment->kernels->pdata[i];

		if (kernel_used(experiment, kernel->name))
			json_object_set_new(json, kernel->name,
					    json_pack("{s:s, s:o, s:o}", "source", kernel->source,
						      "series", list_json(kernel->series), "config",
						      list_json(kernel->config)));
	}
	return json;
}

static json_t *setups_json(const struct experiment *experiment)
{
	json_t *json = json_array();

	for (guint i = 0; i < experiment->setups->len; i++)
		json_array_append_new(json, setup_json(experiment->setups->pdata[i]));
	return json;
}

/* A new reference, or NULL without an axis. */
static json_t *axis_json(const struct experiment *experiment)
{
	json_t *setups;

	if (!experiment->axis)
		return NULL;
	setups = json_object();
	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];

		if (setup->line)
			json_object_set_new(setups, setup->name,
					    json_pack("{s:s, s:f, s:s, s:s}", "line", setup->line,
						      "x", setup->x, "stem", setup->stem, "place",
						      setup->place));
	}
	return json_pack("{s:s, s:o}", "title", experiment->axis, "setups", setups);
}

json_t *experiment_json(const struct experiment *experiment)
{
	return json_pack(
		"{s:i, s:s, s:s, s:s, s:s?, s:o*, s:o*, s:s, s:I, s:I, s:I, s:I, s:o, s:o}",
		"schema_version", EXPERIMENT_SCHEMA, "name", experiment->name, "title",
		experiment->title, "baseline", experiment->baseline, "reference",
		experiment->reference, "axis", axis_json(experiment), "traced",
		experiment->traced ? json_true() : NULL, "testbed", experiment->testbed, "runs",
		(json_int_t)experiment->runs, "boots", (json_int_t)experiment->boots, "boot_seed",
		(json_int_t)experiment->boot_seed, "seed", (json_int_t)experiment->seed, "kernels",
		kernels_json(experiment), "setups", setups_json(experiment));
}

const json_t *experiment_json_setup(const json_t *experiment, const char *name)
{
	const json_t *setups = json_object_get(experiment, "setups"), *row;
	size_t i;

	json_array_foreach (setups, i, row) {
		const char *known = json_string_value(json_object_get(row, "name"));

		if (known && name && strcmp(known, name) == 0)
			return row;
	}
	return NULL;
}

bool experiment_json_has(const json_t *experiment, const char *name)
{
	json_t *places = json_object_get(json_object_get(experiment, "axis"), "setups"), *place;
	const char *setup;

	json_object_foreach (places, setup, place)
		if (!g_strcmp0(json_string_value(json_object_get(place, "stem")), name))
			return true;
	return experiment_json_setup(experiment, name);
}

bool experiment_json_is_payload(const json_t *setup)
{
	const json_t *settings = json_object_get(setup, "settings");
	const char *payload = json_string_value(json_object_get(settings, "payload"));

	return payload && setting_is_path(setting_find("payload"), payload);
}
