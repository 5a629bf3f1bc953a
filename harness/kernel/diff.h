// SPDX-License-Identifier: GPL-2.0-or-later
/* Where in a patch file its diff is, and whether all of it can be applied. */
#ifndef KERNEL_DIFF_H
#define KERNEL_DIFF_H

#include <stdbool.h>
#include <stddef.h>

struct diff {
	bool context_free; /* a hunk shows no line around its change */
};

/*
 * Reads a patch file's text as `git am` does: the diff begins at the first line "diff -...", "---
 * FILE", "---" or "Index: ..." at column 0, in each of its mails if it is a mailbox. Everything
 * before it is overwritten with blanks, so that no program takes a part of the message for a
 * change, and line numbers stay. -EBADMSG, with the line but without the file's name in the text,
 * for a patch that would be applied in part, or otherwise than it reads: an empty or cut file,
 * lines beyond a hunk's count, binary or left out files, an encoded mail.
 */
int diff_read(char *text, size_t length, struct diff *diff);

/* Is it the first line of a mail in a mailbox: "From", a name or commit, and a date? */
bool diff_line_begins_mail(const char *line);

#endif
