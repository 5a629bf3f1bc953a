// SPDX-License-Identifier: GPL-2.0-or-later
/* Says which kernels, parameters and versions a table belongs to, from the campaign alone. */
#include "report/origin.h"

#include "record/record.h"

#include <string.h>

static void line_add(struct report *report, GString *line)
{
	g_ptr_array_add(report->origin, g_string_free(line, FALSE));
}

char *origin_values(const GPtrArray *records, const char *path, gsize digits)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GString *values = g_string_new(NULL);

	for (guint i = 0; records && i < records->len; i++) {
		const char *value = record_string(records->pdata[i], path);
		char *text;

		if (!value)
			continue;
		text = g_strndup(value, digits ? digits : strlen(value));
		if (!g_hash_table_contains(seen, text))
			g_string_append_printf(values, "%s%s", values->len ? ", " : "", text);
		g_hash_table_add(seen, text);
	}
	if (!values->len)
		g_string_append_c(values, '-');
	return g_string_free(values, FALSE);
}

static void list_append(GString *line, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *name = json_string_value(json_array_get(list, i));

		g_string_append_printf(line, " + %s", name ? name : "-");
	}
}

static void kernel_line(struct report *report, const char *name, const json_t *kernel)
{
	const char *source = json_string_value(json_object_get(kernel, "source"));
	GString *line = g_string_new(NULL);

	g_string_append_printf(line, "kernel %s: %s", name, source ? source : "-");
	list_append(line, json_object_get(kernel, "series"));
	g_string_append(line, "; config tinyconfig");
	list_append(line, json_object_get(kernel, "config"));
	line_add(report, line);
}

static void kernel_append(GString *line, const struct report_setup *setup, const json_t *row,
			  const char *whose, const char *path)
{
	const char *kernel = json_string_value(json_object_get(row, whose));
	g_autofree char *hash = origin_values(setup->records, path, ORIGIN_HASH);

	g_string_append_printf(line, "%s kernel %s (bzImage %s)", whose, kernel ? kernel : "-",
			       hash);
}

static void parameters_append(GString *line, const json_t *setup, const char *whose)
{
	g_autofree char *key = g_strdup_printf("%s_parameters", whose);
	const json_t *settings = json_object_get(setup, "settings");
	const char *value = json_string_value(json_object_get(settings, key));

	if (value && *value)
		g_string_append_printf(line, " with %s", value);
}

/* row: the setup in experiment.json. */
static void setup_line(struct report *report, const struct report_setup *setup, const json_t *row)
{
	GString *line = g_string_new(setup->name);

	g_string_append(line, ": ");
	kernel_append(line, setup, row, "host", "determined.inputs.host_kernel");
	parameters_append(line, row, "host");
	g_string_append(line, "; ");
	kernel_append(line, setup, row, "guest", "determined.inputs.guest_kernel");
	parameters_append(line, row, "guest");
	line_add(report, line);
}

static void versions_line(const struct campaign *campaign, struct report *report)
{
	static const struct {
		const char *label, *path;
	} rows[] = {
		{ "built from", "determined.inputs.source" },
		{ "; compiler", "determined.inputs.compiler" },
		{ "; QEMU outside", "determined.inputs.qemu_outside" },
		{ ", inside", "determined.inputs.qemu_inside" },
		{ "; apfbench", "circumstances.apfbench" },
	};
	GString *line = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *values = origin_values(campaign->records, rows[i].path, 0);

		g_string_append_printf(line, "%s %s", rows[i].label, values);
	}
	line_add(report, line);
}

void origin_make(const struct campaign *campaign, struct report *report)
{
	json_t *kernels = json_object_get(campaign->experiment, "kernels");
	const json_t *setups = json_object_get(campaign->experiment, "setups");

	report->origin = g_ptr_array_new_with_free_func(g_free);
	if (!json_object_size(kernels))
		return; /* an old experiment.json without kernels */
	for (void *at = json_object_iter(kernels); at; at = json_object_iter_next(kernels, at))
		kernel_line(report, json_object_iter_key(at), json_object_iter_value(at));
	for (size_t i = 0; i < json_array_size(setups); i++)
		setup_line(report, report->setups->pdata[i], json_array_get(setups, i));
	versions_line(campaign, report);
}
