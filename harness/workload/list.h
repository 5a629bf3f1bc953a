// SPDX-License-Identifier: GPL-2.0-or-later
/* The workloads. One NAME is two files: NAME.c reads its records, inside_NAME.c runs it in the
 * guest. */
#ifndef WORKLOAD_LIST_H
#define WORKLOAD_LIST_H

/* The first is the default, and what records that name none are of. */
#define WORKLOADS(row) row(bm)

#endif
