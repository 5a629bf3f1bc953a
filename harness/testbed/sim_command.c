// SPDX-License-Identifier: GPL-2.0-or-later
/* The simulated host's command line: nothing in it lets real time or entropy in. */
#include "testbed/sim_command.h"

#include "qemu/version.h"

#include <inttypes.h>

#define GIB (UINT64_C(1) << 30)

const struct sim_paths sim_placeholders = {
	.preload = "{lockstep}",
	.files = {
		.qemu = "{qemu}",
		.kernel = "{kernel}",
		.initrd = "{initrd}",
		.description = "{description}",
		.console = "{console}",
		.record = "{record}",
		.control = "{control}",
	},
};

/*
 * Options that are the same for every machine; each keeps a run a function of its inputs. Versioned
 * names mean the same in every QEMU.
 */
static const struct {
	const char *option, *value; /* value may be NULL */
} fixed_options[] = {
	/* One thread runs all CPUs in turn; a code cache of this size, not a share of this
	   machine's memory. */
	{ "-accel", "tcg,thread=single,tb-size=512" },
	/* With an HPET the clock runs away in a quiesced host; a VMware port answers with real
	 * time.
	 */
	{ "-machine", QEMU_MACHINE ",hpet=off,usb=off,vmport=off" },
	/* Emulated SVM with nested paging; nothing depends on the real CPU. */
	{ "-cpu", "EPYC-v1,+svm,+npt" },
	/* The date starts fixed, and advances in virtual time. */
	{ "-rtc", "base=2010-11-01,clock=vm" },
	/* No network, disk or display: each has timers in real time or its own threads. */
	{ "-nodefaults", NULL },
	/* Nothing from configuration files of this machine. */
	{ "-no-user-config", NULL },
	/* A panic (panic=-1) ends QEMU instead of booting again. */
	{ "-no-reboot", NULL },
	/* A display refreshes in real time. */
	{ "-display", "none" },
};

/*
 * quiet: the console's speed is part of virtual time. panic=-1: a panic ends QEMU (-no-reboot).
 * irqmode=0: null_blk completes at once, all latency is the delay target's. halt_poll_ns=0: a
 * halted vCPU must not burn virtual time. exit_after_inject: QEMU delivers an injected interrupt
 * twice without it (series sim).
 */
char *sim_parameters(const struct settings *settings)
{
	const char *more = settings->host_parameters ? settings->host_parameters : "";

	return g_strdup_printf("console=ttyS0 quiet panic=-1 rdinit=/init transparent_hugepage=%s "
			       "null_blk.nr_devices=1 null_blk.gb=%" PRIu64
			       " null_blk.bs=4096 null_blk.memory_backed=1 null_blk.irqmode=0 "
			       "null_blk.submit_queues=1 kvm.halt_poll_ns=0 "
			       "kvm_amd.exit_after_inject=1%s%s",
			       settings->transparent_hugepage, (settings->swap + GIB - 1) / GIB,
			       *more ? " " : "", more);
}

char **sim_command(const struct settings *settings, uint64_t boot_seed,
		   const struct sim_paths *paths, bool incoming)
{
	g_autofree char *parameters = sim_parameters(settings);
	const struct command_shape shape = { settings->host_cpus, settings->host_memory,
					     parameters };
	const bool for_people = paths->files.terminal || paths->files.debugger;
	GPtrArray *argv = g_ptr_array_new();

	/* Part of the command, so that a line copied from a log starts the same machine. */
	g_ptr_array_add(argv, g_strdup("env"));
	/* It would not let QEMU read what people type, or gdb sends, before all CPUs sleep. */
	g_ptr_array_add(argv, g_strconcat("LD_PRELOAD=", for_people ? "" : paths->preload, NULL));
	g_ptr_array_add(argv, g_strdup(paths->files.qemu));
	for (size_t i = 0; i < G_N_ELEMENTS(fixed_options); i++)
		command_add(argv, fixed_options[i].option, g_strdup(fixed_options[i].value));
	/* The clock counts instructions, and jumps to the next timer when all CPUs sleep. With
	 * people at a terminal it waits, or their host would be days older after each line. */
	command_add(argv, "-icount",
		    g_strdup_printf("shift=%" PRIu64 ",sleep=%s", settings->icount_shift,
				    paths->files.terminal ? "on" : "off"));
	/* RDRAND and the kernel's rng-seed would be the real machine's entropy. */
	command_add(argv, "-seed", g_strdup_printf("%" PRIu64, boot_seed));
	command_add_host(argv, &shape, &paths->files);
	if (incoming) {
		command_add(argv, "-incoming", g_strdup("defer"));
		command_add(argv, "-S", NULL);
	}
	g_ptr_array_add(argv, NULL);
	return (char **)g_ptr_array_free(argv, FALSE);
}

json_t *sim_command_json(const struct settings *settings, uint64_t boot_seed, bool incoming)
{
	g_auto(GStrv) argv = sim_command(settings, boot_seed, &sim_placeholders, incoming);
	json_t *array = json_array();

	for (char **word = argv; *word; word++)
		json_array_append_new(array, json_string(*word));
	return array;
}
