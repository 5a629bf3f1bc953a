// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the command line of the guest's QEMU. */
#include "qemu/guest_command.h"

#include "qemu/machine_type.h"

#include <inttypes.h>
#include <stdarg.h>

/*
 * loglevel=5 instead of quiet: the runner sees the guest's log only on the console, and quiet hides
 * WARNING lines.
 */
#define GUEST_BASE \
	"console=ttyS0 loglevel=5 panic=-1 transparent_hugepage=never null_blk.nr_devices=0"

/*
 * The guest's kernel uses its local APICs' timers alone. With an HPET beside them QEMU 10.0's main
 * thread takes up to a tenth of a CPU from the vCPUs, through the whole window.
 */
#define GUEST_MACHINE QEMU_MACHINE ",hpet=off"

/* Free with g_free(). */
static char *append_text(const struct inside *settings, const struct workload_inside *workload)
{
	g_autofree char *arguments = workload->arguments(settings);
	const char *more = settings->guest_parameters;

	return g_strconcat(GUEST_BASE, *more ? " " : "", more, " -- ", arguments, NULL);
}

static void argv_add(GPtrArray *argv, const char *option, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void argv_add(GPtrArray *argv, const char *option, const char *format, ...)
{
	va_list args;

	g_ptr_array_add(argv, g_strdup(option));
	va_start(args, format);
	g_ptr_array_add(argv, g_strdup_vprintf(format, args));
	va_end(args);
}

GPtrArray *guest_command(const struct inside *settings, const struct workload_inside *workload,
			 const char *folder)
{
	GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *append = append_text(settings, workload);

	g_ptr_array_add(argv, g_strdup("qemu-system-x86_64"));
	argv_add(argv, "-accel", "kvm");
	argv_add(argv, "-cpu", "host");
	argv_add(argv, "-smp", "%" PRIu64, settings->vcpus);
	argv_add(argv, "-m", "size=%" PRIu64 "k", settings->guest_memory / 1024);
	argv_add(argv, "-machine", GUEST_MACHINE);
	g_ptr_array_add(argv, g_strdup("-nodefaults"));
	g_ptr_array_add(argv, g_strdup("-no-user-config"));
	g_ptr_array_add(argv, g_strdup("-no-reboot"));
	argv_add(argv, "-display", "none");
	argv_add(argv, "-chardev", "pipe,id=console,path=%s/" GUEST_CONSOLE, folder);
	argv_add(argv, "-serial", "chardev:console");
	argv_add(argv, "-chardev", "pipe,id=record,path=%s/" GUEST_RECORD, folder);
	argv_add(argv, "-serial", "chardev:record");
	argv_add(argv, "-qmp", "unix:%s/" GUEST_QMP ",server=on,wait=off", folder);
	argv_add(argv, "-kernel", INSIDE_GUEST_KERNEL);
	argv_add(argv, "-initrd", INSIDE_GUEST_IMAGE);
	argv_add(argv, "-append", "%s", append);
	g_ptr_array_add(argv, NULL);
	return argv;
}
