// SPDX-License-Identifier: GPL-2.0-or-later
/* Which tables a report has, with which columns. */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include "report/model.h"
#include "report/report.h"

/* All that the report says, without its pictures. Free with model_free(). */
struct model *layout_make(const struct report *report);

#endif
