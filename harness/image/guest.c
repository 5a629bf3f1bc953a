// SPDX-License-Identifier: GPL-2.0-or-later
/* The guest's image: nothing but the program that is measured in it. */
#include "image/closure.h"
#include "image/image.h"
#include "image/store.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

int image_guest(const char *program, struct image *image)
{
	static const char *const folders[] = { "/dev", "/proc", "/sys", "/tmp", NULL };
	g_autofree char *path = paths_program(program);
	struct cpio *cpio;
	int err;

	memset(image, 0, sizeof(*image));
	if (process_dry_run()) {
		image_pretend("guest", image);
		return 0;
	}
	if (!fs_exists(path))
		return error_set(ENOENT, "%s: %s has not been built; run: make", path, program);
	cpio = cpio_new();
	err = closure_add(cpio, "/init", path);
	for (guint i = 0; !err && folders[i]; i++)
		err = cpio_add_folder(cpio, folders[i]);
	/* Without it init has no stdout: nothing is mounted yet. */
	if (!err)
		err = cpio_add_device(cpio, "/dev/console", 5, 1);
	if (!err)
		err = image_keep(cpio, "guest", image);
	cpio_free(cpio);
	return err;
}
