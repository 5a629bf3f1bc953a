// SPDX-License-Identifier: GPL-2.0-or-later
/* Unpacks what may be a stranger's pack. */
#ifndef PACK_READ_H
#define PACK_READ_H

#include "pack/list.h"

/*
 * Unpacks the pack at path into the folder, which must be missing or empty. Only what pack.json
 * lists gets there, with the sizes and hashes that it says, and all of it or nothing. Free *list,
 * which is NULL after an error, with pack_list_free(). -EINVAL: it is no pack, or no whole one;
 * -EEXIST: the folder is there; -ENOSPC: there is too little room; -EINTR: a signal came, which
 * guard_begin() holds back; else -errno.
 */
int pack_read(const char *path, const char *folder, struct pack_list **list);

#endif
