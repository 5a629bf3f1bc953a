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

/* Looks in PATH. -ENOPKG, with the package's name, when there is none, it does not work, or its
 * firmware is missing. qemu_program_clear() is the caller's after success only. */
int qemu_version(struct qemu_program *program);
void qemu_program_clear(struct qemu_program *program);

/* -ENOPKG unless the version is at least major.minor; what: who needs it ("testbed sim"). */
int qemu_require(const struct qemu_program *program, unsigned int major, unsigned int minor,
		 const char *what);

/* "QEMU emulator version 10.0.2 (...)": -EINVAL when text is not that. Sets version, major, minor.
 */
int qemu_version_parse(const char *text, struct qemu_program *program);

#endif
