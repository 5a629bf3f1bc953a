// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads config fragments, and checks that each of their lines survived. */
#include "kernel/config.h"

#include "kernel/config_line.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/units.h"

#include <errno.h>
#include <string.h>

#define FRAGMENT_FOLDER "configs/kernel"
#define VERSIONS	"-versions"
#define LOST_NAMED	8 /* more names do not help */

struct option {
	char *value; /* "n": not set */
	char *file;
	guint line;
};

static void option_free(gpointer data)
{
	struct option *option = data;

	g_free(option->value);
	g_free(option->file);
	g_free(option);
}

static void fragment_free(gpointer data)
{
	struct fragment *fragment = data;

	g_free(fragment->name);
	g_free(fragment->path);
	g_free(fragment->hash);
	g_free(fragment->merged);
	g_free(fragment);
}

/* Takes over what the line says. */
static void line_apply(struct config_line *line, enum config_meant meant, const char *path,
		       guint number, GHashTable *options)
{
	struct option *option;

	if (meant == CONFIG_GONE)
		g_hash_table_remove(options, line->name);
	if (meant != CONFIG_MEANT)
		return;
	option = g_new0(struct option, 1);
	option->value = g_steal_pointer(&line->value);
	option->file = g_path_get_basename(path);
	option->line = number;
	g_hash_table_replace(options, g_steal_pointer(&line->name), option);
}

/*
 * Adds the file's options to the table; later ones replace earlier ones. *merged: if lines have
 * conditions, the file as kconfig has to see it, which would take these for a part of the value;
 * else NULL.
 */
static int options_read(const char *path, const struct linux_version *version, GHashTable *options,
			char **merged)
{
	g_autoptr(GString) text_merged = g_string_new(NULL);
	g_autofree char *text = NULL;
	bool has_conditions = false;
	int err = fs_read(path, &text, NULL);

	*merged = NULL;
	if (err)
		return err;
	if (g_str_has_prefix(text, BYTE_ORDER_MARK))
		return error_set(EINVAL, "%s: begins with a byte order mark; save it without",
				 path);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i]; i++) {
		struct config_line line;
		enum config_meant meant;

		err = config_line_parse(path, i + 1, g_strstrip(lines[i]), &line);
		if (err)
			return err;
		has_conditions |= line.has_since || line.has_until;
		meant = config_line_meant(&line, version);
		if (line.name && meant == CONFIG_MEANT)
			g_string_append_printf(text_merged, "%s=%s\n", line.name, line.value);
		if (line.name)
			line_apply(&line, meant, path, i + 1, options);
		config_line_clear(&line);
	}
	if (has_conditions)
		*merged = g_string_free(g_steal_pointer(&text_merged), FALSE);
	return 0;
}

static int file_read(const char *path, const struct linux_version *version, GHashTable *options)
{
	g_autofree char *merged = NULL;

	return options_read(path, version, options, &merged);
}

static GHashTable *options_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, option_free);
}

static int fragment_unknown(const char *name, const char *folder)
{
	g_autoptr(GPtrArray) names = NULL;
	const char *nearest;
	int err = fs_list(folder, &names);

	if (err)
		return err;
	for (guint i = 0; i < names->len; i++) {
		char *dot = strstr(names->pdata[i], ".config");

		if (dot)
			*dot = '\0';
	}
	g_ptr_array_add(names, NULL);
	nearest = units_nearest(name, (const char *const *)names->pdata);
	g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);

	return error_set(EINVAL, "no config fragment '%s'%s%s%s (there are: %s)", name,
			 nearest ? "; did you mean '" : "", nearest ? nearest : "",
			 nearest ? "'?" : "", *all ? all : "none");
}

static int fragment_add(const char *name, const char *path, const struct linux_version *version,
			GPtrArray *fragments)
{
	g_autoptr(GHashTable) options = options_new();
	g_autofree char *hash = NULL, *merged = NULL;
	struct fragment *fragment;
	int err = options_read(path, version, options, &merged);

	if (!err)
		err = fs_hash_file(path, &hash);
	if (err)
		return err;
	fragment = g_new0(struct fragment, 1);
	fragment->name = g_strdup(name);
	fragment->path = g_strdup(path);
	fragment->hash = g_steal_pointer(&hash);
	fragment->merged = g_steal_pointer(&merged);
	g_ptr_array_add(fragments, fragment);
	return 0;
}

static bool options_are_equal(GHashTable *some, GHashTable *others)
{
	GHashTableIter iter;
	gpointer name, option;

	if (g_hash_table_size(some) != g_hash_table_size(others))
		return false;
	g_hash_table_iter_init(&iter, some);
	while (g_hash_table_iter_next(&iter, &name, &option)) {
		const struct option *other = g_hash_table_lookup(others, name);

		if (!other || strcmp(other->value, ((struct option *)option)->value))
			return false;
	}
	return true;
}

/* Does the second file ask for anything that the first one does not, or take anything back? */
static int file_matters(const char *first, const char *second, const struct linux_version *version,
			bool *matters)
{
	g_autoptr(GHashTable) one = options_new();
	g_autoptr(GHashTable) both = options_new();
	int err = file_read(first, version, one);

	if (!err)
		err = file_read(first, version, both);
	if (!err)
		err = file_read(second, version, both);
	*matters = !err && !options_are_equal(one, both);
	return err;
}

/*
 * What NAME needs on other versions is in NAME-versions, since a change of NAME would be one of all
 * kernels that were ever built with it. Where it has nothing to say it is no input either.
 */
static int versions_add(const char *name, const char *path, const struct linux_version *version,
			GPtrArray *fragments)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *other = g_strconcat(name, VERSIONS, NULL);
	g_autofree char *base = g_strconcat(other, ".config", NULL);
	g_autofree char *beside = g_build_filename(folder, base, NULL);
	bool matters = false;
	int err = fs_exists(beside) ? file_matters(path, beside, version, &matters) : 0;

	return err || !matters ? err : fragment_add(other, beside, version, fragments);
}

static int name_add(const char *from, const char *name, const struct linux_version *version,
		    GPtrArray *fragments)
{
	bool is_path = strchr(name, '/');
	g_autofree char *folder = paths_data(FRAGMENT_FOLDER);
	g_autofree char *base = g_strconcat(name, ".config", NULL);
	g_autofree char *given =
		is_path ? paths_from(from, name) : g_build_filename(folder, base, NULL);
	g_autofree char *path = g_canonicalize_filename(given, NULL);
	int err;

	if (!fs_exists(path))
		return is_path ? error_set(EINVAL, "%s: no such config fragment", given)
			       : fragment_unknown(name, folder);
	err = fragment_add(name, path, version, fragments);
	return err || is_path ? err : versions_add(name, path, version, fragments);
}

int config_fragments(const char *folder, char *const names[], const struct linux_version *version,
		     bool simulated, GPtrArray **fragments)
{
	g_autoptr(GPtrArray) result = g_ptr_array_new_with_free_func(fragment_free);
	bool has_sim = false;
	int err = 0;

	*fragments = NULL;
	for (guint i = 0; !err && names && names[i]; i++) {
		has_sim |= !strcmp(names[i], "sim");
		err = name_add(folder, names[i], version, result);
	}
	if (!err && simulated && !has_sim)
		err = name_add(folder, "sim", version, result);
	if (!err)
		*fragments = g_steal_pointer(&result);
	return err;
}

/* The value in the final .config; an option that it does not mention does not exist or is hidden.
 */
static const char *option_value(GHashTable *options, const char *name)
{
	const struct option *option = g_hash_table_lookup(options, name);

	return option ? option->value : "n";
}

static int fragments_read(const GPtrArray *fragments, const struct linux_version *version,
			  GHashTable *options)
{
	int err = 0;

	for (guint i = 0; !err && i < fragments->len; i++)
		err = file_read(((struct fragment *)fragments->pdata[i])->path, version, options);
	return err;
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

int config_verify(const GPtrArray *fragments, const struct linux_version *version,
		  const char *config)
{
	g_autoptr(GHashTable) asked = options_new();
	g_autoptr(GHashTable) got = options_new();
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GList) names = NULL;
	guint lost = 0;
	int err = fragments_read(fragments, version, asked);

	if (!err)
		err = file_read(config, version, got);
	if (err)
		return err;
	names = g_list_sort(g_hash_table_get_keys(asked), compare_names);
	for (const GList *item = names; item; item = item->next) {
		const struct option *option = g_hash_table_lookup(asked, item->data);
		const char *value = option_value(got, item->data);

		if (!strcmp(option->value, value) || lost++ >= LOST_NAMED)
			continue;
		g_string_append_printf(text, "%s%s (%s:%u) asked for %s, became %s",
				       lost > 1 ? "; " : "", (char *)item->data, option->file,
				       option->line, option->value,
				       strcmp(value, "n") ? value : "not set");
	}
	if (!lost)
		return 0;
	return error_set(EBADMSG,
			 "%u option%s of the config fragments did not survive: %s%s; look for "
			 "dependencies that are off",
			 lost, lost == 1 ? "" : "s", text->str, lost > LOST_NAMED ? "; ..." : "");
}
