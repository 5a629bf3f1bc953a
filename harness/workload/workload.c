// SPDX-License-Identifier: GPL-2.0-or-later
/* The harness's table of workloads. */
#include "workload/workload.h"

#include "settings/settings_program.h"
#include "workload/list.h"
#include "workload/program.h"

#include <string.h>

#define DECLARE(name) extern const struct workload workload_##name;
#define ROW(name)     &workload_##name,

WORKLOADS(DECLARE)

static const struct workload *const table[] = { WORKLOADS(ROW) NULL };

/* In a stranger's record it may be anything. */
static bool is_program(const char *text)
{
	g_auto(GStrv) argv = NULL;

	return settings_program_is(text) && !settings_program_argv(text, &argv);
}

const struct workload *workload_find(const char *name)
{
	if (name && is_program(name))
		return &workload_program;
	for (size_t i = 0; table[i]; i++)
		if (!name || !strcmp(table[i]->name, name))
			return table[i];
	return NULL;
}

char *workload_names(void)
{
	GString *names = g_string_new(NULL);

	for (size_t i = 0; table[i]; i++)
		g_string_append_printf(names, "%s%s", i ? ", " : "", table[i]->name);
	return g_string_free(names, FALSE);
}

const struct workload *workload_of(const json_t *settings)
{
	const json_t *name = json_object_get(settings, "workload");

	return name && !json_is_string(name) ? NULL : workload_find(json_string_value(name));
}

bool workload_is_same(const struct workload *one, const struct workload *other)
{
	size_t i;

	if (!one || !other || one == other)
		return one == other;
	for (i = 0; one->metrics[i].name && other->metrics[i].name; i++)
		if (strcmp(one->metrics[i].name, other->metrics[i].name) != 0 ||
		    g_strcmp0(one->metrics[i].unit, other->metrics[i].unit) != 0 ||
		    one->metrics[i].better != other->metrics[i].better)
			return false;
	return !one->metrics[i].name && !other->metrics[i].name && !strcmp(one->name, other->name);
}

uint64_t workload_memory(const struct workload *workload, const struct settings *settings)
{
	return workload->memory ? workload->memory(settings) : 0;
}
