// SPDX-License-Identifier: GPL-2.0-or-later
/* The runner's table of workloads. */
#include "workload/inside.h"

#include "workload/list.h"

#include <stddef.h>
#include <string.h>

#define DECLARE(name) extern const struct workload_inside workload_inside_##name;
#define ROW(name)     &workload_inside_##name,

WORKLOADS(DECLARE)

static const struct workload_inside *const table[] = { WORKLOADS(ROW) NULL };

const struct workload_inside *workload_inside_find(const char *name)
{
	for (size_t i = 0; table[i]; i++)
		if (!name || !strcmp(table[i]->name, name))
			return table[i];
	return NULL;
}
