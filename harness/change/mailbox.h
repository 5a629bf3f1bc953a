// SPDX-License-Identifier: GPL-2.0-or-later
/* A mailbox, or a single mail, as a series of patches. */
#ifndef CHANGE_MAILBOX_H
#define CHANGE_MAILBOX_H

#include "change/change.h"

/*
 * Adds the patches of the mails in the order of their numbers. `name`: what messages call the
 * input. Errors as change_read().
 */
int mailbox_read(const char *name, const char *text, size_t length, struct change *change);

#endif
