// SPDX-License-Identifier: GPL-2.0-or-later
/* The outer machine: the one QEMU process that is a simulated host. */
#ifndef QEMU_MACHINE_H
#define QEMU_MACHINE_H

#include "qemu/qmp.h"
#include "qemu/version.h"
#include "qemu/watch.h"
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What decides how the machine behaves. The same at a preparation and at its forks. */
struct machine_shape {
	uint64_t cpus;
	uint64_t memory;	/* bytes, whole MiB */
	uint64_t icount_shift;	/* virtual ns an instruction = 2^shift */
	uint64_t seed;		/* of what QEMU draws: RDRAND, the kernel's rng-seed */
	const char *parameters; /* the kernel's command line */
};

/* What differs from one start to the next, without effect on what happens inside. */
struct machine_paths {
	const char *preload; /* LD_PRELOAD */
	const char *qemu;
	const char *kernel;
	const char *initrd;
	const char *description; /* file of DESCRIPTION_SIZE bytes */
	const char *console;	 /* file: first serial port */
	const char *record;	 /* file: second serial port */
	const char *control;	 /* socket of the monitor */
};

/* "{qemu}", "{kernel}", ...: a command line with them is "normalized of paths". */
extern const struct machine_paths machine_placeholders;

/* argv; incoming: waits for a snapshot instead of booting. Free with g_strfreev(). */
char **machine_command(const struct machine_shape *shape, const struct machine_paths *paths,
		       bool incoming);

struct machine {
	pid_t pid;
	uint64_t cpus;
	char **argv;
	char *scratch; /* folder of the control socket */
	char *control, *console, *record, *description,
		*log;	     /* the last four in the folder of logs */
	struct qmp *monitor; /* left open by snapshot_load(), or NULL */
};

/*
 * Writes the description (DESCRIPTION_SIZE bytes) into folder, and starts QEMU with its files
 * there: console.log, record.raw, qemu.log (command line, then what QEMU says), description.json.
 */
int machine_start(const struct machine_shape *shape, const struct qemu_program *qemu,
		  const char *kernel, const char *initrd, const char *description,
		  const char *folder, bool incoming, struct machine *machine);

/* Ends QEMU at once and frees everything but the logs; a machine of zeros is fine. */
void machine_end(struct machine *machine);

/* CPU seconds that QEMU has used, 0 when it is gone. */
double machine_cpu_seconds(const struct machine *machine);

/* For the functions of qemu/watch.h; its strings are the machine's. */
struct watched machine_watched(const struct machine *machine);

/* Why QEMU ended, as watch_end(): for -ECONNRESET of the monitor. */
int machine_explain(const struct machine *machine);

/*
 * Sleeps until QEMU has no thread that runs or wants to, and used no CPU time, for quiet_ms: the
 * quiesced host's clock stands still. -EPROTO when QEMU ended or is busy after limit CPU seconds.
 */
int machine_settle(const struct machine *machine, unsigned int quiet_ms, unsigned int limit);

/* 0 if every CPU is halted, else -EPROTO. Ask only when the machine is quiesced or stopped. */
int machine_check_halted(const struct machine *machine, struct qmp *qmp);

/* Whether lockstep.so (preload/) has found in QEMU what it needs; it says so before a CPU runs. */
bool machine_in_lockstep(const struct machine *machine);

/* Writes the CPUs' registers to folder/registers.txt, for a host that hangs; best effort. */
void machine_dump_registers(const struct machine *machine, const char *folder);

#endif
