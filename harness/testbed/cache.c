// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists the caches in the folder of everything made, and frees what is in them. */
#include "testbed/cache.h"
#include "testbed/sim_cache.h"
#include "util/cachedir.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/paths.h"
#include "util/progress.h"
#include "util/units.h"
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREPARATIONS "preparations"

#define CCACHE "ccache"

/* Prefix of entries that are still being built. */
#define UNFINISHED_PREFIX ".tmp-"

/*
 * The names that kernel/, image/ and the testbeds give. Only entries are listed and removed; locks
 * and logs are tiny. ccache's own files mean nothing one by one.
 */
static const struct form {
	const char *kind;
	const char *entries;
	const char *others;
} forms[] = {
	{ "kernels", "^([^.].*-[0-9a-f]{16}|\\.tmp-[0-9a-f]{16}-[0-9a-f]+)$",
	  "^(logs|\\.lock-[0-9a-f]{16})$" },
	{ "sources",
	  "^([^.].*-[0-9a-f]{16}(\\.size)?|\\.tmp-[0-9]+|\\.tmp-[0-9a-f]{16}-[0-9a-f]+)$",
	  "^\\.lock(-[0-9a-f]{16})?$" },
	{ "images",
	  "^((host|guest)-[0-9a-f]{16}(\\.cpio)?|\\.tmp-((host|guest)-[0-9a-f]{16}\\.cpio|[0-9a-f]{16}-[0-9a-f]+))$",
	  "^\\.lock(-[0-9a-f]{16})?$" },
	{ PREPARATIONS,
	  "^([0-9a-f]{64}(\\.tmp)?|[^.].*-[0-9a-f]{16}|\\.tmp-[0-9a-f]{16}-[0-9a-f]+)$",
	  "^([0-9a-f]{64}\\.lock|\\.lock-[0-9a-f]{16}|\\.trim|\\.needed-[A-Za-z0-9]{6})$" },
	{ CCACHE, NULL, NULL },
};

const char *const cache_kinds[] = { "kernels", "sources", "images", PREPARATIONS, CCACHE, NULL };

static void free_entry(gpointer data)
{
	struct cache_entry *entry = data;

	g_free(entry->name);
	g_free(entry->note);
	g_free(entry);
}

static gint compare_use(gconstpointer a, gconstpointer b)
{
	const struct cache_entry *one = *(struct cache_entry *const *)a;
	const struct cache_entry *other = *(struct cache_entry *const *)b;

	if (one->last_use != other->last_use)
		return one->last_use < other->last_use ? -1 : 1;
	return strcmp(one->name, other->name);
}

static char *entry_path(const char *kind, const char *name)
{
	g_autofree char *folder = paths_made(kind);

	return !strcmp(name, ".") ? g_steal_pointer(&folder) : g_build_filename(folder, name, NULL);
}

static void add_entry(const char *kind, const char *name, GPtrArray *entries)
{
	g_autofree char *path = entry_path(kind, name);
	struct cache_entry *entry;
	json_t *facts = NULL;
	struct stat info;

	if (stat(path, &info) < 0)
		return; /* never made, or gone since it was listed */
	entry = g_new0(struct cache_entry, 1);
	entry->kind = kind;
	entry->name = g_strdup(name);
	entry->bytes = fs_disk_usage(path);
	entry->last_use = info.st_mtime;
	if (!strcmp(kind, PREPARATIONS))
		facts = store_facts(&preparation_store, path);
	if (facts)
		entry->note = preparation_store.describe(facts);
	else if (g_str_has_prefix(name, UNFINISHED_PREFIX))
		entry->note = g_strdup("unfinished");
	json_decref(facts);
	g_ptr_array_add(entries, entry);
}

static const struct form *form_find(const char *kind)
{
	size_t i = 0;

	while (strcmp(forms[i].kind, kind) != 0)
		i++;
	return &forms[i];
}

static bool has_form(const char *form, const char *name)
{
	return form && g_regex_match_simple(form, name, G_REGEX_DOLLAR_ENDONLY, 0);
}

static bool is_name(const char *name, const void *data)
{
	const struct form *form = data;

	return has_form(form->entries, name) || has_form(form->others, name);
}

static int kind_check(const char *kind)
{
	g_autofree char *folder = paths_made(kind);

	return cachedir_check(folder, is_name, form_find(kind));
}

int cache_claim(void)
{
	int err = 0;

	for (size_t i = 0; !err && i < G_N_ELEMENTS(forms); i++) {
		g_autofree char *folder = paths_made(forms[i].kind);

		/* A user's own ccache folder may be written by ccache, but not pruned. */
		if (forms[i].entries || !kind_check(forms[i].kind))
			err = cachedir_make(folder, is_name, &forms[i]);
	}
	return err;
}

static int list_kind(const char *kind, GPtrArray *entries)
{
	const struct form *form = form_find(kind);
	g_autofree char *folder = paths_made(kind);
	g_autoptr(GPtrArray) names = NULL;
	int err = kind_check(kind);

	if (!err)
		err = fs_list(folder, &names);
	if (err)
		return err;
	if (!form->entries && names->len > 1) /* than the mark */
		add_entry(kind, ".", entries);
	for (guint i = 0; i < names->len; i++)
		if (has_form(form->entries, names->pdata[i]))
			add_entry(kind, names->pdata[i], entries);
	return 0;
}

int cache_list(const char *kind, GPtrArray **entries)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(free_entry);
	bool known = false;
	int err = 0;

	for (const char *const *row = cache_kinds; *row && !err; row++) {
		if (kind && strcmp(kind, *row))
			continue;
		known = true;
		err = list_kind(*row, found);
		if (err == -EINVAL && !kind) {
			progress_warn("%s", error_text());
			err = 0;
		}
	}
	if (err)
		return err;
	if (!known) {
		const char *near = units_nearest(kind, cache_kinds);
		g_autofree char *all = g_strjoinv(", ", (char **)cache_kinds);

		return error_set(EINVAL, "%s: no such cache%s%s%s; there are %s", kind,
				 near ? ", did you mean " : "", near ? near : "", near ? "?" : "",
				 all);
	}
	g_ptr_array_sort(found, compare_use);
	*entries = g_steal_pointer(&found);
	return 0;
}

int cache_remove(const struct cache_entry *entry)
{
	g_autofree char *path = entry_path(entry->kind, entry->name);
	int lock, err;

	err = kind_check(entry->kind);
	if (!err)
		err = lock_made_alone(&lock);
	if (err)
		return err;
	err = strcmp(entry->kind, PREPARATIONS) ? fs_remove_tree(path)
						: store_remove(&preparation_store, entry->name);
	close(lock);
	return err;
}
