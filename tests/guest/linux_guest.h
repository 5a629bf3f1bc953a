/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In the guest: commands that have a file of their own. */
#ifndef GUEST_LINUX_GUEST_H
#define GUEST_LINUX_GUEST_H

/* Sends the host a line. */
void answer(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* load KERNEL INITRD PARAMETERS: of the kernel that "kexec" boots */
void run_load(char *rest);

/* kexec: boots it; answers only if it cannot. */
void run_kexec(char *rest);

/* nested ARGUMENTS: starts a QEMU of the guest's own with these words behind its name. */
void run_nested(char *rest);

#endif
