// SPDX-License-Identifier: GPL-2.0-or-later
/* Asks the installed QEMU for its version, and hashes the firmware that it boots machines with. */
#include "qemu/version.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include <errno.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

#define VERSION_PREFIX "QEMU emulator version "

/* The instructions of these count, too: a run is a function of them. */
static const char *const firmware_files[] = { "bios-256k.bin", "kvmvapic.bin", "linuxboot_dma.bin",
					      NULL };

int qemu_version_parse(const char *text, struct qemu_program *program)
{
	unsigned int major, minor;

	if (!g_str_has_prefix(text, VERSION_PREFIX) ||
	    sscanf(text + strlen(VERSION_PREFIX), "%u.%u", &major, &minor) != 2)
		return error_set(EINVAL, "cannot read QEMU's version from \"%.60s\"", text);
	text += strlen(VERSION_PREFIX);
	g_free(program->version);
	program->version = g_strndup(text, strcspn(text, "\n"));
	program->major = major;
	program->minor = minor;
	return 0;
}

/* The first of QEMU's data folders that has the file, as QEMU itself looks. */
static char *find_firmware(char *const folders[], const char *name)
{
	char *path;

	for (; *folders; folders++) {
		path = g_build_filename(*folders, name, NULL);
		if (fs_exists(path))
			return path;
		g_free(path);
	}
	return NULL;
}

static int hash_firmware(struct qemu_program *program)
{
	const char *const query[] = { program->path, "-L", "help", NULL };
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_auto(GStrv) folders = NULL;
	g_autofree char *output = NULL;
	int err;

	err = process_output(query, NULL, &output);
	if (err)
		return err;
	folders = g_strsplit(output, "\n", -1);
	for (const char *const *name = firmware_files; *name; name++) {
		g_autofree char *path = find_firmware(folders, *name);
		g_autofree char *hex = NULL;

		if (!path)
			return error_set(ENOPKG,
					 "QEMU's firmware %s is missing: install " QEMU_PACKAGE
					 " and seabios",
					 *name);
		err = fs_hash_file(path, &hex);
		if (err)
			return err;
		g_checksum_update(sum, (const guchar *)*name, (gssize)strlen(*name) + 1);
		g_checksum_update(sum, (const guchar *)hex, (gssize)strlen(hex) + 1);
	}
	program->firmware = g_strdup(g_checksum_get_string(sum));
	return 0;
}

int qemu_version(struct qemu_program *program)
{
	const char *query[] = { NULL, "--version", NULL };
	g_autofree char *output = NULL;
	int err;

	memset(program, 0, sizeof(*program));
	program->path = process_find(QEMU_PROGRAM);
	if (!program->path)
		return error_set(ENOPKG, "there is no " QEMU_PROGRAM
					 " in PATH: install the package " QEMU_PACKAGE);
	query[0] = program->path;
	err = process_output(query, NULL, &output);
	if (!err)
		err = qemu_version_parse(output, program);
	if (err)
		err = error_set(ENOPKG,
				"%s does not work (%s): reinstall the package " QEMU_PACKAGE,
				program->path, error_text());
	else
		err = hash_firmware(program);
	if (err)
		qemu_program_clear(program);
	return err;
}

void qemu_program_clear(struct qemu_program *program)
{
	g_free(program->path);
	g_free(program->version);
	g_free(program->firmware);
	memset(program, 0, sizeof(*program));
}

int qemu_require(const struct qemu_program *program, unsigned int major, unsigned int minor,
		 const char *what)
{
	if (program->major > major || (program->major == major && program->minor >= minor))
		return 0;
	return error_set(
		ENOPKG,
		"%s needs QEMU %u.%u or newer, %s is %s: `make deps` installs " QEMU_PACKAGE
		" from the release's backports",
		what, major, minor, program->path, program->version);
}
