/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All pictures of a campaign, as files in its folder or as text for a page. */
#ifndef PLOT_PLOT_H
#define PLOT_PLOT_H

#include "plot/picture.h"

/* Can that be the name of a file that plot_files() writes: "ratios.svg", "balance.dat"? */
bool plot_is_file(const char *name);

/*
 * Writes folder/NAME.dat, .png, .svg and .pdf of each picture for which the report has something to
 * show; of a comparison of campaigns the first only. *files: paths of the .png ones, char *, freed
 * with the array, which is NULL after an error. A file is replaced completely or not at all.
 * -ENOPKG without gnuplot; -EINVAL if there is no ratio to plot; another -errno if gnuplot fails or
 * a file cannot be written.
 */
int plot_files(const struct report *report, const char *folder, GPtrArray **files);

/* A picture as SVG for a page, without a title, as gnuplot makes it; no file is left. Free *svg
 * with g_free(); it is NULL after an error. The report must have something to show in it. Errors:
 * -ENOPKG without gnuplot, -EIO. */
int plot_svg(const struct picture *picture, const struct report *report, const struct model *model,
	     char **svg);

#endif
