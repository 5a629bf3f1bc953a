// SPDX-License-Identifier: GPL-2.0-or-later
/* A repository of our own that borrows another one's objects and index. */
#ifndef KERNEL_BORROW_H
#define KERNEL_BORROW_H

#include <glib.h>

/*
 * The git commands that run in it read nothing of the lender's configuration, attributes, filters
 * or drivers: none of its programs can run, and no setting changes a byte. Nothing is written to
 * the lender.
 */
struct borrow {
	char *git_dir;	 /* inside the caller's scratch folder, which the caller removes */
	char *work_tree; /* the lender's top folder */
};

/* Makes the repository inside `scratch`, an existing folder, from the one around `lender`. The
 * caller calls borrow_close(), also after an error. 0 or -errno. */
int borrow_open(const char *lender, const char *scratch, struct borrow *borrow);
void borrow_close(struct borrow *borrow);

/* argv, NULL-terminated, of a git command in it. arguments are NULL-terminated, too. Free with
 * g_strfreev(). */
char **borrow_command(const struct borrow *borrow, const char *const arguments[]);

/* Runs that command. *output has every byte; free it with g_string_free(). Errors of
 * process_output_exact(). */
int borrow_query(const struct borrow *borrow, GString **output, const char *const arguments[]);

/* borrow_query() with the arguments of git as arguments. */
#define borrow_ask(borrow, output, ...) \
	borrow_query(borrow, output, (const char *const[]){ __VA_ARGS__, NULL })

#endif
