// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes a change's patches as a quilt folder. */
#include "change/change.h"

#include "change/file.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define NAME_MOST 50 /* characters of a file's name that come from the subject */

/* "0002-KVM-x86-halt-the-vCPU.patch": only ASCII letters, digits, "_", and "." and "-" that do not
 * stand together. Free with g_free(). */
static char *file_name(guint number, const char *subject)
{
	GString *name = g_string_new(NULL);

	for (const char *at = subject; *at && name->len < NAME_MOST; at++) {
		bool plain = g_ascii_isalnum(*at) || *at == '_';
		bool after_plain = name->len && !strchr(".-", name->str[name->len - 1]);

		if (plain)
			g_string_append_c(name, *at);
		else if (after_plain)
			g_string_append_c(name, *at == '.' ? '.' : '-');
	}
	while (name->len && strchr(".-", name->str[name->len - 1]))
		g_string_truncate(name, name->len - 1);
	g_string_prepend(name, name->len ? "-" : "-patch");
	g_string_append(name, ".patch");
	g_autofree char *rest = g_string_free(name, FALSE);

	return g_strdup_printf("%04u%s", number, rest);
}

static int patches_write(const struct change *change, const char *folder)
{
	g_autofree char *series = g_build_filename(folder, "series", NULL);
	g_autoptr(GString) list = g_string_new(NULL);
	int err = 0;

	for (guint i = 0; !err && i < change->patches->len; i++) {
		const struct change_patch *patch = change->patches->pdata[i];
		g_autofree char *name = file_name(i + 1, patch->subject);
		g_autofree char *path = g_build_filename(folder, name, NULL);

		g_string_append_printf(list, "%s\n", name);
		err = file_put(path, patch->text, patch->length);
	}
	return err ? err : file_put(series, list->str, list->len);
}

int change_write(const struct change *change, const char *folder)
{
	char *kept;
	int err;

	if (!change->patches->len)
		return error_set(EINVAL, "%s: there are no patches to write", folder);
	if (mkdir(folder, 0777) < 0)
		return error_sys(errno, "%s: cannot make this folder", folder);
	err = patches_write(change, folder);
	if (!err)
		return 0;
	kept = error_keep();
	fs_remove_tree(folder);
	return error_restore(err, kept);
}
