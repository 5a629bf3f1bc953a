// SPDX-License-Identifier: GPL-2.0-or-later
/* The experiment file of a trial. */
#ifndef TRIAL_TEXT_H
#define TRIAL_TEXT_H

#include "trial/trial.h"

#include <glib.h>

#define TRIAL_CHANGE "change" /* the folder of its patches, beside the file */

/*
 * The file's text, from the sources and series as an experiment calls them. changed: elements of a
 * kernel's stack. steps: with options->each, the number of patches in the first of them.
 * swaps_zeros: of the source's version. Free with g_free(). NULL, with -EINVAL in *err, for a setup
 * that is not known or does not go with the series.
 */
char *trial_text(const struct trial_options *options, const char *title, const char *source,
		 const GPtrArray *changed, guint steps, bool swaps_zeros, int *err);

#endif
