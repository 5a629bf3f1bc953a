// SPDX-License-Identifier: GPL-2.0-or-later
/* The guest's image: nothing but bm. */
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

int image_guest(struct image *image)
{
	static const char *const folders[] = { "/dev", "/proc", "/sys", "/tmp", NULL };
	g_autofree char *bm = paths_program("bm");
	struct cpio *cpio;
	int err;

	memset(image, 0, sizeof(*image));
	if (process_dry_run()) {
		image_pretend("guest", image);
		return 0;
	}
	if (!fs_exists(bm))
		return error_set(ENOENT, "%s: bm has not been built; run: make", bm);
	cpio = cpio_new();
	err = closure_add(cpio, "/init", bm);
	for (guint i = 0; !err && folders[i]; i++)
		err = cpio_add_folder(cpio, folders[i]);
	/* Without it init begins with no stdout: nothing is mounted yet. */
	if (!err)
		err = cpio_add_device(cpio, "/dev/console", 5, 1);
	if (!err)
		err = image_keep(cpio, "guest", image);
	cpio_free(cpio);
	return err;
}
