/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All records of a campaign's folder. */
#ifndef CAMPAIGN_RECORDS_H
#define CAMPAIGN_RECORDS_H

#include "campaign/campaign.h"

/*
 * Fills campaign->records, lean (lean.h) and sorted, of a campaign with folder, experiment and
 * workload. -EINVAL names a bad record; other errors: a file cannot be read.
 */
int records_load(struct campaign *campaign);

#endif
