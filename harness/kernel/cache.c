// SPDX-License-Identifier: GPL-2.0-or-later
/* Proves that finished builds are what was built. */
#include "kernel/cache.h"

#include "util/fs.h"
#include "util/paths.h"

#define LOGS "logs"

static bool files_are_whole(const char *folder, const json_t *facts)
{
	const char *name;
	json_t *sum;

	json_object_foreach (json_object_get(facts, "files"), name, sum) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *now = NULL;

		if (fs_hash_file(path, &now) < 0 || g_strcmp0(now, json_string_value(sum)))
			return false;
	}
	return true;
}

const struct store kernel_store = {
	.kind = "kernels",
	.facts = "build.json",
	.others = "^" LOGS "$",
	.is_whole = files_are_whole,
};

static char *log_path(char *name)
{
	g_autofree char *folder = paths_made(kernel_store.kind);
	g_autofree char *owned = name;

	return g_build_filename(folder, LOGS, owned, NULL);
}

char *cache_log(const char *name, const char *hash)
{
	return log_path(g_strdup_printf("%s-%.16s.log", name, hash));
}

char *cache_count(const char *name)
{
	return log_path(g_strdup_printf("%s.count", name));
}

static int files_hash(const char *folder, json_t *files)
{
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(folder, &names);

	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
		g_autofree char *sum = NULL;

		err = fs_hash_file(path, &sum);
		if (!err)
			json_object_set_new(files, names->pdata[i], json_string(sum));
	}
	return err;
}

int cache_publish(const char *folder, const char *name, const char *hash, json_t *facts)
{
	json_t *files = json_object();
	int err = files_hash(folder, files);

	json_object_set_new(facts, "files", files);
	if (!err)
		return store_publish(&kernel_store, folder, name, hash, facts);
	json_decref(facts);
	store_abandon(folder);
	return err;
}
