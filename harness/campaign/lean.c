// SPDX-License-Identifier: GPL-2.0-or-later
/* Removes a record's bulk: what is for a person who looks into the file. */
#include "campaign/lean.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* A parent's dotted path, and its members that go. What is not named here stays. */
static const struct bulk {
	const char *parent[2];
	const char *members[16];
} bulks[] = {
	{ { "determined" }, { "settings" } },
	{ { "determined", "inputs" },
	  { "host_patches", "guest_patches", "host_build", "guest_build" } },
	{ { "determined", "result" },
	  { "phases", "commands", "qemu_version", "qemu_command", "log", "beside" } },
	{ { "circumstances" },
	  { "parts", "paths", "qemu_command", "started", "failure", "console_tail" } },
	{ { "circumstances", "machine" }, { "load", "memory_bytes", "kernel", "distribution" } },
};

/* Is a metric in this member of the result, or is it the member itself? */
static bool is_metric(const struct bulk *bulk, const char *member, const struct workload *workload)
{
	const size_t length = strlen(member);

	if (g_strcmp0(bulk->parent[1], "result"))
		return false;
	for (const struct metric *metric = workload->metrics; metric->name; metric++)
		if (!strncmp(metric->path, member, length) &&
		    (!metric->path[length] || metric->path[length] == '.'))
			return true;
	return false;
}

void lean_record(json_t *record, const struct workload *workload)
{
	for (size_t i = 0; i < G_N_ELEMENTS(bulks); i++) {
		json_t *parent = record;

		for (size_t j = 0; j < G_N_ELEMENTS(bulks[i].parent) && bulks[i].parent[j]; j++)
			parent = json_object_get(parent, bulks[i].parent[j]);
		for (size_t j = 0; parent && bulks[i].members[j]; j++)
			if (!is_metric(&bulks[i], bulks[i].members[j], workload))
				json_object_del(parent, bulks[i].members[j]);
	}
}
