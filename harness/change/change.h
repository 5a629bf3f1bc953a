// SPDX-License-Identifier: GPL-2.0-or-later
/* What a developer hands in to be tried, as patches: diffs, mails, mailboxes, git ranges. */
#ifndef CHANGE_CHANGE_H
#define CHANGE_CHANGE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define CHANGE_BYTES_MOST   (64 << 20) /* of all arguments together */
#define CHANGE_PATCHES_MOST 1000

struct change_patch {
	char *subject; /* one line of printable UTF-8, without "[PATCH n/m]"; never empty */
	char *text;    /* message and diff, as diff_read() accepts them; NUL-terminated */
	size_t length; /* of text, without that NUL */
	char *origin;  /* "fix.mbox: mail 3", for messages; file names as they are */
};

struct change {
	GPtrArray *patches; /* struct change_patch *, lowest first; freed with the array */
	/* The path of a quilt folder, which is an element of a kernel's stack as it is: then there
	 * are no patches. Else NULL. */
	char *folder;
	/* The cover letter's subject, else the only patch's, else the name of file or range. */
	char *title;
	bool has_cover;
	/* The commit that the first patch stands on, 40 hex digits: of a mail's "base-commit:", or
	 * a range's first parent. NULL: not said. */
	char *base_commit;
	/* Left out: mails of a discussion that have no diff; commits of a range that change
	 * nothing. */
	unsigned int skipped;
};

/*
 * Reads one CHANGE: a file with a diff, a mail or a mailbox, "-" for the same from standard input,
 * a quilt folder, or a range A..B of the git repository around `tree` (which may be NULL if there
 * is none). The caller releases *change with change_clear(), also after an error. -EINVAL if the
 * input is of another kind, or no whole series; -EBADMSG of diff_read() for a patch that could not
 * be applied whole; -EFBIG above a limit; else errors of git and the file.
 */
int change_read(const char *argument, const char *tree, struct change *change);

/*
 * Reads several (NULL-terminated), in this order. *changes: an array of struct change *, which
 * frees them; neighbours that are no folders are one change, with the first one's cover letter and
 * base. NULL after an error. Errors as change_read(); -EINVAL if there is none, or "-" comes twice.
 */
int change_read_all(char *const arguments[], const char *tree, GPtrArray **changes);

/* All that lies between two commits of the repository around `tree`, as one patch. The caller
 * releases *change as after change_read(). */
int change_between(const char *tree, const char *before, const char *after, struct change *change);

/*
 * Writes the patches as a quilt folder, which must not exist yet: NNNN-SUBJECT.patch and `series`.
 * The same change gives the same bytes. -EEXIST or another -errno, with nothing left behind;
 * -EINVAL for a change without patches.
 */
int change_write(const struct change *change, const char *folder);

void change_clear(struct change *change);

#endif
