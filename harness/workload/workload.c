// SPDX-License-Identifier: GPL-2.0-or-later
/* The harness's table of workloads. */
#include "workload/workload.h"

#include "workload/list.h"

#include <string.h>

#define DECLARE(name) extern const struct workload workload_##name;
#define ROW(name)     &workload_##name,

WORKLOADS(DECLARE)

static const struct workload *const table[] = { WORKLOADS(ROW) NULL };

const struct workload *workload_find(const char *name)
{
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

uint64_t workload_memory(const struct workload *workload, const struct settings *settings)
{
	return workload->memory ? workload->memory(settings) : 0;
}
