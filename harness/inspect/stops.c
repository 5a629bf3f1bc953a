// SPDX-License-Identifier: GPL-2.0-or-later
/* From the lines of a kernel's log to places where a debugger can stop. */
#include "inspect/stops.h"

#include "record/record.h"

#include <glib.h>
#include <string.h>

/* "WARNING: CPU: 1 PID: 84 at virt/kvm/async_pf.c:313 kvm_async_pf_complete+0x9c/0xb0": of the
 * instruction that is the warning. What is not a symbol's name must not get into gdb's commands. */
#define WARNING_PLACE \
	"^WARNING: CPU: [0-9]+ PID: [0-9]+ at \\S+ ([A-Za-z_][A-Za-z0-9_.]{0,199})\\+(0x[0-9a-f]{1,8})/0x"

static const struct {
	const char *words, *function;
} functions[] = {
	{ "Kernel panic", "panic" },
	{ "kernel panicked", "panic" }, /* the class of a failure (docs/record.md) */
	{ "BUG:", "oops_begin" },
	{ "kernel BUG at", "oops_begin" },
	{ "Oops", "oops_begin" },
	{ "general protection fault", "oops_begin" },
	{ "unable to handle", "oops_begin" },
};

static char *line_place(const char *line)
{
	g_autoptr(GRegex) regex = g_regex_new(WARNING_PLACE, 0, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	if (g_regex_match(regex, line, 0, &match)) {
		g_autofree char *symbol = g_match_info_fetch(match, 1);
		g_autofree char *offset = g_match_info_fetch(match, 2);

		return g_strdup_printf("*('%s'+%s)", symbol, offset);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(functions); i++)
		if (strstr(line, functions[i].words))
			return g_strdup(functions[i].function);
	return NULL;
}

/* Of the first of the lines that has one. */
static char *lines_place(const json_t *lines, const char **line)
{
	char *place = NULL;

	for (size_t i = 0; !place && i < json_array_size(lines); i++) {
		const char *text = json_string_value(json_array_get(lines, i));

		place = text ? line_place(text) : NULL;
		if (place || !*line)
			*line = text;
	}
	return place;
}

char *stops_place(const json_t *record, const char **line)
{
	char *place;

	*line = NULL;
	place = lines_place(record_lookup(record, "determined.result.log.host_bad"), line);
	return place ? place
		     : lines_place(record_lookup(record, "determined.invalid_reasons"), line);
}
