// SPDX-License-Identifier: GPL-2.0-or-later
/* The outer machine: the one QEMU process that is a host. */
#ifndef QEMU_MACHINE_H
#define QEMU_MACHINE_H

#include "qemu/qmp.h"
#include "qemu/watch.h"

#include <sys/types.h>

/* How people get at a machine. Nothing in it changes what the machine consists of. */
enum machine_access {
	MACHINE_CLOSED,	  /* not at all */
	MACHINE_TERMINAL, /* its second serial port is a socket, and the record's file stays empty
			   */
	MACHINE_DEBUGGER, /* gdb's stub is a socket; the machine stands until a gdb lets it go on */
};

struct machine {
	enum machine_access access;
	pid_t pid; /* 0: not started */
	char **argv;
	char *scratch;				    /* folder of the control socket */
	char *control;				    /* socket of the monitor */
	char *door;				    /* socket for people; NULL: closed */
	char *console, *record, *description, *log; /* in the folder of logs */
	struct qmp *monitor; /* left open by whoever loaded a snapshot, or NULL */
};

/*
 * Chooses the paths of all files of a machine, which the command line names: console.log,
 * record.raw, qemu.log (command line, then the messages of QEMU) and description.json in the folder
 * of logs, and the sockets. Ctrl-C at the terminal does not reach a machine that people get at: it
 * is for them. machine_end() is for the caller after success only. 0 or -errno.
 */
int machine_open(struct machine *machine, enum machine_access access, const char *folder);

/*
 * Writes the description (DESCRIPTION_SIZE bytes), empties the other files, and starts QEMU. argv
 * is taken over, and freed by machine_end(), also after a failure. 0, -ENOPKG or another -errno.
 */
int machine_start(struct machine *machine, char **argv, const char *description);

/* Ends QEMU at once and frees everything but the logs; ignores a machine of zeros. */
void machine_end(struct machine *machine);

/* CPU seconds that QEMU has used, 0 when it is gone. */
double machine_cpu_seconds(const struct machine *machine);

/* What qemu/watch.h needs; its strings are owned by the machine. */
struct watched machine_watched(const struct machine *machine);

/* Says why QEMU ended, as watch_end(): for -ECONNRESET of the monitor. */
int machine_explain(const struct machine *machine);

/* Writes the CPUs' registers to folder/registers.txt, for a host that hangs. Best effort; leaves
 * the error text alone. */
void machine_dump_registers(const struct machine *machine, const char *folder);

#endif
