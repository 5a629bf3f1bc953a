// SPDX-License-Identifier: GPL-2.0-or-later
/* Asks a program's own loader which libraries it would take. */
#include "image/closure.h"

#include "util/error.h"
#include "util/process.h"

#include <elf.h>
#include <errno.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

/* The program's loader; NULL if the program is static or not for x86-64. */
static char *interpreter_find(const char *program)
{
	FILE *file = fopen(program, "re");
	char *interpreter = NULL;
	Elf64_Phdr part;
	Elf64_Ehdr head;

	if (!file)
		return NULL;
	if (fread(&head, sizeof(head), 1, file) != 1 || memcmp(head.e_ident, ELFMAG, SELFMAG) ||
	    head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_phentsize != sizeof(part))
		head.e_phnum = 0;
	for (unsigned int i = 0; i < head.e_phnum && !interpreter; i++) {
		if (fseeko(file, (off_t)(head.e_phoff + i * sizeof(part)), SEEK_SET) < 0 ||
		    fread(&part, sizeof(part), 1, file) != 1)
			break;
		if (part.p_type != PT_INTERP || part.p_filesz < 2 || part.p_filesz > 4096)
			continue;
		interpreter = g_malloc0(part.p_filesz + 1);
		if (fseeko(file, (off_t)part.p_offset, SEEK_SET) < 0 ||
		    fread(interpreter, part.p_filesz, 1, file) != 1)
			g_clear_pointer(&interpreter, g_free);
	}
	fclose(file);
	return interpreter;
}

/*
 * "libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f...)" into name and path. Both are NULL
 * for the vdso and for the loader itself, which have no "=>".
 */
static int line_parse(const char *program, char *line, char **name, char **path)
{
	char *arrow = strstr(g_strstrip(line), " => "), *end = strstr(line, " (0x");

	*name = *path = NULL;
	if (!arrow)
		return 0;
	if (!end || end < arrow)
		return error_set(ENOENT, "%s: a library that it needs is missing: %s", program,
				 line);
	*name = g_strndup(line, (gsize)(arrow - line));
	*path = g_strndup(arrow + 4, (gsize)(end - arrow - 4));
	return 0;
}

static int libraries_ask(const char *interpreter, const char *program, char **list)
{
	/* Libraries for newer CPUs (glibc-hwcaps) would make images differ between machines. */
	const char *const argv[] = { interpreter, "--glibc-hwcaps-mask", "none", "--list", program,
				     NULL };
	char *environment[] = { (char *)"LD_PRELOAD=", NULL };
	const struct process_options options = { .environment = environment };
	int err = process_output(argv, &options, list);

	return err ? error_prefix(err, "%s: cannot find its shared libraries", program) : 0;
}

static int libraries_add(struct cpio *cpio, const char *program, char *const lines[],
			 const char *folder)
{
	int err = 0;

	for (guint i = 0; !err && lines[i]; i++) {
		g_autofree char *name = NULL, *path = NULL;

		err = line_parse(program, lines[i], &name, &path);
		if (err || !name)
			continue;
		g_autofree char *target =
			*name == '/' ? g_strdup(name) : g_build_filename(folder, name, NULL);

		err = cpio_add_file(cpio, target, path);
	}
	return err;
}

/* The folder of libc, where the loader looks by itself. */
static char *libc_folder(const char *list, const char *interpreter)
{
	const char *path = strstr(list, "libc.so.6 => /");

	if (!path)
		return g_path_get_dirname(interpreter);
	path += strlen("libc.so.6 => ");
	g_autofree char *file = g_strndup(path, strcspn(path, " \n"));

	return g_path_get_dirname(file);
}

int closure_add(struct cpio *cpio, const char *path, const char *source)
{
	g_autofree char *interpreter = interpreter_find(source);
	g_autofree char *list = NULL;
	int err = cpio_add_file(cpio, path, source);

	if (err || !interpreter)
		return err;
	err = libraries_ask(interpreter, source, &list);
	if (!err)
		err = cpio_add_link(cpio, "/lib", "usr/lib");
	if (!err)
		err = cpio_add_link(cpio, "/lib64", "usr/lib64");
	if (!err)
		err = cpio_add_file(cpio, interpreter, interpreter);
	if (err)
		return err;
	g_autofree char *folder = libc_folder(list, interpreter);
	g_auto(GStrv) lines = g_strsplit(list, "\n", -1);

	return libraries_add(cpio, source, lines, folder);
}
