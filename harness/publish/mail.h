// SPDX-License-Identifier: GPL-2.0-or-later
/* The part of a kernel series' cover letter that has the numbers. */
#ifndef PUBLISH_MAIL_H
#define PUBLISH_MAIL_H

#include "report/model.h"
#include "report/report.h"

#include <stdio.h>

/*
 * ASCII in lines of at most 72 characters, except where one word or command is longer. What else
 * names have becomes an escape. model: that of layout_make(). The caller checks ferror(out).
 */
void mail_write(const struct campaign *campaign, const struct report *report,
		const struct model *model, FILE *out);

#endif
