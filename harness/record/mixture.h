// SPDX-License-Identifier: GPL-2.0-or-later
/* Do two records belong to one campaign? */
#ifndef RECORD_MIXTURE_H
#define RECORD_MIXTURE_H

#include <jansson.h>

/*
 * The first input that differs and must not, as "guest_image (12345, now 6789)", or NULL. Free with
 * g_free(). Ratios are between setups, so all records must share QEMU, its firmware, lockstep and
 * bm; those of one setup must also share kernels, files and, except for the seed, the command line
 * of their host. An input that only one record has is not compared, nor is host_image, which
 * contains apfbench itself.
 */
char *record_mixture(const json_t *old, const json_t *now);

#endif
