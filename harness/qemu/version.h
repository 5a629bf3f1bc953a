// SPDX-License-Identifier: GPL-2.0-or-later
/* Which QEMU there is: path, version, firmware. */
#ifndef QEMU_VERSION_H
#define QEMU_VERSION_H

#include "qemu/machine_type.h"

#define QEMU_PROGRAM "qemu-system-x86_64"
#define QEMU_PACKAGE "qemu-system-x86"

struct qemu_program {
	char *path;
	char *version; /* "10.0.2 (Debian 1:10.0.2+ds-2)": all that it says of itself */
	unsigned int major, minor;
	char *firmware; /* SHA-256 of the firmware files that a host boots with */
};

/*
 * Looks in PATH. qemu_program_clear() is for the caller after success only. -ENOPKG, with the
 * package's name, if QEMU is missing or does not work, or if its firmware is missing; -errno if the
 * firmware cannot be read.
 */
int qemu_version(struct qemu_program *program);
void qemu_program_clear(struct qemu_program *program);

/* -ENOPKG unless the version is at least major.minor. what: who needs it ("testbed sim"), for the
 * text. */
int qemu_require(const struct qemu_program *program, unsigned int major, unsigned int minor,
		 const char *what);

/* Parses "QEMU emulator version 10.0.2 (...)" and sets version (owned by program), major and minor.
 * -EINVAL for another text. */
int qemu_version_parse(const char *text, struct qemu_program *program);

#endif
