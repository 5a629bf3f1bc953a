// SPDX-License-Identifier: GPL-2.0-or-later
/* Which tables a report has, with which columns. */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include "report/model.h"
#include "report/report.h"

/* The whole report except its pictures. The caller frees it with model_free(); it does not point
 * into the report. Never fails. */
struct model *layout_make(const struct report *report);

#endif
