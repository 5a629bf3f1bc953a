// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps the objects of a build, and takes them into a tree that differs little. */
#include "kernel/objects.h"

#include "kernel/config.h"
#include "kernel/same.h"
#include "kernel/toolchain.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"
#include "util/progress.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TREE   "linux"	/* in an entry */
#define PLACE  "place"	/* fact: the folder where it was built */
#define FORMER "former" /* the entry, once its objects are taken */
#define NAME   "objects"

/* An entry leaves the store before anything in it changes, so its name is proof enough. */
const struct store objects_store = {
	.kind = "objects",
	.facts = "objects.json",
};

/* Of what must be equal for an object to be of use. The source's version need not be. */
static char *line_hash(const struct inputs *inputs)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autoptr(GPtrArray) parts = g_ptr_array_new();

	g_ptr_array_add(parts, inputs->source.path);
	g_ptr_array_add(parts, inputs->compiler);
	g_ptr_array_add(parts, inputs->linker);
	for (guint i = 0; i < inputs->fragments->len; i++)
		g_ptr_array_add(parts, ((struct fragment *)inputs->fragments->pdata[i])->hash);
	for (guint i = 0; toolchain_variables[i]; i++)
		g_ptr_array_add(parts, (char *)toolchain_variables[i]);
	for (guint i = 0; i < parts->len; i++)
		g_checksum_update(sum, parts->pdata[i], (gssize)strlen(parts->pdata[i]) + 1);
	return g_strdup(g_checksum_get_string(sum));
}

/*
 * The folder of the last build, which ended as it should: no program of it is left that could still
 * write there. Else a new one.
 */
static int place_make(const struct inputs *inputs, const char *former, const char *hash,
		      char **folder)
{
	json_t *facts = store_facts(&objects_store, former);
	const char *last = json_string_value(json_object_get(facts, PLACE));
	g_autofree char *own = g_strdup_printf(".tmp-%.*s-", STORE_DIGITS, hash);
	int err;

	if (last && g_str_has_prefix(last, own) && !strchr(last, '/')) {
		g_autofree char *all = paths_made(objects_store.kind);

		*folder = g_build_filename(all, last, NULL);
		err = fs_make_folder(*folder);
	} else {
		err = store_begin(&objects_store, hash, folder);
	}
	json_decref(facts);
	return err ? error_prefix(err, "kernel %s", inputs->spec->name) : 0;
}

static int move(const char *from, const char *to)
{
	return rename(from, to) < 0 ? error_sys(errno, "%s: cannot be renamed to %s", from, to) : 0;
}

/* The objects stay outside of both trees until these are compared. */
static int objects_adopt(const char *former, const char *tree)
{
	g_autofree char *kept = g_build_filename(former, TREE, NULL);
	g_autofree char *from = g_build_filename(kept, OBJECTS, NULL);
	g_autofree char *aside = g_build_filename(former, OBJECTS, NULL);
	g_autofree char *to = g_build_filename(tree, OBJECTS, NULL);
	bool is_like = false;
	int err;

	/* It failed before it had any, or is of an earlier version. */
	if (!fs_exists(from))
		return 0;
	err = move(from, aside);
	if (!err)
		err = same_times(kept, tree, &is_like);
	return !err && is_like ? move(aside, to) : err;
}

static int tree_move(const struct objects *objects, char **tree)
{
	g_autofree char *to = g_build_filename(objects->folder, TREE, NULL);
	int err = move(*tree, to);

	if (err)
		return err;
	g_free(*tree);
	*tree = g_steal_pointer(&to);
	return 0;
}

int objects_take(const struct inputs *inputs, const char *aside, char **tree,
		 struct objects *objects)
{
	g_autofree char *hash = line_hash(inputs);
	g_autofree char *former = g_build_filename(aside, FORMER, NULL);
	g_autofree char *entry = NULL;
	int err;

	if (process_dry_run())
		return 0;
	err = store_lock(&objects_store, hash, true, &objects->lock);
	if (err)
		return err;
	entry = store_find(&objects_store, hash);
	if (entry)
		err = move(entry, former);
	if (!err)
		err = place_make(inputs, former, hash, &objects->folder);
	if (!err)
		err = tree_move(objects, tree);
	if (!err && entry) {
		progress_live("kernel %s: comparing with the last build", inputs->spec->name);
		err = objects_adopt(former, *tree);
		progress_clear();
	}
	return err;
}

static int folder_keep(const struct inputs *inputs, const char *folder)
{
	g_autofree char *hash = line_hash(inputs);
	g_autofree char *place = g_path_get_basename(folder);

	return store_publish(&objects_store, folder, NAME, hash,
			     json_pack("{s:s, s:s, s:s}", "kernel", inputs->spec->name, "source",
				       inputs->source.text, PLACE, place));
}

void objects_close(const struct inputs *inputs, bool keep, struct objects *objects)
{
	char *kept = error_keep();

	if (objects->folder && !keep)
		store_abandon(objects->folder);
	else if (objects->folder && folder_keep(inputs, objects->folder))
		progress_warn("kernel %s: its objects are not kept for the next build: %s",
			      inputs->spec->name, error_text());
	g_clear_pointer(&objects->folder, g_free);
	if (objects->lock >= 0)
		close(objects->lock);
	objects->lock = -1;
	error_restore(0, kept);
}
