// SPDX-License-Identifier: GPL-2.0-or-later
/* What the spread between boots goes along with. */
#ifndef REPORT_COVARIATES_H
#define REPORT_COVARIATES_H

#include "report/model.h"
#include "report/report.h"

/* Appends the table of covariates to the model: for each setup and each quantity that its records
 * have, how much of the spread of its first figure goes along with that quantity. */
void covariates_add(const struct report *report, struct model *model);

#endif
