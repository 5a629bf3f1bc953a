// SPDX-License-Identifier: GPL-2.0-or-later
/* Adds patches to a change, once it is sure that each can be applied whole. */
#ifndef CHANGE_PATCH_H
#define CHANGE_PATCH_H

#include "change/change.h"

#include <stdbool.h>

/* What a patch is put together from. */
struct patch_parts {
	const char *origin;
	const char *subject; /* printable; "" becomes the name of the file */
	const char *author;  /* printable, or NULL */
	const GString *message;
	const GString *diff;
};

/* Makes an empty change. */
void change_init(struct change *change);

/* Does a line begin a diff? "---" alone, as below a message, does not, nor does a sentence about
 * "diff -u". */
bool patch_has_diff(const GString *text);

/* Errors as change_read(); the text names the origin. */
int patch_add(struct change *change, const struct patch_parts *parts);

/* The same for a diff that has its message, if any, in front of it: its text stays as it is. */
int patch_add_plain(struct change *change, const char *origin, const char *subject,
		    const GString *text);

#endif
