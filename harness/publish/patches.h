// SPDX-License-Identifier: GPL-2.0-or-later
/* The patches that a campaign's kernels were built with. */
#ifndef PUBLISH_PATCHES_H
#define PUBLISH_PATCHES_H

#include "campaign/campaign.h"
#include "report/model.h"

/*
 * A row for each patch that build.json of any of its kernels names, with the kernels that have it;
 * a line below for kernels without such a file. NULL without any patch and kernel. Free with
 * table_free().
 */
struct table *patches_table(const struct campaign *campaign);

#endif
