// SPDX-License-Identifier: GPL-2.0-or-later
/* Knows when a preparation is whole, and what people call it. */
#include "testbed/sim_cache.h"

#include "util/fs.h"

static bool has_snapshot(const char *folder, const json_t *facts)
{
	g_autofree char *snapshot = g_build_filename(folder, SIM_SNAPSHOT, NULL);

	(void)facts;
	return fs_exists(snapshot);
}

/* "pv, boot seed 3" */
static char *describe(const json_t *facts)
{
	const char *setup = json_string_value(json_object_get(facts, "setup"));
	const json_t *seed = json_object_get(facts, "boot_seed");

	return json_is_integer(seed)
		       ? g_strdup_printf("%s%sboot seed %" JSON_INTEGER_FORMAT, setup ? setup : "",
					 setup ? ", " : "", json_integer_value(seed))
		       : NULL;
}

const struct store preparation_store = {
	.kind = "preparations",
	.facts = "preparation.json",
	.others = "^(?:\\" SIM_TRIM_LOCK "|\\" SIM_NEEDED "[A-Za-z0-9]{6})$",
	.former = "^([0-9a-f]{16})[0-9a-f]{48}(?:\\.tmp|\\.lock)?$",
	.is_whole = has_snapshot,
	.describe = describe,
};

bool sim_is_made(const char *hash)
{
	g_autofree char *folder = store_find(&preparation_store, hash);

	return folder;
}
