/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One picture drawn by gnuplot, in as many kinds of file as wanted. */
#ifndef PLOT_DRAW_H
#define PLOT_DRAW_H

#include "plot/picture.h"

/*
 * Makes a private folder with all that gnuplot reads. data: picture_data(). End it with
 * drawing_end(), also after an error. -ENOPKG without gnuplot; else the errors of files.
 */
int drawing_begin(const struct picture *picture, const char *data, char **scratch);

/* Draws a "png", "svg" or "pdf". *data: free with g_free(); NULL after an error. -EIO: gnuplot
 * fails, or what it wrote is not complete. */
int drawing_draw(const char *scratch, const char *kind, char **data, size_t *length);

/* Removes the folder; scratch may be NULL. Returns err, with its text. */
int drawing_end(char *scratch, int err);

#endif
