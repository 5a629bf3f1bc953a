// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether KVM works on this machine, decided by a guest's first line. */
#ifndef QEMU_PROBE_H
#define QEMU_PROBE_H

/*
 * Boots a guest of some instructions (protected mode, long mode, one line to its serial port) and
 * waits at most 5 s for that line: a /dev/kvm that opens may still run nothing. 0 when the line
 * came. Else -errno, as error_text() says: -ENOENT no /dev/kvm, -EACCES not allowed, -ENOPKG no
 * QEMU, -EPROTO QEMU refused, -ETIMEDOUT the guest printed nothing. *reason: one line for people in
 * any case, to be freed with g_free(). Needs no root.
 */
int probe_kvm(char **reason);

#endif
