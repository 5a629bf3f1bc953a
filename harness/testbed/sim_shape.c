// SPDX-License-Identifier: GPL-2.0-or-later
/* From a setup's settings to the simulated host: command lines, and what it will cost. */
#include "testbed/sim.h"
#include <inttypes.h>
#include <math.h>

#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)

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

struct machine_shape sim_shape(const struct settings *settings, uint64_t boot_seed,
			       const char *parameters)
{
	return (struct machine_shape){
		.cpus = settings->host_cpus,
		.memory = settings->host_memory,
		.icount_shift = settings->icount_shift,
		.seed = boot_seed,
		.parameters = parameters,
	};
}

json_t *sim_command(const struct settings *settings, uint64_t boot_seed, bool incoming)
{
	g_autofree char *parameters = sim_parameters(settings);
	const struct machine_shape shape = sim_shape(settings, boot_seed, parameters);
	g_auto(GStrv) argv = machine_command(&shape, &machine_placeholders, incoming);
	json_t *array = json_array();

	for (char **word = argv; *word; word++)
		json_array_append_new(array, json_string(*word));
	return array;
}

/*
 * What QEMU fills: pages that the host has used once (they are never given back), and its code
 * cache. The guest's pages are in the container or in null_blk; one swapped in keeps its place on
 * the device, so about half a container of pages exists twice. Peaks measured with an image of 113
 * MiB, array and container of 1024 and 512 MiB: 2016 MiB (here 2204), of 256 and 160 MiB: 921 MiB
 * (here 1260).
 */
uint64_t sim_memory(const struct settings *settings, uint64_t image)
{
	const uint64_t guest_kernel = 128 * MIB, rest = 570 * MIB;
	const uint64_t guest = settings->array + guest_kernel;
	const uint64_t twice = MIN(settings->container, guest) / 2; /* no container: 0 */

	/* Nobody knows what a payload will use. */
	if (!settings_have_guest(settings))
		return settings->host_memory + rest;
	return MIN(guest + twice + 2 * image, settings->host_memory) + rest;
}

/*
 * With the published sizes and shift 1, preparing (1 GiB array) took 52 to 97 CPU seconds and a run
 * of 60 s at most 99, on two machines. Nine times that without a word is not slow any more: it
 * spins.
 */
uint64_t sim_prepare_patience(const struct settings *settings)
{
	const double gib = (double)settings->array / (double)GIB;

	return (uint64_t)(300 + 600 * gib);
}

uint64_t sim_run_patience(const struct settings *settings)
{
	const double giga_instructions =
		(double)settings->seconds / exp2((double)settings->icount_shift);

	return (uint64_t)(300 + 20 * giga_instructions);
}
