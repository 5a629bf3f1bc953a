// SPDX-License-Identifier: GPL-2.0-or-later
/* Marks caches, and recognizes the mark. */
#include "util/cachedir.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Other programs mark their caches, too: the second line says that this one is ours. */
static const char tag[] = "Signature: 8a477f597d28d172789f06886806bc55\n"
			  "# This folder is a cache of apfbench, which makes again what is missing "
			  "(`apfbench prune`).\n";

static bool is_marked(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, CACHEDIR_TAG, NULL);
	g_autofree char *text = NULL;

	return fs_exists(path) && !fs_read(path, &text, NULL) && !strcmp(text, tag);
}

/* A half-written tag is ours as well. */
static bool are_ours(const GPtrArray *names, cachedir_name is_name, const void *data)
{
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *whole = fs_temporary_of(name);

		if (g_strcmp0(whole, CACHEDIR_TAG) && !(is_name && is_name(name, data)))
			return false;
	}
	return true;
}

int cachedir_check(const char *folder, cachedir_name is_name, const void *data)
{
	g_autoptr(GPtrArray) names = NULL;
	struct stat info;
	int err;

	if (lstat(folder, &info) < 0)
		return errno == ENOENT ? 0 : error_sys(errno, "%s: cannot stat", folder);
	err = S_ISDIR(info.st_mode) ? fs_list(folder, &names) : 0;
	if (err || (names && (is_marked(folder) || are_ours(names, is_name, data))))
		return err;
	return error_set(EINVAL,
			 "%s: is not a cache of apfbench (it has no " CACHEDIR_TAG
			 " of apfbench); choose another folder with -o",
			 folder);
}

int cachedir_make(const char *folder, cachedir_name is_name, const void *data)
{
	g_autofree char *path = g_build_filename(folder, CACHEDIR_TAG, NULL);
	int err = cachedir_check(folder, is_name, data);

	if (!err)
		err = fs_make_folder(folder);
	if (err || is_marked(folder))
		return err;
	return fs_write_atomic(path, tag, strlen(tag));
}
