// SPDX-License-Identifier: GPL-2.0-or-later
/* Everything in the host's image: the runner, and every program that it starts. */
#include "image/closure.h"
#include "image/contents.h"
#include "image/extra.h"
#include "image/image.h"
#include "image/program.h"
#include "image/store.h"
#include "settings/description.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"

#include <errno.h>
#include <glib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const struct program {
	const char *name;
	const char *package;
} programs[] = {
	{ "busybox", "busybox-static" }, { "cgcreate", "cgroup-tools" },
	{ "cgdelete", "cgroup-tools" },	 { "cgexec", "cgroup-tools" },
	{ "cgget", "cgroup-tools" },	 { "cgset", "cgroup-tools" },
};

/* For people who repeat the lines of the log, and look around. */
static const char *const applets[] = {
	"awk",	 "cat",	   "chmod", "cp",   "cut",    "dd",	"df",	    "dmesg",  "echo",
	"env",	 "find",   "free",  "grep", "head",   "kill",	"ln",	    "ls",     "mkdir",
	"mknod", "mkswap", "mount", "mv",   "od",     "pidof",	"poweroff", "ps",     "reboot",
	"rm",	 "rmdir",  "sed",   "sh",   "sleep",  "sort",	"swapoff",  "swapon", "sysctl",
	"tail",	 "top",	   "tr",    "true", "umount", "uptime", "vi",	    "wc",     NULL,
};

static const struct firmware {
	const char *file;
	bool needed; /* by pc-i440fx with -kernel and no display; the rest is for other machines */
} firmware[] = {
	{ "bios-256k.bin", true },     { "kvmvapic.bin", true },   { "linuxboot.bin", false },
	{ "linuxboot_dma.bin", true }, { "multiboot.bin", false }, { "multiboot_dma.bin", false },
	{ "pvh.bin", false },
};

static const char *const folders[] = {
	"/dev", "/guest", "/mnt",      "/proc", "/root", "/run",
	"/sys", "/tmp",	  "/usr/sbin", "/var",	NULL,
};

static int programs_add(struct cpio *cpio)
{
	int err = 0;

	for (size_t i = 0; !err && i < G_N_ELEMENTS(programs); i++) {
		g_autofree char *path = NULL;
		g_autofree char *target = g_build_filename("/bin", programs[i].name, NULL);

		err = program_find(programs[i].name, programs[i].package, &path);
		if (!err)
			err = closure_add(cpio, target, path);
	}
	for (size_t i = 0; !err && applets[i]; i++) {
		g_autofree char *target = g_build_filename("/bin", applets[i], NULL);

		err = cpio_add_link(cpio, target, "busybox");
	}
	return err;
}

/* Adds firmware from the folders in which QEMU says that it looks. */
static int firmware_add(struct cpio *cpio, const char *qemu)
{
	const char *const argv[] = { qemu, "-L", "help", NULL };
	g_autofree char *list = NULL;
	int err = process_output(argv, NULL, &list);

	if (err)
		return err;
	g_auto(GStrv) places = g_strsplit(list, "\n", -1);

	for (size_t i = 0; !err && i < G_N_ELEMENTS(firmware); i++) {
		bool found = false;

		for (guint j = 0; !err && !found && places[j]; j++) {
			g_autofree char *path = g_build_filename(places[j], firmware[i].file, NULL);

			found = *places[j] && fs_exists(path);
			if (found)
				err = cpio_add_file(cpio, path, path);
		}
		if (!err && !found && firmware[i].needed)
			err = error_set(ENOPKG,
					"QEMU's firmware %s is missing; run: apt-get install "
					"qemu-system-data seabios",
					firmware[i].file);
	}
	return err;
}

/* QEMU keeps its path: it finds its firmware relative to that. */
static int qemu_add(struct cpio *cpio)
{
	static const char name[] = "qemu-system-x86_64";
	g_autofree char *found = NULL, *target = g_build_filename("/bin", name, NULL);
	char *real;
	int err = program_find(name, "qemu-system-x86", &found);

	if (err)
		return err;
	real = realpath(found, NULL);
	if (!real)
		return error_sys(errno, "%s: cannot resolve", found);
	err = closure_add(cpio, real, real);
	if (!err && strcmp(real, "/usr/bin/qemu-system-x86_64"))
		err = cpio_add_link(cpio, target, real);
	if (!err)
		err = firmware_add(cpio, real);
	free(real);
	return err;
}

static int system_add(struct cpio *cpio)
{
	int err = cpio_add_link(cpio, "/bin", "usr/bin");

	if (!err)
		err = cpio_add_link(cpio, "/sbin", "usr/sbin");
	for (guint i = 0; !err && folders[i]; i++)
		err = cpio_add_folder(cpio, folders[i]);
	if (!err)
		err = cpio_add_device(cpio, "/dev/console", 5, 1);
	if (!err)
		err = cpio_add_text(cpio, "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
	if (!err)
		err = cpio_add_text(cpio, "/etc/group", "root:x:0:\n");
	return err;
}

static int runner_add(struct cpio *cpio)
{
	g_autofree char *runner = paths_program("runner");

	if (!fs_exists(runner))
		return error_set(ENOENT, "%s: the runner has not been built; run: make", runner);
	return cpio_add_file(cpio, "/init", runner);
}

/* Everything but the kernel, the guest's image, perf and extra files. */
static int base_add(struct cpio *cpio)
{
	int err = system_add(cpio);

	if (!err)
		err = runner_add(cpio);
	if (!err)
		err = programs_add(cpio);
	return err ? err : qemu_add(cpio);
}

int image_check_extra(char *const extra[])
{
	struct cpio *cpio = cpio_new();
	int err = base_add(cpio);

	if (!err)
		err = cpio_add_text(cpio, INSIDE_GUEST_KERNEL, "");
	if (!err)
		err = cpio_add_text(cpio, INSIDE_GUEST_IMAGE, "");
	if (!err)
		err = cpio_add_text(cpio, INSIDE_PERF, "");
	if (!err)
		err = extra_add(cpio, extra);
	cpio_free(cpio);
	return err;
}

int image_host(const char *guest_bzimage, const struct image *guest, const char *perf,
	       char *const extra[], struct image *image)
{
	json_t *contents = NULL;
	struct cpio *cpio;
	int err;

	memset(image, 0, sizeof(*image));
	if (process_dry_run()) {
		image_pretend("host", image);
		return 0;
	}
	cpio = cpio_new();
	err = base_add(cpio);
	if (!err && perf)
		err = closure_add(cpio, INSIDE_PERF, perf);
	if (!err)
		err = contents_json(cpio, &contents);
	if (!err)
		err = cpio_add_file(cpio, INSIDE_GUEST_KERNEL, guest_bzimage);
	if (!err)
		err = cpio_add_file(cpio, INSIDE_GUEST_IMAGE, guest->path);
	if (!err)
		err = extra_add(cpio, extra);
	if (!err)
		err = image_keep(cpio, "host", image);
	cpio_free(cpio);
	if (err)
		json_decref(contents);
	else
		image->contents = contents;
	return err;
}
