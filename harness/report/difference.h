// SPDX-License-Identifier: GPL-2.0-or-later
/* What differs between the two sides of a comparison, beside the figures. */
#ifndef REPORT_DIFFERENCE_H
#define REPORT_DIFFERENCE_H

#include "report/model.h"
#include "report/side.h"

/*
 * Fills side->report->differences with struct difference *, by the valid records and experiments
 * of both sides: kernels, images, QEMU, compiler, source, versions, settings, seeds. The setups
 * must have their partners.
 */
void differences_make(struct side *side, const struct side *other);

/* Adds the table "differences" if the report is a comparison. */
void differences_add(const struct report *report, struct model *model);

#endif
