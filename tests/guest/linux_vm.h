/* SPDX-License-Identifier: GPL-2.0-or-later */
/* On the host: a guest with a Linux kernel under QEMU, whose first process is linux_guest. */
#ifndef GUEST_LINUX_VM_H
#define GUEST_LINUX_VM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define VM_LINE	 1024
#define VM_SPLAT 256

struct vm_options {
	const char *name;   /* of its files and container */
	const char *kernel; /* NULL: the host's image has it */
	const char *initrd; /* NULL: linux_guest alone */
	const char *append; /* more for the kernel's command line; may be NULL */
	unsigned int vcpus;
	unsigned int memory;	 /* MiB */
	unsigned int limit;	 /* of the container, MiB; 0: no container */
	bool reboots;		 /* otherwise a reset ends QEMU */
	const char *const *more; /* more words for QEMU; may be NULL */
};

struct vm {
	char name[32];
	unsigned int memory;
	pid_t pid;
	int control; /* the guest's second port */
	int monitor;
	char pending[VM_LINE]; /* what came from the guest, up to the next line's end */
	size_t pending_length;
};

/* Starts QEMU. False: it could not be started, and the reason is on stderr. */
bool vm_start(struct vm *vm, const struct vm_options *options);

/* A guest of the guest's: nothing but its second port, which is this socket in /run. */
bool vm_attach(struct vm *vm, const char *name, const char *socket);

/* Waits for the guest's line that it is ready. */
bool vm_wait_ready(struct vm *vm, unsigned int seconds);

/*
 * Sends the guest a line and waits for its answer, which is valid until the next call; in that
 * "ok" or "failed" come first. NULL: no answer in time, or QEMU has ended.
 */
const char *vm_ask(struct vm *vm, unsigned int seconds, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same for what answers "ok"; false if it does not. What else it answers is on stderr. */
bool vm_tell(struct vm *vm, unsigned int seconds, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The number behind "@key=" in an answer, or UINT64_MAX. */
uint64_t vm_number(const char *answer, const char *key);

/* Executes a QMP command: @arguments is JSON or NULL. NULL: an error; it is on stderr. */
const char *vm_monitor(struct vm *vm, const char *command, const char *arguments);

/* Pushes all of the guest's memory out, but not QEMU's own. False: this host cannot. */
bool vm_page_out(const struct vm *vm);

/*
 * The same while the guest stands still, clock included. On a host that checks itself, and is slow
 * beside its guest, that uses every page again between two passes, which spare what was used.
 */
bool vm_page_out_stopped(struct vm *vm);

/* The same with pages that the guest knows by these frame numbers, all below 3 GiB. */
bool vm_page_out_frames(struct vm *vm, const unsigned long *frames, unsigned int count);

/* The guest's memory that is not in the host's, in KiB. */
uint64_t vm_swapped(const struct vm *vm);

/* True if QEMU ends by itself within @seconds. */
bool vm_wait_end(struct vm *vm, unsigned int seconds);

/* Ends QEMU by a signal, if it still runs, and closes everything. */
void vm_kill(struct vm *vm);

/* Prints the end of the guest's log as comments on stderr. */
void vm_show(const struct vm *vm);

/* Counts the lines of the guest's log that tell of an error; the first goes to @line. */
unsigned int vm_splats(const struct vm *vm, char line[VM_SPLAT]);

#endif
