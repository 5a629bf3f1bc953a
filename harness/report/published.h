// SPDX-License-Identifier: GPL-2.0-or-later
/* A reference as a table of its own. */
#ifndef REPORT_PUBLISHED_H
#define REPORT_PUBLISHED_H

#include "report/model.h"
#include "report/reference.h"

/*
 * The published figures, and their ratios by the same method as those of campaigns: the source's
 * own percentages stand beside them. Free with model_free().
 */
struct model *published_model(const struct reference *reference);

#endif
