// SPDX-License-Identifier: GPL-2.0-or-later
/* One mail: its header, and which of its parts is the text. */
#ifndef CHANGE_MAIL_H
#define CHANGE_MAIL_H

#include "change/span.h"

#include <glib.h>

/* Does the text begin with a mail or a mailbox? A diff may have text before it, too. */
bool mail_begins(struct span text);

/*
 * Makes a mail of one part from a mail: the sender, the subject, and the one part that can have a
 * patch, which is still encoded. So what decodes it sees no more than was looked at here. *flat is
 * freed with g_string_free(); NULL after an error. *is_flowed: its lines may have been broken and
 * are joined again (RFC 3676). -EINVAL for HTML, attachments, and what cannot
 * be decoded; the text does not name the mail.
 */
int mail_flatten(struct span mail, GString **flat, bool *is_flowed);

/* The same without a text. Free with g_string_free(). */
GString *mail_head(struct span mail);

#endif
