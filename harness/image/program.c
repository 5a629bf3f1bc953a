// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs of this machine in an image: binaries with their libraries, scripts with a shell. */
#include "image/program.h"

#include "image/closure.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"

#include <errno.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

#define BUSYBOX "/bin/busybox"
#define SHELL	"/bin/sh"

int program_find(const char *name, const char *package, char **path)
{
	*path = process_find(name);
	if (!*path)
		return error_set(ENOPKG, "%s: no such program in PATH; run: apt-get install %s",
				 name, package);
	return 0;
}

/* "/bin/sh" of "#!/bin/sh -e"; NULL if the file is no script. Free with g_free(). */
static char *interpreter_of(const char *source)
{
	char line[256];
	FILE *file = fopen(source, "re");
	const bool read = file && fgets(line, sizeof(line), file);

	if (file)
		fclose(file);
	if (!read || !g_str_has_prefix(line, "#!"))
		return NULL;
	g_strstrip(line + 2);
	line[2 + strcspn(line + 2, " \t")] = '\0';
	return g_strdup(line + 2);
}

/* What has that path already is the user's own. */
static int applet_add(struct cpio *cpio, const char *path)
{
	int err = cpio_add_link(cpio, path, BUSYBOX);

	return err == -EEXIST ? 0 : err;
}

static int busybox_add(struct cpio *cpio)
{
	g_autofree char *busybox = NULL, *list = NULL;
	int err = program_find("busybox", "busybox-static", &busybox);
	const char *const argv[] = { busybox, "--list-full", NULL };

	if (!err)
		err = closure_add(cpio, BUSYBOX, busybox);
	if (!err)
		err = process_output(argv, NULL, &list);
	if (err)
		return err;
	g_auto(GStrv) applets = g_strsplit(g_strstrip(list), "\n", -1);

	for (char **applet = applets; !err && *applet; applet++) {
		g_autofree char *path = g_strconcat("/", *applet, NULL);

		err = applet_add(cpio, path);
	}
	return err;
}

int program_add(struct cpio *cpio, const char *path, const char *source)
{
	g_autofree char *interpreter = interpreter_of(source);
	int err = closure_add(cpio, path, source);

	if (err || !interpreter)
		return err;
	if (strcmp(interpreter, SHELL) != 0) {
		if (!fs_exists(interpreter))
			return error_set(ENOENT, "%s: its interpreter %s is not there", source,
					 interpreter);
		err = closure_add(cpio, interpreter, interpreter);
	}
	if (!err)
		err = cpio_add_link(cpio, "/bin", "usr/bin");
	if (!err)
		err = cpio_add_link(cpio, "/sbin", "usr/sbin");
	return err ? err : busybox_add(cpio);
}
