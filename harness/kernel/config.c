// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads config fragments, and checks that each of their lines survived. */
#include "kernel/config.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/units.h"

#include <errno.h>
#include <string.h>

#define FRAGMENT_FOLDER "configs/kernel"
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
	g_free(fragment);
}

static bool option_name_is_valid(const char *name)
{
	static const char allowed[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

	return g_str_has_prefix(name, "CONFIG_") && name[7] && !name[strspn(name, allowed)];
}

/* Splits "CONFIG_X=y" or "# CONFIG_X is not set"; *name is NULL for blank lines and comments. */
static int line_parse(const char *file, guint number, const char *line, char **name, char **value)
{
	static const char unset[] = " is not set";
	const char *equals = strchr(line, '=');

	*name = *value = NULL;
	if (g_str_has_prefix(line, "# CONFIG_") && g_str_has_suffix(line, unset)) {
		*name = g_strndup(line + 2, strlen(line) - 2 - strlen(unset));
		*value = g_strdup("n");
	} else if (!*line || *line == '#') {
		return 0;
	} else if (equals) {
		*name = g_strndup(line, (gsize)(equals - line));
		*value = g_strdup(equals + 1);
	}
	if (*name && option_name_is_valid(*name) && **value)
		return 0;
	g_clear_pointer(name, g_free);
	g_clear_pointer(value, g_free);
	return error_set(EINVAL,
			 "%s:%u: '%s' is neither CONFIG_NAME=value nor '# CONFIG_NAME is not set'",
			 file, number, line);
}

/* Adds the file's options to the table; later ones replace earlier ones. */
static int options_read(const char *path, GHashTable *options)
{
	g_autofree char *text = NULL;
	int err = fs_read(path, &text, NULL);

	if (err)
		return err;
	if (g_str_has_prefix(text, BYTE_ORDER_MARK))
		return error_set(EINVAL, "%s: begins with a byte order mark; save it without",
				 path);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i]; i++) {
		char *name, *value;

		err = line_parse(path, i + 1, g_strstrip(lines[i]), &name, &value);
		if (err)
			return err;
		if (name) {
			struct option *option = g_new0(struct option, 1);

			option->value = value;
			option->file = g_path_get_basename(path);
			option->line = i + 1;
			g_hash_table_replace(options, name, option);
		}
	}
	return 0;
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

static int fragment_add(const char *from, const char *name, GPtrArray *fragments)
{
	g_autofree char *folder = paths_data(FRAGMENT_FOLDER);
	g_autofree char *base = g_strconcat(name, ".config", NULL);
	g_autofree char *given =
		strchr(name, '/') ? paths_from(from, name) : g_build_filename(folder, base, NULL);
	g_autofree char *path = g_canonicalize_filename(given, NULL);
	g_autoptr(GHashTable) options = options_new();
	g_autofree char *hash = NULL;
	struct fragment *fragment;
	int err;

	if (!fs_exists(path))
		return strchr(name, '/') ? error_set(EINVAL, "%s: no such config fragment", given)
					 : fragment_unknown(name, folder);
	err = options_read(path, options);
	if (!err)
		err = fs_hash_file(path, &hash);
	if (err)
		return err;
	fragment = g_new0(struct fragment, 1);
	fragment->name = g_strdup(name);
	fragment->path = g_steal_pointer(&path);
	fragment->hash = g_steal_pointer(&hash);
	g_ptr_array_add(fragments, fragment);
	return 0;
}

int config_fragments(const char *folder, char *const names[], bool simulated, GPtrArray **fragments)
{
	g_autoptr(GPtrArray) result = g_ptr_array_new_with_free_func(fragment_free);
	bool has_sim = false;
	int err = 0;

	*fragments = NULL;
	for (guint i = 0; !err && names && names[i]; i++) {
		has_sim |= !strcmp(names[i], "sim");
		err = fragment_add(folder, names[i], result);
	}
	if (!err && simulated && !has_sim)
		err = fragment_add(folder, "sim", result);
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

static gint compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

int config_verify(const GPtrArray *fragments, const char *config)
{
	g_autoptr(GHashTable) asked = options_new();
	g_autoptr(GHashTable) got = options_new();
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GList) names = NULL;
	guint lost = 0;
	int err = options_read(config, got);

	for (guint i = 0; !err && i < fragments->len; i++) {
		const struct fragment *fragment = fragments->pdata[i];

		err = options_read(fragment->path, asked);
	}
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
