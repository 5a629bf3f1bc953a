/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pictures of a campaign: what each shows, and when there is something to show. */
#ifndef PLOT_PICTURE_H
#define PLOT_PICTURE_H

#include "report/model.h"
#include "report/report.h"

/* plots/NAME.gp draws NAME.dat. */
struct picture {
	const char *name;
	/* A line that says what it shows. Free with g_free(). */
	char *(*caption)(const struct report *report);
	/* Has the report what it shows? model: layout_make() of the report. */
	bool (*is_there)(const struct report *report, const struct model *model);
	/* Appends its own lines of index 0 and then its blocks (data.h). */
	void (*data)(const struct report *report, const struct model *model, GString *data);
};

extern const struct picture picture_ratios, picture_curve, picture_claims, picture_balance,
	picture_seconds, picture_latency;

/* All of them, the first one of two that exclude each other, NULL at the end. */
extern const struct picture *const picture_table[];

/* Ratios, or curves of setups on an axis: the one that every campaign with a ratio has. */
const struct picture *picture_first(const struct report *report);

/* The whole of NAME.dat. title: "" for none, where it stands elsewhere. Free with g_free(). */
char *picture_data(const struct picture *picture, const struct report *report,
		   const struct model *model, const char *title);

/* Of a comparison of campaigns "against", so that the campaign's own picture stays; else its name.
 * Static text. */
const char *picture_file(const struct picture *picture, const struct report *report);

#endif
