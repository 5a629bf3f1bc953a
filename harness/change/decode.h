// SPDX-License-Identifier: GPL-2.0-or-later
/* Takes mailboxes and mails apart with git. */
#ifndef CHANGE_DECODE_H
#define CHANGE_DECODE_H

#include <glib.h>

#define MAILS_MOST 5000 /* of a mailbox, with all discussion */

struct decoded {
	char *author;	  /* "Name <address>", printable, or NULL */
	char *subject;	  /* as sent, decoded; never NULL */
	GString *message; /* UTF-8 */
	GString *diff;	  /* from "---" or the diff's first line on */
};

/*
 * Writes the mails of a mailbox, or one that has no "From " line, into files below `scratch`, an
 * existing folder. *paths: in the mailbox's order; the caller's, and frees its elements. NULL after
 * an error. -EINVAL for too many or none; else errors of git.
 */
int decode_split(const char *scratch, const char *text, size_t length, GPtrArray **paths);

/* Decodes a mail of one part. Release *decoded with decode_clear(), also after an error. -EINVAL
 * if git cannot; the text does not name the mail. */
int decode_mail(const char *scratch, const GString *mail, struct decoded *decoded);
void decode_clear(struct decoded *decoded);

#endif
