// SPDX-License-Identifier: GPL-2.0-or-later
/* Takes a subject's brackets apart, which are what is left of a series' order in a mailbox. */
#include "change/subject.h"

#include "util/digits.h"
#include "util/text.h"

#include <glib.h>
#include <limits.h>
#include <string.h>

#define SUBJECT_MOST 300 /* characters; more is cut */

/* What follows "Re: " or the like, or NULL if it is not there. */
static const char *reply_word_skip(const char *at)
{
	static const char *const words[] = { "re:", "aw:", "fw:", "fwd:" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (!g_ascii_strncasecmp(at, words[i], strlen(words[i])))
			return at + strlen(words[i]);
	return NULL;
}

/* Skips blanks and any number of "Re:". */
static const char *reply_skip(const char *at, bool *is_reply)
{
	const char *next;

	at += strspn(at, " \t");
	while ((next = reply_word_skip(at))) {
		*is_reply = true;
		at = next + strspn(next, " \t");
	}
	return at;
}

/* "02/10", and nothing behind it. */
static void number_parse(const char *word, struct subject *subject)
{
	uint64_t number, count;
	const char *rest;

	if (!digits_parse(word, &number, &rest) || *rest != '/' ||
	    !digits_parse(rest + 1, &count, &rest) || *rest || !count || number > UINT_MAX ||
	    count > UINT_MAX)
		return;
	subject->number = (unsigned int)number;
	subject->count = (unsigned int)count;
}

/* "v3", also as in "PATCHv3". */
static void version_parse(const char *word, struct subject *subject)
{
	uint64_t version;
	const char *rest;

	if (!g_ascii_strncasecmp(word, "patch", 5))
		word += 5 + (word[5] == '-');
	if (g_ascii_tolower(*word) != 'v' || !digits_parse(word + 1, &version, &rest) || *rest ||
	    version > UINT_MAX)
		return;
	subject->version = (unsigned int)version;
}

static void bracket_parse(char *inside, struct subject *subject)
{
	g_auto(GStrv) words = g_strsplit_set(inside, " \t,", -1);

	for (guint i = 0; words[i]; i++) {
		g_autofree char *lower = g_ascii_strdown(words[i], -1);

		subject->is_patch |= strstr(lower, "patch") != NULL;
		number_parse(words[i], subject);
		version_parse(words[i], subject);
	}
}

void subject_parse(const char *line, struct subject *subject)
{
	const char *end;

	*subject = (struct subject){ .version = 1 };
	line = reply_skip(line, &subject->is_reply);
	while (*line == '[' && (end = strchr(line, ']'))) {
		g_autofree char *inside = g_strndup(line + 1, (gsize)(end - line - 1));

		bracket_parse(inside, subject);
		line = reply_skip(end + 1, &subject->is_reply);
	}
	g_autofree char *shown = text_printable(line);

	g_strstrip(shown);
	subject->text = g_utf8_substring(shown, 0, MIN(g_utf8_strlen(shown, -1), SUBJECT_MOST));
}
