// SPDX-License-Identifier: GPL-2.0-or-later
/* Warnings about a whole experiment; what applies to several setups is said once. */
#include "experiment/experiment.h"

#include "experiment/settings_check.h"

#include <string.h>

/* Names of the setups that the advice applies to, or "all setups". Free with g_free(). */
static char *concerned(const struct experiment *experiment, const char *text)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *list = NULL;
	guint count;

	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];
		g_autoptr(GPtrArray) advice = settings_advice(&setup->settings);

		if (g_ptr_array_find_with_equal_func(advice, text, g_str_equal, NULL))
			g_ptr_array_add(names, setup->name);
	}
	count = names->len;
	g_ptr_array_add(names, NULL);
	list = g_strjoinv(", ", (char **)names->pdata);
	if (count > 1 && count == experiment->setups->len)
		return g_strdup("all setups");
	return g_strdup_printf("setup%s %s", count > 1 ? "s" : "", list);
}

void experiment_advise(const struct experiment *experiment, void (*warn)(const char *text))
{
	g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];
		g_autoptr(GPtrArray) advice = settings_advice(&setup->settings);

		for (guint j = 0; j < advice->len; j++) {
			const char *text = advice->pdata[j];
			g_autofree char *who = concerned(experiment, text);
			g_autofree char *line = g_strdup_printf("%s: %s", who, text);

			if (g_hash_table_add(said, g_strdup(text)))
				warn(line);
		}
	}
}
