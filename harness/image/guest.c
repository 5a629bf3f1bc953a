// SPDX-License-Identifier: GPL-2.0-or-later
/* The guest's image: nothing but the program that is measured in it, and what that needs. */
#include "image/closure.h"
#include "image/extra.h"
#include "image/image.h"
#include "image/program.h"
#include "image/store.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

/* Where the adapter looks (adapter/main.c). */
#define PROGRAM_FOLDER	 "/workload"
#define INSIDE_ARGUMENTS PROGRAM_FOLDER "/argv"

/* The program has its own name there: people see it in `ps`, and reports in failures. */
static int argv_add(struct cpio *cpio, char *const argv[])
{
	g_autofree char *name = g_path_get_basename(argv[0]);
	g_autofree char *path = g_build_filename(PROGRAM_FOLDER, name, NULL);
	g_autoptr(GString) words = g_string_new(path);
	int err = program_add(cpio, path, argv[0]);

	for (char *const *word = argv + 1; *word; word++)
		g_string_append_printf(words, "\n%s", *word);
	g_string_append_c(words, '\n');
	return err ? err : cpio_add_text(cpio, INSIDE_ARGUMENTS, words->str);
}

/* The files first: a script's busybox only fills gaps. */
static int content_add(struct cpio *cpio, const struct image_guest_content *content)
{
	int err = extra_add(cpio, content->extra);

	return err || !content->argv ? err : argv_add(cpio, content->argv);
}

static int system_add(struct cpio *cpio, const char *init)
{
	static const char *const folders[] = { "/dev", "/proc", "/sys", "/tmp", NULL };
	int err = closure_add(cpio, "/init", init);

	for (guint i = 0; !err && folders[i]; i++)
		err = cpio_add_folder(cpio, folders[i]);
	/* Without it init has no stdout: nothing is mounted yet. */
	return err ? err : cpio_add_device(cpio, "/dev/console", 5, 1);
}

int image_check_guest(const struct image_guest_content *content)
{
	struct cpio *cpio = cpio_new();
	int err = cpio_add_text(cpio, "/init", "");

	if (!err)
		err = cpio_add_device(cpio, "/dev/console", 5, 1);
	if (!err)
		err = content_add(cpio, content);
	cpio_free(cpio);
	return err;
}

int image_guest(const char *init, const struct image_guest_content *content, struct image *image)
{
	g_autofree char *path = paths_program(init);
	struct cpio *cpio;
	int err;

	memset(image, 0, sizeof(*image));
	if (process_dry_run()) {
		image_pretend("guest", image);
		return 0;
	}
	if (!fs_exists(path))
		return error_set(ENOENT, "%s: %s has not been built; run: make", path, init);
	cpio = cpio_new();
	err = system_add(cpio, path);
	if (!err)
		err = content_add(cpio, content);
	if (!err)
		err = image_keep(cpio, "guest", image);
	cpio_free(cpio);
	return err;
}
