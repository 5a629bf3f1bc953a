// SPDX-License-Identifier: GPL-2.0-or-later
/* What a campaign's numbers are no evidence for. */
#ifndef PUBLISH_LIMITS_H
#define PUBLISH_LIMITS_H

#include <glib.h>
#include <jansson.h>

/* Sentences, char *, on the testbed of an experiment.json and on its figures. Free with
 * g_ptr_array_unref(). */
GPtrArray *limits_make(const json_t *experiment);

#endif
