// SPDX-License-Identifier: GPL-2.0-or-later
/* Do two records belong to one campaign? */
#ifndef RECORD_MIXTURE_H
#define RECORD_MIXTURE_H

#include <jansson.h>

/*
 * NULL, or which of the inputs that they have to share differs: "guest_image (12345, now 6789)".
 * Ratios are between setups, so all records share QEMU, its firmware, lockstep and bm; those of one
 * setup also kernels, files and, but for the seed, the command line of their host. What one of them
 * does not tell is no difference. Not host_image, which has apfbench itself in it. Free with
 * g_free().
 */
char *record_mixture(const json_t *old, const json_t *now);

#endif
