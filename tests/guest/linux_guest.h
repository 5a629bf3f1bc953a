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

/* begin [NAME=VALUE...] PROGRAM ARGUMENTS: starts it, with its output on the console. */
void run_begin(char *rest);

/* end: waits for it; "ok status=N" */
void run_end(char *rest);

#endif
