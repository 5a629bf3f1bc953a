// SPDX-License-Identifier: GPL-2.0-or-later
/* Pictures of other programs, made fit for a page. */
#ifndef PUBLISH_SVG_H
#define PUBLISH_SVG_H

/*
 * The picture as an <svg> for HTML: shapes and text only, so that it can neither act nor load
 * anything, without what says who drew it, and with "ID-" before the ids of its <defs>. Free
 * *clean with g_free(); it is NULL after an error. -EINVAL: it is not well-formed XML, or no SVG.
 */
int svg_clean(const char *svg, const char *id, char **clean);

#endif
