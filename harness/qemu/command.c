// SPDX-License-Identifier: GPL-2.0-or-later
/* The outer machine's command line: all that could let in real time or entropy is shut off. */
#include "qemu/machine.h"
#include "qemu/version.h"
#include "record/description.h"
#include <glib.h>
#include <inttypes.h>
#include <string.h>

const struct machine_paths machine_placeholders = {
	.preload = "{lockstep}",
	.qemu = "{qemu}",
	.kernel = "{kernel}",
	.initrd = "{initrd}",
	.description = "{description}",
	.console = "{console}",
	.record = "{record}",
	.control = "{control}",
};

/*
 * Options that are the same for every machine. Names with a version do not move when QEMU does.
 * A run is a function of its inputs only while none of these is loosened.
 */
static const struct {
	const char *option, *value; /* value may be NULL */
} fixed_options[] = {
	/* One thread runs all CPUs in turn; a code cache of this size, not a share of this
	   machine's memory. */
	{ "-accel", "tcg,thread=single,tb-size=512" },
	/* With a HPET the clock runs away in a quiesced host; a VMware port answers with real time.
	 */
	{ "-machine", QEMU_MACHINE ",hpet=off,usb=off,vmport=off" },
	/* Emulated SVM with nested paging, and nothing of the real CPU. */
	{ "-cpu", "EPYC-v1,+svm,+npt" },
	/* The date is fixed, and goes on in virtual time. */
	{ "-rtc", "base=2010-11-01,clock=vm" },
	/* No network, disk or display: each has timers in real time or threads of its own. */
	{ "-nodefaults", NULL },
	/* Nothing from configuration files of this machine. */
	{ "-no-user-config", NULL },
	/* A panic (panic=-1) ends QEMU instead of booting again. */
	{ "-no-reboot", NULL },
	/* A display refreshes in real time. */
	{ "-display", "none" },
};

/* In a value with commas as separators, a comma of a path is doubled. */
static char *escape_commas(const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, ",", -1);

	return g_strjoinv(",,", parts);
}

static void add(GPtrArray *argv, const char *option, char *value)
{
	g_ptr_array_add(argv, g_strdup(option));
	if (value)
		g_ptr_array_add(argv, value);
}

static void add_path(GPtrArray *argv, const char *option, const char *format, const char *path)
{
	g_autofree char *escaped = escape_commas(path);
	g_auto(GStrv) around = g_strsplit(format, "%", 2);

	add(argv, option, g_strconcat(around[0], escaped, around[1], NULL));
}

/* Files take every byte at once; a pipe or socket that fills up would hold the machine in real
 * time. */
static void add_files(GPtrArray *argv, const struct machine_paths *paths)
{
	add_path(argv, "-chardev", "file,id=console,path=%", paths->console);
	add(argv, "-serial", g_strdup("chardev:console"));
	add_path(argv, "-chardev", "file,id=record,path=%", paths->record);
	add(argv, "-serial", g_strdup("chardev:record"));
	add_path(argv, "-chardev", "socket,id=control,path=%,server=on,wait=off", paths->control);
	add(argv, "-mon", g_strdup("chardev=control,mode=control"));
	add_path(argv, "-fw_cfg", "name=" DESCRIPTION_FW_CFG_NAME ",file=%", paths->description);
}

char **machine_command(const struct machine_shape *shape, const struct machine_paths *paths,
		       bool incoming)
{
	GPtrArray *argv = g_ptr_array_new();

	/* A part of the line, so that who takes it from a log starts the same machine. */
	g_ptr_array_add(argv, g_strdup("env"));
	g_ptr_array_add(argv, g_strconcat("LD_PRELOAD=", paths->preload, NULL));
	g_ptr_array_add(argv, g_strdup(paths->qemu));
	for (size_t i = 0; i < G_N_ELEMENTS(fixed_options); i++)
		add(argv, fixed_options[i].option, g_strdup(fixed_options[i].value));
	/* The clock counts instructions, and jumps to the next timer when all CPUs sleep. */
	add(argv, "-icount", g_strdup_printf("shift=%" PRIu64 ",sleep=off", shape->icount_shift));
	/* RDRAND and the kernel's rng-seed would be the real machine's entropy. */
	add(argv, "-seed", g_strdup_printf("%" PRIu64, shape->seed));
	add(argv, "-smp", g_strdup_printf("%" PRIu64, shape->cpus));
	add(argv, "-m", g_strdup_printf("%" PRIu64 "M", shape->memory >> 20));
	add_files(argv, paths);
	add(argv, "-kernel", g_strdup(paths->kernel));
	add(argv, "-initrd", g_strdup(paths->initrd));
	add(argv, "-append", g_strdup(shape->parameters));
	if (incoming) {
		add(argv, "-incoming", g_strdup("defer"));
		add(argv, "-S", NULL);
	}
	g_ptr_array_add(argv, NULL);
	return (char **)g_ptr_array_free(argv, FALSE);
}
