// SPDX-License-Identifier: GPL-2.0-or-later
/* A pack as a file. */
#ifndef PACK_WRITE_H
#define PACK_WRITE_H

#include "pack/list.h"

/* -EEXIST: there is something at path already; else -errno if no file can be made there. Asked
 * before files are gathered. */
int pack_check(const char *path);

/*
 * Writes the listed files to a new file. The same files give the same bytes: they are sorted, of
 * root, and without a time. Errors of pack_check(); -EAGAIN: a file has changed since
 * it was listed; -EINTR: a signal came, which guard_begin() holds back; else -errno. After an error
 * nothing is left.
 */
int pack_write(const struct pack_list *list, const char *path);

#endif
