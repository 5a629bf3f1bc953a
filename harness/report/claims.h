// SPDX-License-Identifier: GPL-2.0-or-later
/* The claims of the published figures, each with a verdict. */
#ifndef REPORT_CLAIMS_H
#define REPORT_CLAIMS_H

#include "report/model.h"
#include "report/report.h"

/*
 * Adds the table "claims": each pair of setups that both sides have ("pv above master by 1.909"),
 * and their order. None without two such setups, nor on an axis, where the published figures are
 * those of one place.
 */
void claims_add(const struct report *report, struct model *model);

#endif
