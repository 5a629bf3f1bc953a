// SPDX-License-Identifier: GPL-2.0-or-later
/* The options of a host's QEMU for what the host has: CPUs, memory, ports, kernel. */
#include "qemu/command.h"

#include "settings/description.h"

#include <inttypes.h>

/* A comma in a path is doubled: commas separate the parts of a value. */
static char *escape_commas(const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, ",", -1);

	return g_strjoinv(",,", parts);
}

void command_add(GPtrArray *argv, const char *option, char *value)
{
	g_ptr_array_add(argv, g_strdup(option));
	if (value)
		g_ptr_array_add(argv, value);
}

static void add_path(GPtrArray *argv, const char *option, const char *format, const char *path)
{
	g_autofree char *escaped = escape_commas(path);
	g_auto(GStrv) around = g_strsplit(format, "%", 2);

	command_add(argv, option, g_strconcat(around[0], escaped, around[1], NULL));
}

/* Files, since they take every byte at once: a full pipe or socket would hold the machine up in
 * real time. */
static void add_files(GPtrArray *argv, const struct command_paths *paths)
{
	add_path(argv, "-chardev", "file,id=console,path=%", paths->console);
	command_add(argv, "-serial", g_strdup("chardev:console"));
	if (paths->terminal)
		add_path(argv, "-chardev", "socket,id=record,path=%,server=on,wait=off",
			 paths->terminal);
	else
		add_path(argv, "-chardev", "file,id=record,path=%", paths->record);
	command_add(argv, "-serial", g_strdup("chardev:record"));
	add_path(argv, "-chardev", "socket,id=control,path=%,server=on,wait=off", paths->control);
	command_add(argv, "-mon", g_strdup("chardev=control,mode=control"));
	add_path(argv, "-fw_cfg", "name=" DESCRIPTION_FW_CFG_NAME ",file=%", paths->description);
	if (paths->debugger) {
		add_path(argv, "-chardev", "socket,id=debugger,path=%,server=on,wait=off",
			 paths->debugger);
		command_add(argv, "-gdb", g_strdup("chardev:debugger"));
	}
}

void command_add_host(GPtrArray *argv, const struct command_shape *shape,
		      const struct command_paths *paths)
{
	command_add(argv, "-smp", g_strdup_printf("%" PRIu64, shape->cpus));
	command_add(argv, "-m", g_strdup_printf("%" PRIu64 "M", shape->memory >> 20));
	add_files(argv, paths);
	command_add(argv, "-kernel", g_strdup(paths->kernel));
	command_add(argv, "-initrd", g_strdup(paths->initrd));
	command_add(argv, "-append", g_strdup(shape->parameters));
}
