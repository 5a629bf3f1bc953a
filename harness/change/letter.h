// SPDX-License-Identifier: GPL-2.0-or-later
/* A mail of a series: what it says, and what it is in the series. */
#ifndef CHANGE_LETTER_H
#define CHANGE_LETTER_H

#include "change/decode.h"
#include "change/subject.h"

struct letter {
	char *origin; /* "fix.mbox: mail 3" */
	struct decoded decoded;
	struct subject subject;
	bool has_diff;
	bool is_flowed;
	char *refusal; /* why there cannot be a patch in it, or NULL; decoded has only the header */
};

/* Reads the file of one mail. *letter is released with letter_free(); NULL after an error of file
 * or git, whose text names the origin. */
int letter_read(const char *scratch, const char *path, const char *origin, struct letter **letter);
void letter_free(struct letter *letter);

/* Is it the mail 0/N, which tells what the series is for? */
bool letter_is_cover(const struct letter *letter);

/* Finds its line "base-commit: ID". *base: the ID, to be freed with g_free(), or NULL if there is
 * none. -EINVAL if it is no ID of 40 hex digits. */
int letter_base(const struct letter *letter, char **base);

#endif
