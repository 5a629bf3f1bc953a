// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists differences of inputs and settings, those of several setups once. */
#include "report/difference.h"

#include "record/record.h"
#include "report/origin.h"
#include "util/json.h"

#include <stdlib.h>
#include <string.h>

struct difference {
	char *what;
	char *ours, *theirs;
	GPtrArray *setups; /* names; owned by the report */
};

static const struct input {
	const char *what, *path;
	gsize digits; /* to be shown; 0: all */
} inputs[] = {
	{ "host kernel", "determined.inputs.host_kernel", ORIGIN_HASH },
	{ "guest kernel", "determined.inputs.guest_kernel", ORIGIN_HASH },
	{ "host config", "determined.inputs.host_config", ORIGIN_HASH },
	{ "guest config", "determined.inputs.guest_config", ORIGIN_HASH },
	{ "kernel source", "determined.inputs.source", 0 },
	{ "compiler", "determined.inputs.compiler", 0 },
	{ "QEMU outside", "determined.inputs.qemu_outside", 0 },
	{ "QEMU inside", "determined.inputs.qemu_inside", 0 },
	{ "firmware", "determined.inputs.firmware", ORIGIN_HASH },
	{ "lockstep", "determined.inputs.lockstep", ORIGIN_HASH },
	{ "host image", "determined.inputs.host_image", ORIGIN_HASH },
	{ "guest image", "determined.inputs.guest_image", ORIGIN_HASH },
	{ "apfbench", "circumstances.apfbench", 0 },
};

/* Members of experiment.json that settle which runs there are. */
static const char *const plan_keys[] = { "testbed", "runs", "boots", "boot_seed", "seed" };

static void difference_free(gpointer data)
{
	struct difference *difference = data;

	g_free(difference->what);
	g_free(difference->ours);
	g_free(difference->theirs);
	g_ptr_array_unref(difference->setups);
	g_free(difference);
}

/* setup: whose, or NULL: of all. The texts are copied. */
static void difference_add(GPtrArray *differences, const char *what, const char *ours,
			   const char *theirs, const char *setup)
{
	struct difference *made = NULL;

	for (guint i = 0; i < differences->len && !made; i++) {
		struct difference *row = differences->pdata[i];

		if (!strcmp(row->what, what) && !strcmp(row->ours, ours) &&
		    !strcmp(row->theirs, theirs))
			made = row;
	}
	if (!made) {
		made = g_new(struct difference, 1);
		*made = (struct difference){ g_strdup(what), g_strdup(ours), g_strdup(theirs),
					     g_ptr_array_new() };
		g_ptr_array_add(differences, made);
	}
	if (setup)
		g_ptr_array_add(made->setups, (gpointer)setup);
}

static void inputs_compare(const struct report_setup *setup, GPtrArray *differences)
{
	for (size_t i = 0; i < G_N_ELEMENTS(inputs); i++) {
		const struct input *input = &inputs[i];
		g_autofree char *ours = origin_values(setup->records, input->path, input->digits);
		g_autofree char *theirs =
			origin_values(setup->baseline->records, input->path, input->digits);

		/* One that does not say it is not known to differ. */
		if (strcmp(ours, "-") && strcmp(theirs, "-") && strcmp(ours, theirs))
			difference_add(differences, input->what, ours, theirs, setup->name);
	}
}

/* A value in a few words. Free with g_free(). */
static char *value_text(const json_t *value)
{
	char *text, *copy;

	if (!value)
		return g_strdup("-");
	if (json_is_string(value))
		return g_strdup(json_string_value(value));
	text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	copy = g_strdup(text ? text : "-");
	free(text);
	return copy;
}

struct walk {
	GPtrArray *differences;
	const char *setup;
};

static void setting_differs(void *context, const char *path, const json_t *old, const json_t *now)
{
	const struct walk *walk = context;
	g_autofree char *what = g_strdup_printf("setting %s", path);
	g_autofree char *ours = value_text(old), *theirs = value_text(now);

	if ((!old && experiment_json_is_default(path, now)) ||
	    (!now && experiment_json_is_default(path, old)))
		return;
	difference_add(walk->differences, what, ours, theirs, walk->setup);
}

static const json_t *settings_of(const struct side *side, const char *name)
{
	return json_object_get(experiment_json_setup(side->campaign->experiment, name), "settings");
}

static void plans_compare(const struct side *side, const struct side *other, GPtrArray *differences)
{
	for (size_t i = 0; i < G_N_ELEMENTS(plan_keys); i++) {
		const json_t *a = json_object_get(side->campaign->experiment, plan_keys[i]);
		const json_t *b = json_object_get(other->campaign->experiment, plan_keys[i]);
		g_autofree char *ours = value_text(a), *theirs = value_text(b);

		if (strcmp(ours, theirs) != 0)
			difference_add(differences, plan_keys[i], ours, theirs, NULL);
	}
}

void differences_make(struct side *side, const struct side *other)
{
	GPtrArray *differences = g_ptr_array_new_with_free_func(difference_free);

	for (guint i = 0; i < side->report->setups->len; i++) {
		const struct report_setup *setup = side->report->setups->pdata[i];
		struct walk walk = { differences, setup->name };

		inputs_compare(setup, differences);
		json_walk(settings_of(side, setup->name), settings_of(other, setup->baseline->name),
			  setting_differs, &walk);
	}
	plans_compare(side, other, differences);
	g_clear_pointer(&side->report->differences, g_ptr_array_unref);
	side->report->differences = differences;
}

/* "host kernel", or "host kernel (pv)" if it is not that of all. Free with g_free(). */
static char *what_text(const struct report *report, const struct difference *difference)
{
	GString *text = g_string_new(difference->what);

	if (!difference->setups->len || difference->setups->len == report->setups->len)
		return g_string_free(text, FALSE);
	for (guint i = 0; i < difference->setups->len; i++)
		g_string_append_printf(text, "%s%s", i ? ", " : " (",
				       (const char *)difference->setups->pdata[i]);
	g_string_append_c(text, ')');
	return g_string_free(text, FALSE);
}

void differences_add(const struct report *report, struct model *model)
{
	static const struct column columns[] = {
		{ "what", "what", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "first", "first", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "second", "second", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
	};
	struct table *table;

	if (!report->against)
		return;
	table = model_table(model, "differences", columns, G_N_ELEMENTS(columns));
	table->as_list = true;
	table->heading = g_strdup_printf(
		report->differences->len
			? "What differs between %s (first) and %s (second)"
			: "%s and %s have the same kernels, settings, QEMU, compiler and version",
		report->name, report->baseline);
	for (guint i = 0; i < report->differences->len; i++) {
		const struct difference *difference = report->differences->pdata[i];
		g_autofree char *what = what_text(report, difference);

		table_text(table, what);
		table_text(table, difference->ours);
		table_text(table, difference->theirs);
	}
}
