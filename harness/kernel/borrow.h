// SPDX-License-Identifier: GPL-2.0-or-later
/* A repository of our own that borrows another one's objects and index. */
#ifndef KERNEL_BORROW_H
#define KERNEL_BORROW_H

#include <glib.h>

/*
 * Nothing of the lender's configuration, attributes, filters or drivers is read by a git command
 * that runs here, so none of its programs can run and no setting changes a byte; and nothing is
 * written to the lender.
 */
struct borrow {
	char *git_dir;	 /* inside a folder of the caller's, who removes it */
	char *work_tree; /* the lender's top folder */
};

/* Makes the repository inside `scratch`, an existing folder, from the one around `lender`. */
int borrow_open(const char *lender, const char *scratch, struct borrow *borrow);
void borrow_close(struct borrow *borrow);

/* argv (ends with NULL) of a git command in it; free with g_strfreev(). */
char **borrow_command(const struct borrow *borrow, const char *const arguments[]);

/* Its output, every byte; free with g_string_free(). */
int borrow_query(const struct borrow *borrow, GString **output, const char *const arguments[]);

#define borrow_ask(borrow, output, ...) \
	borrow_query(borrow, output, (const char *const[]){ __VA_ARGS__, NULL })

#endif
