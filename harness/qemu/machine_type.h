// SPDX-License-Identifier: GPL-2.0-or-later
/* The machine type of host and guest. */
#ifndef QEMU_MACHINE_TYPE_H
#define QEMU_MACHINE_TYPE_H

/*
 * One with a version stays the same when QEMU becomes newer; QEMU_OLDEST_* is the first QEMU that
 * has it.
 */
#define QEMU_MACHINE	  "pc-i440fx-10.0"
#define QEMU_OLDEST_MAJOR 10
#define QEMU_OLDEST_MINOR 0

#endif
