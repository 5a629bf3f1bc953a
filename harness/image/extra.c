// SPDX-License-Identifier: GPL-2.0-or-later
/* Adds files, and folders as they are, to an image under construction. */
#include "image/extra.h"

#include "image/closure.h"
#include "image/image.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <glib.h>
#include <string.h>
#include <sys/stat.h>

static int link_add(struct cpio *cpio, const char *target, const char *source)
{
	g_autofree char *text = g_file_read_link(source, NULL);

	return text ? cpio_add_link(cpio, target, text)
		    : error_sys(EIO, "%s: cannot read this link", source);
}

static int folder_add(struct cpio *cpio, const char *target, const char *source)
{
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(source, &names);

	if (!err)
		err = cpio_add_folder(cpio, target);
	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *from = g_build_filename(source, names->pdata[i], NULL);
		g_autofree char *to = g_build_filename(target, names->pdata[i], NULL);

		if (g_file_test(from, G_FILE_TEST_IS_SYMLINK))
			err = link_add(cpio, to, from);
		else if (g_file_test(from, G_FILE_TEST_IS_DIR))
			err = folder_add(cpio, to, from);
		else
			err = closure_add(cpio, to, from);
	}
	return err;
}

int extra_add(struct cpio *cpio, char *const extra[])
{
	int err = 0;

	for (guint i = 0; !err && extra && extra[i]; i++) {
		const char *equals = strrchr(extra[i], '=');

		if (!equals || equals == extra[i] || equals[1] != '/')
			return error_set(EINVAL, "extra file '%s': is not SOURCE=/TARGET",
					 extra[i]);
		g_autofree char *source = g_strndup(extra[i], (gsize)(equals - extra[i]));

		err = g_file_test(source, G_FILE_TEST_IS_DIR)
			      ? folder_add(cpio, equals + 1, source)
			      : closure_add(cpio, equals + 1, source);
	}
	return err;
}

int image_hash_extra(char *const extra[], char **hex)
{
	struct cpio *cpio = cpio_new();
	int err = extra_add(cpio, extra);

	*hex = NULL;
	if (!err)
		err = cpio_hash(cpio, hex);
	cpio_free(cpio);
	return err;
}
