// SPDX-License-Identifier: GPL-2.0-or-later
/* How a campaign is made again. */
#ifndef PUBLISH_REPEAT_H
#define PUBLISH_REPEAT_H

#include "report/report.h"

/* "apfbench run gate --set read_latency=2", for a shell. Free with g_free(). */
char *repeat_command(const struct campaign *campaign, const struct report *report);

/* What else one must know for it, a sentence each: char *. Free with g_ptr_array_unref(). */
GPtrArray *repeat_lines(const struct campaign *campaign, const struct report *report);

#endif
