// SPDX-License-Identifier: GPL-2.0-or-later
/* Says which kernels, parameters and versions a table belongs to, from the campaign alone. */
#include "report/origin.h"

#include "record/record.h"

#include <string.h>

#define SHORT_HASH 12 /* digits that people compare */

static void line_add(struct report *report, GString *line)
{
	g_ptr_array_add(report->origin, g_string_free(line, FALSE));
}

/* Different values at the path in the records (of the setup, or NULL: of all), in their order:
 * "a, b"; "-" if there is none. digits: of each, 0: all. Free with g_free(). */
static char *values_text(const struct campaign *campaign, const char *setup, const char *path,
			 gsize digits)
{
	g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < campaign->records->len; i++) {
		const json_t *record = campaign->records->pdata[i];
		const char *value = record_string(record, path);
		g_autofree char *text = NULL;

		if (!value ||
		    (setup && g_strcmp0(record_string(record, "determined.setup"), setup)))
			continue;
		text = g_strndup(value, digits ? digits : strlen(value));
		if (!g_ptr_array_find_with_equal_func(seen, text, g_str_equal, NULL))
			g_ptr_array_add(seen, g_steal_pointer(&text));
	}
	if (!seen->len)
		return g_strdup("-");
	g_ptr_array_add(seen, NULL);
	return g_strjoinv(", ", (char **)seen->pdata);
}

static void list_append(GString *line, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		g_string_append_printf(line, " + %s", json_string_value(json_array_get(list, i)));
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

static void kernel_append(GString *line, const struct campaign *campaign, const json_t *setup,
			  const char *whose, const char *path)
{
	const char *kernel = json_string_value(json_object_get(setup, whose));
	g_autofree char *hash = values_text(
		campaign, json_string_value(json_object_get(setup, "name")), path, SHORT_HASH);

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

static void setup_line(const struct campaign *campaign, struct report *report, const json_t *setup)
{
	GString *line = g_string_new(json_string_value(json_object_get(setup, "name")));

	g_string_append(line, ": ");
	kernel_append(line, campaign, setup, "host", "determined.inputs.host_kernel");
	parameters_append(line, setup, "host");
	g_string_append(line, "; ");
	kernel_append(line, campaign, setup, "guest", "determined.inputs.guest_kernel");
	parameters_append(line, setup, "guest");
	line_add(report, line);
}

static void versions_line(const struct campaign *campaign, struct report *report)
{
	static const struct {
		const char *label, *path;
	} rows[] = {
		{ "made of", "determined.inputs.source" },
		{ "; by", "determined.inputs.compiler" },
		{ "; QEMU outside", "determined.inputs.qemu_outside" },
		{ ", inside", "determined.inputs.qemu_inside" },
		{ "; apfbench", "circumstances.apfbench" },
	};
	GString *line = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *values = values_text(campaign, NULL, rows[i].path, 0);

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
		return; /* nothing is claimed of what the experiment does not tell */
	for (void *at = json_object_iter(kernels); at; at = json_object_iter_next(kernels, at))
		kernel_line(report, json_object_iter_key(at), json_object_iter_value(at));
	for (size_t i = 0; i < json_array_size(setups); i++)
		setup_line(campaign, report, json_array_get(setups, i));
	versions_line(campaign, report);
}
