// SPDX-License-Identifier: GPL-2.0-or-later
/* Stands the simulated host still, so that a snapshot does not depend on when it is taken. */
#ifndef HOST_QUIESCE_H
#define HOST_QUIESCE_H

/* Returns after somebody outside has sent the machine an NMI; -errno where the kernel cannot. */
int quiesce_host(void);

#endif
