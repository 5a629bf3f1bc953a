// SPDX-License-Identifier: GPL-2.0-or-later
/* What a mail's subject says: "[RFC PATCH v3 02/10] KVM: x86: ...". */
#ifndef CHANGE_SUBJECT_H
#define CHANGE_SUBJECT_H

#include <stdbool.h>

struct subject {
	bool is_reply;	      /* "Re: ..." or the like */
	bool is_patch;	      /* the word PATCH is in its brackets */
	unsigned int version; /* of "v3"; 1 if none is said */
	unsigned int number;  /* of "02/10" */
	unsigned int count;   /* 0: it has no such number */
	char *text;	      /* the rest, one printable line; may be empty. Free with g_free(). */
};

void subject_parse(const char *line, struct subject *subject);

#endif
