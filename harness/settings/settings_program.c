// SPDX-License-Identifier: GPL-2.0-or-later
/* The setting `workload` where it is no name, but a program: "PATH [ARGUMENT...]". */
#include "settings/settings_program.h"

#include "util/error.h"
#include "util/paths.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

/* What would have to be quoted where a path ends at the first blank. */
#define NOT_IN_PATHS "\"'\\"

/* Of a program: part of reports, keys and paths in the guest. */
#define NAME_BYTES   G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_.+-"
#define NAME_LONGEST 64

static size_t path_length(const char *text)
{
	return strcspn(text, " ");
}

bool settings_program_is(const char *text)
{
	return strchr(text, '/') != NULL;
}

char *settings_program_name(const char *text)
{
	g_autofree char *path = g_strndup(text, path_length(text));

	return g_path_get_basename(path);
}

static int path_check(const char *text)
{
	g_autofree char *path = g_strndup(text, path_length(text));
	g_autofree char *name = g_path_get_basename(path);

	if (!strchr(path, '/'))
		return error_set(EINVAL, "workload: a program is named by its path: ./%s", path);
	if (strpbrk(path, NOT_IN_PATHS) || g_str_has_suffix(path, "/"))
		return error_set(EINVAL, "workload: %s: is not the path of a program", path);
	if (strlen(name) > NAME_LONGEST || !g_ascii_isalnum(*name) ||
	    strspn(name, NAME_BYTES) != strlen(name))
		return error_set(EINVAL,
				 "workload: %s: a program's name has at most %d letters, digits "
				 "and any of _.+-, a letter or digit first",
				 name, NAME_LONGEST);
	return 0;
}

int settings_program_argv(const char *text, char ***argv)
{
	g_autoptr(GError) why = NULL;
	int err = path_check(text);

	*argv = NULL;
	if (!err && !g_shell_parse_argv(text, NULL, argv, &why))
		return error_set(EINVAL, "workload: %s", why->message);
	return err;
}

char *settings_program_resolve(const char *text, const char *folder)
{
	const size_t length = path_length(text);
	g_autofree char *path = g_strndup(text, length);
	g_autofree char *from = NULL;

	if (!strchr(path, '/'))
		return g_strdup(text);
	from = paths_from(folder, path);
	return g_strconcat(from, text + length, NULL);
}

char *settings_program_bare(const char *text)
{
	g_autofree char *name = NULL;

	if (!settings_program_is(text))
		return g_strdup(text);
	name = settings_program_name(text);
	return g_strconcat("./", name, text + path_length(text), NULL);
}
