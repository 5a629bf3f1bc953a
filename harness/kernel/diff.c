// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a patch file line by line, and refuses what git apply would skip. */
#include "kernel/diff.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	char *start, *line_end; /* of this line */
	char *next, *end;	/* the line after it, the text's end */
	char *line;		/* its copy, without newline */
	unsigned int number;
	bool is_last_cut;	     /* the file ends in this line, which has no newline */
	unsigned int hunk;	     /* number of the last hunk's first line */
	unsigned long before, after; /* lines still missing in the hunk */
	bool in_message, in_header, has_diff;
	bool follows_hunk;
	bool has_context;
	struct diff *diff;
};

static bool line_next(struct reader *reader)
{
	char *newline;

	g_clear_pointer(&reader->line, g_free);
	if (reader->next >= reader->end)
		return false;
	reader->start = reader->next;
	newline = memchr(reader->start, '\n', (size_t)(reader->end - reader->start));
	reader->is_last_cut = !newline;
	reader->line_end = newline ? newline : reader->end;
	reader->next = newline ? newline + 1 : reader->end;
	reader->line = g_strndup(reader->start, (gsize)(reader->line_end - reader->start));
	reader->number++;
	return true;
}

/* The same lines by which git mailinfo finds the patch in a message. */
static bool line_begins_diff(const char *line)
{
	if (g_str_has_prefix(line, "diff -") || g_str_has_prefix(line, "Index: "))
		return true;
	if (!g_str_has_prefix(line, "---"))
		return false;
	return line[3] == ' ' && line[4] && !g_ascii_isspace(line[4])
		       ? true
		       : line[3 + strspn(line + 3, " \t\r")] == '\0';
}

/* git am decodes these; undecoded, the text of such a mail is not the text of its diff. */
static int header_check(const struct reader *reader)
{
	static const char name[] = "Content-Transfer-Encoding:";
	const char *value = reader->line + strlen(name);

	if (g_ascii_strncasecmp(reader->line, name, strlen(name)))
		return 0;
	value += strspn(value, " \t");
	if (g_ascii_strncasecmp(value, "quoted-printable", 16) &&
	    g_ascii_strncasecmp(value, "base64", 6))
		return 0;
	return error_set(EBADMSG,
			 "line %u: is a mail in %s; take it with `git am` and save it with `git "
			 "format-patch`",
			 reader->number, value);
}

bool diff_line_begins_mail(const char *line)
{
	return g_str_has_prefix(line, "From ") &&
	       g_regex_match_simple("^From \\S+ .*\\d\\d:\\d\\d:\\d\\d \\d{4}", line, G_REGEX_RAW,
				    0);
}

/* Keeps the newline, so that later line numbers stay right. */
static int message_line(struct reader *reader)
{
	if (line_begins_diff(reader->line)) {
		reader->in_message = false;
		reader->has_diff = true;
		return 0;
	}
	memset(reader->start, ' ', (size_t)(reader->line_end - reader->start));
	reader->in_header = *reader->line && reader->in_header;
	return reader->in_header ? header_check(reader) : 0;
}

/* Lines that diff programs write in place of a change that they leave out. */
static int omission_check(const struct reader *reader)
{
	/* mark: a part that is found faster than the pattern, of the many lines that are text. */
	static const struct {
		const char *mark, *pattern, *reason;
	} omissions[] = {
		{ "Binary files ", "^Binary files .+ and .+ differ$",
		  "the change of a binary file is left out" },
		{ "Files ", "^Files .+ and .+ differ$", "the change of a file is left out" },
		{ "GIT binary patch", "^GIT binary patch$",
		  "changes a binary file, which is not supported" },
		{ "Only in ", "^Only in \\S+: \\S+$", "a file is left out (by diff without -N)" },
		{ "Submodule ", "^Submodule \\S+ [0-9a-f]+\\.\\.",
		  "the change of a submodule is left out" },
		{ " 160000",
		  "^((new|deleted) file mode|old mode|new mode|index [0-9a-f]+\\.\\.[0-9a-f]+) 160000$",
		  "changes a submodule, whose files are not in the patch" },
		{ "Symbolic links ", "^Symbolic links .+ and .+ differ$",
		  "the change of a link is left out" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(omissions); i++)
		if (strstr(reader->line, omissions[i].mark) &&
		    g_regex_match_simple(omissions[i].pattern, reader->line, G_REGEX_RAW, 0))
			return error_set(EBADMSG, "line %u: %s ('%s')", reader->number,
					 omissions[i].reason, reader->line);
	return 0;
}

/* "-12,3" or "-12", which is one line. Returns what follows, NULL if it is something else. */
static const char *range_parse(const char *text, char sign, unsigned long *first,
			       unsigned long *count)
{
	char *end;

	*count = 1;
	if (*text != sign || !g_ascii_isdigit(text[1]))
		return NULL;
	*first = strtoul(text + 1, &end, 10);
	if (*end == ',' && g_ascii_isdigit(end[1]))
		*count = strtoul(end + 1, &end, 10);
	return end;
}

static int hunk_begin(struct reader *reader)
{
	unsigned long first = 0, other;
	const char *rest = range_parse(reader->line + 3, '-', &first, &reader->before);

	rest = rest && *rest == ' ' ? range_parse(rest + 1, '+', &other, &reader->after) : NULL;
	if (!rest || !g_str_has_prefix(rest, " @@"))
		return error_set(EBADMSG, "line %u: '%s' is not the start of a hunk",
				 reader->number, reader->line);
	if (first && !reader->before)
		return error_set(EBADMSG,
				 "line %u: the hunk shows no line of the file, so where it belongs "
				 "cannot be checked; make the patch with context",
				 reader->number);
	reader->hunk = reader->number;
	/* A hunk that begins at the first line may have no line around the change. */
	reader->has_context = first <= 1;
	return 0;
}

static int hunk_line(struct reader *reader)
{
	/* Some mail programs strip the blank of an empty context line; git accepts that, too. */
	char kind = *reader->line && *reader->line != '\r' ? *reader->line : ' ';
	bool before = kind == ' ' || kind == '-', after = kind == ' ' || kind == '+';

	if (kind == '\\')
		return 0;
	if (!before && !after)
		return error_set(EBADMSG, "line %u: '%s' is not a line of the hunk at line %u",
				 reader->number, reader->line, reader->hunk);
	if ((before && !reader->before) || (after && !reader->after))
		return error_set(EBADMSG, "line %u: is beyond what the hunk at line %u counts",
				 reader->number, reader->hunk);
	if (reader->is_last_cut)
		return error_set(EBADMSG, "line %u: has no newline; is the file complete?",
				 reader->number);
	reader->before -= before;
	reader->after -= after;
	reader->has_context |= kind == ' ';
	reader->follows_hunk = !reader->before && !reader->after;
	if (reader->follows_hunk && !reader->has_context)
		reader->diff->context_free = true;
	return 0;
}

/* After a hunk, only a mail's signature may look like more of it. */
static int after_hunk_check(const struct reader *reader)
{
	const char *line = reader->line;

	if (!reader->follows_hunk || !*line || !strchr("+- ", *line))
		return 0;
	if (!strcmp(line, "-- ") || !strcmp(line, "--") || line_begins_diff(line))
		return 0;
	return error_set(EBADMSG, "line %u: is beyond what the hunk at line %u counts",
			 reader->number, reader->hunk);
}

/* git apply checks where it writes, and reads the file that a copy begins with from anywhere. */
static int origin_check(const struct reader *reader)
{
	static const char *const kinds[] = { "copy from ", "rename from " };

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		const char *name = reader->line + strlen(kinds[i]);

		if (!g_str_has_prefix(reader->line, kinds[i]))
			continue;
		/* A name in quotes has its special characters, or any other, in octal. */
		g_autofree char *path = g_strcompress(*name == '"' ? name + 1 : name);
		g_auto(GStrv) parts = g_strsplit(path, "/", -1);

		if (*path == '/' || g_strv_contains((const char *const *)parts, ".."))
			return error_set(EBADMSG, "line %u: takes a file from outside the tree: %s",
					 reader->number, name);
	}
	return 0;
}

static int line_read(struct reader *reader)
{
	int err;

	if (reader->before || reader->after)
		return hunk_line(reader);
	if (diff_line_begins_mail(reader->line))
		reader->in_message = reader->in_header = true;
	if (reader->in_message)
		return message_line(reader);
	if (*reader->line == '\\')
		return 0;
	err = after_hunk_check(reader);
	if (!err)
		err = origin_check(reader);
	reader->follows_hunk = false;
	if (err)
		return err;
	return g_str_has_prefix(reader->line, "@@ -") ? hunk_begin(reader) : omission_check(reader);
}

int diff_read(char *text, size_t length, struct diff *diff)
{
	struct reader reader = {
		.next = text,
		.end = text + length,
		.diff = diff,
		.in_message = true,
		.in_header = true,
	};
	int err = 0;

	memset(diff, 0, sizeof(*diff));
	if (!length)
		return error_set(EBADMSG, "it is empty (0 bytes)");
	if (length >= strlen(BYTE_ORDER_MARK) &&
	    !memcmp(text, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)))
		return error_set(EBADMSG, "line 1: begins with a byte order mark; save it without");
	while (!err && line_next(&reader))
		err = line_read(&reader);
	g_free(reader.line);
	if (!err && (reader.before || reader.after))
		return error_set(EBADMSG,
				 "the file ends inside the hunk at line %u; is it complete?",
				 reader.hunk);
	if (!err && !reader.has_diff)
		return error_set(EBADMSG, "there is no diff in it");
	return err;
}
