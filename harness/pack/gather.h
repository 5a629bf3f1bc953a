// SPDX-License-Identifier: GPL-2.0-or-later
/* The files of a campaign that others need to make its runs again. */
#ifndef PACK_GATHER_H
#define PACK_GATHER_H

#include "pack/list.h"

/*
 * Lists the campaign's records, its experiment.json, and the kernels and images with which its
 * testbed made them (artefacts_recall()). name: campaign_path(). jobs: make -j, 0 = all cores.
 * *in_use: lock_made(), which keeps what is listed from being pruned until the caller closes it.
 * Free *list with pack_list_free(). After an error there is nothing to release. -ENOPKG, -EINVAL: a
 * kernel or an image cannot be had as it was recorded; errors of campaign_load() and
 * campaign_record().
 */
int pack_gather(const char *name, unsigned int jobs, struct pack_list **list, int *in_use);

#endif
