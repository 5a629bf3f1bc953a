// SPDX-License-Identifier: GPL-2.0-or-later
/* The page of a campaign. */
#ifndef PUBLISH_PAGE_MAKE_H
#define PUBLISH_PAGE_MAKE_H

#include "report/page.h"
#include "report/report.h"

/*
 * Verdicts, tables, picture, notes, how to repeat it, what was measured, limits and every run, from
 * the campaign's files alone. model: that of layout_make(), which is taken over. has_pictures:
 * draws it; what prevents that is said in its place. Never fails; free with page_free().
 */
struct page *page_make(const struct campaign *campaign, const struct report *report,
		       struct model *model, bool has_pictures);

#endif
