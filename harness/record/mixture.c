// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares the inputs that two records of a campaign, or of a setup, must share. */
#include "record/mixture.h"

#include "record/record.h"

#include <glib.h>
#include <string.h>

static const char *const campaign_inputs[] = { "qemu_outside", "qemu_inside", "firmware",
					       "lockstep",     "guest_image", NULL };
static const char *const setup_inputs[] = { "host_kernel",  "guest_kernel", "host_config",
					    "guest_config", "host_files",   NULL };

static char *inputs_difference(const char *const *keys, const json_t *old, const json_t *now)
{
	for (; *keys; keys++) {
		g_autofree char *key = g_strconcat("determined.inputs.", *keys, NULL);
		const char *a = record_string(old, key), *b = record_string(now, key);

		if (a && b && strcmp(a, b) != 0)
			return g_strdup_printf("%s (%.12s, now %.12s)", *keys, a, b);
	}
	return NULL;
}

/* The command line of the host's QEMU, except for its seed, which is the boot's. */
static char *command_difference(const json_t *old, const json_t *now)
{
	const json_t *a = record_lookup(old, "determined.inputs.qemu_command");
	const json_t *b = record_lookup(now, "determined.inputs.qemu_command");
	size_t count = MAX(json_array_size(a), json_array_size(b));
	const char *before = NULL;

	for (size_t i = 0; json_is_array(a) && json_is_array(b) && i < count; i++) {
		const char *one = json_string_value(json_array_get(a, i));
		const char *other = json_string_value(json_array_get(b, i));

		if (g_strcmp0(before, "-seed") && g_strcmp0(one, other))
			return g_strdup_printf("qemu_command (%s, now %s)", one ? one : "nothing",
					       other ? other : "nothing");
		before = one;
	}
	return NULL;
}

char *record_mixture(const json_t *old, const json_t *now)
{
	char *difference = inputs_difference(campaign_inputs, old, now);

	if (difference || g_strcmp0(record_string(old, "determined.setup"),
				    record_string(now, "determined.setup")))
		return difference;
	difference = inputs_difference(setup_inputs, old, now);
	return difference ? difference : command_difference(old, now);
}
