// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists the entries of a cache folder. */
#include "util/store.h"
#include "util/store_names.h"

#include "util/fs.h"
#include "util/paths.h"

#include <string.h>
#include <sys/stat.h>

void store_entry_free(gpointer data)
{
	struct store_entry *entry = data;

	g_free(entry->name);
	g_free(entry->note);
	g_free(entry);
}

gint store_entry_compare(gconstpointer a, gconstpointer b)
{
	const struct store_entry *one = *(struct store_entry *const *)a;
	const struct store_entry *other = *(struct store_entry *const *)b;

	if (one->last_use != other->last_use)
		return one->last_use < other->last_use ? -1 : 1;
	return strcmp(one->name, other->name);
}

static char *note_of(const struct store *store, enum store_form form, const char *path)
{
	json_t *facts;
	char *note;

	if (form == STORE_UNFINISHED)
		return g_strdup("unfinished");
	if (form == STORE_FORMER)
		return g_strdup("of an earlier version");
	facts = store_facts(store, path);
	if (!facts)
		return g_strdup("damaged or of an earlier version");
	note = store->describe ? store->describe(facts) : NULL;
	json_decref(facts);
	return note;
}

static void add_entry(const struct store *store, const char *name, GPtrArray *entries)
{
	g_autofree char *path = store_in(store, name);
	struct store_entry *entry;
	char hash[STORE_DIGITS + 1];
	enum store_form form = store_form(store, name, hash);
	struct stat info;

	if (form != STORE_ENTRY && form != STORE_UNFINISHED && form != STORE_FORMER)
		return;
	if (lstat(path, &info) < 0)
		return; /* gone since it was listed */
	entry = g_new0(struct store_entry, 1);
	entry->kind = store->kind;
	entry->name = g_strdup(name);
	g_strlcpy(entry->hash, hash, sizeof(entry->hash));
	entry->bytes = fs_disk_usage(path);
	entry->last_use = info.st_mtime;
	entry->note = note_of(store, form, path);
	g_ptr_array_add(entries, entry);
}

int store_list(const struct store *store, GPtrArray **entries)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(store_entry_free);
	g_autofree char *all = paths_made(store->kind);
	g_autoptr(GPtrArray) names = NULL;
	int err = store_check(store);

	*entries = NULL;
	if (!err)
		err = fs_list(all, &names);
	if (err)
		return err;
	for (guint i = 0; i < names->len; i++)
		add_entry(store, names->pdata[i], found);
	g_ptr_array_sort(found, store_entry_compare);
	*entries = g_steal_pointer(&found);
	return 0;
}
