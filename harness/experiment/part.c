// SPDX-License-Identifier: GPL-2.0-or-later
/* A part of an experiment: some of its setups. */
#include "experiment/part.h"

#include "util/error.h"

#include <errno.h>

int part_take(const struct experiment *whole, const char *const names[], struct experiment *part)
{
	g_autoptr(GPtrArray) setups = g_ptr_array_new();

	*part = *whole;
	part->setups = NULL;
	for (size_t i = 0; names && names[i]; i++) {
		if (!experiment_has(whole, names[i])) {
			g_autofree char *hint = experiment_setup_hint(whole, names[i]);

			return error_set(EINVAL, "--only: there is no setup \"%s\"%s", names[i],
					 hint);
		}
	}
	/* In the experiment's order, each once. */
	for (guint i = 0; i < whole->setups->len; i++) {
		bool named = !names;

		for (size_t j = 0; names && names[j]; j++)
			named |= setup_is_named(whole->setups->pdata[i], names[j]);
		if (named)
			g_ptr_array_add(setups, whole->setups->pdata[i]);
	}
	part->setups = g_steal_pointer(&setups);
	return 0;
}

void part_clear(struct experiment *part)
{
	g_clear_pointer(&part->setups, g_ptr_array_unref);
}
