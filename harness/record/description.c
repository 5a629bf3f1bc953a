// SPDX-License-Identifier: GPL-2.0-or-later
/* The run description as JSON of a fixed length. */
#include "record/description.h"

#include "util/error.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const members[] = { "boot_seed", "seed", "snapshot", "settings", NULL };

void description_clear(struct description *description)
{
	settings_clear(&description->settings);
}

int description_write(const struct description *description, char buffer[DESCRIPTION_SIZE])
{
	json_t *json =
		json_pack("{s:I, s:I, s:b, s:o}", "boot_seed", (json_int_t)description->boot_seed,
			  "seed", (json_int_t)description->seed, "snapshot", description->snapshot,
			  "settings", settings_json(&description->settings, false));
	size_t length;

	memset(buffer, ' ', DESCRIPTION_SIZE);
	length = json_dumpb(json, buffer, DESCRIPTION_SIZE, JSON_COMPACT);
	json_decref(json);
	if (length > DESCRIPTION_SIZE)
		return error_set(
			E2BIG,
			"run description: %zu bytes are more than %d: shorten the kernels' "
			"parameters or host_files",
			length, DESCRIPTION_SIZE);
	return 0;
}

static int members_check(const json_t *json)
{
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)json, key, value)
		if (!g_strv_contains(members, key))
			return error_set(EINVAL, "run description: there is no \"%s\"", key);
	return 0;
}

static int seed_read(const json_t *json, const char *key, uint64_t *seed)
{
	const json_t *value = json_object_get(json, key);

	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return error_set(EINVAL, "run description: \"%s\" is not a whole number", key);
	*seed = (uint64_t)json_integer_value(value);
	return 0;
}

static int members_read(const json_t *json, struct description *description)
{
	const json_t *snapshot = json_object_get(json, "snapshot");
	int err = members_check(json);

	if (!err)
		err = seed_read(json, "boot_seed", &description->boot_seed);
	if (!err)
		err = seed_read(json, "seed", &description->seed);
	if (!err && !json_is_boolean(snapshot))
		err = error_set(EINVAL, "run description: \"snapshot\" is not a switch");
	if (err)
		return err;
	description->snapshot = json_is_true(snapshot);
	err = settings_from_json(&description->settings, json_object_get(json, "settings"));
	return err ? error_prefix(err, "run description") : 0;
}

int description_read(const char *text, size_t length, struct description *description)
{
	json_error_t where;
	json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &where);
	int err;

	if (!json)
		return error_set(EINVAL, "run description: byte %d: %s", where.position,
				 where.text);
	memset(description, 0, sizeof(*description));
	settings_init(&description->settings);
	err = members_read(json, description);
	if (err)
		description_clear(description);
	json_decref(json);
	return err;
}
