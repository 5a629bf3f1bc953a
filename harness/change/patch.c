// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts a patch's text together, and asks whether all of it can be applied. */
#include "change/patch.h"

#include "change/span.h"
#include "kernel/diff.h"
#include "util/error.h"
#include "util/text.h"

#include <errno.h>
#include <string.h>

static void patch_free(gpointer data)
{
	struct change_patch *patch = data;

	g_free(patch->subject);
	g_free(patch->text);
	g_free(patch->origin);
	g_free(patch);
}

void change_init(struct change *change)
{
	memset(change, 0, sizeof(*change));
	change->patches = g_ptr_array_new_with_free_func(patch_free);
}

void change_clear(struct change *change)
{
	g_clear_pointer(&change->patches, g_ptr_array_unref);
	g_clear_pointer(&change->folder, g_free);
	g_clear_pointer(&change->title, g_free);
	g_clear_pointer(&change->base_commit, g_free);
}

bool patch_has_diff(const GString *text)
{
	struct span rest = { text->str, text->str + text->len }, line;

	while (span_line(&rest, &line))
		if (span_begins(line, "diff --git ") ||
		    (span_begins(line, "--- ") && span_begins(rest, "+++ ")))
			return true;
	return false;
}

/* diff_read() would take what follows it for another patch's message. */
static int single_check(const GString *text)
{
	struct span rest = { text->str, text->str + text->len }, line;

	for (unsigned int number = 1; span_line(&rest, &line); number++) {
		g_autofree char *copy = NULL;

		if (!span_begins(line, "From "))
			continue;
		copy = span_copy(line, (size_t)(line.end - line.at));
		if (diff_line_begins_mail(copy))
			return error_set(EINVAL,
					 "line %u: begins a mail, but the text above it is none; "
					 "pass them in files of their own",
					 number);
	}
	return 0;
}

static int text_check_diff(const GString *text)
{
	/* diff_read() blanks the message. */
	g_autofree char *copy = g_strndup(text->str, text->len);
	struct diff diff;
	int err = diff_read(copy, text->len, &diff);

	/* It takes the line "---" below a message for the start of one. */
	if (!err && !patch_has_diff(text))
		err = error_set(EBADMSG, "there is no diff in it");
	return err;
}

/* Takes ownership of both texts. */
static int patch_append(struct change *change, const char *origin, char *subject, GString *text)
{
	struct change_patch *patch = g_new0(struct change_patch, 1);

	patch->subject = subject;
	patch->origin = g_strdup(origin);
	patch->length = text->len;
	patch->text = g_string_free(text, FALSE);
	g_ptr_array_add(change->patches, patch);
	if (change->patches->len > CHANGE_PATCHES_MOST)
		return error_set(EFBIG, "%s: a change has at most %d patches", origin,
				 CHANGE_PATCHES_MOST);
	return 0;
}

/* A patch without subject is called what its file is. Free with g_free(). */
static char *subject_make(const struct patch_parts *parts)
{
	g_autofree char *base = g_path_get_basename(parts->origin);

	return *parts->subject ? g_strdup(parts->subject) : text_printable(base);
}

/* A line of the message that looks like the start of a diff or a mail gets a blank in front. */
static void message_append(GString *text, const GString *message)
{
	static const char *const marks[] = { "diff -", "Index: ", "---", "From " };
	struct span rest = { message->str, message->str + message->len }, line;

	while (span_line(&rest, &line)) {
		for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
			if (span_begins(line, marks[i]))
				g_string_append_c(text, ' ');
		g_string_append_len(text, line.at, line.end - line.at);
		g_string_append_c(text, '\n');
	}
}

int patch_add(struct change *change, const struct patch_parts *parts)
{
	char *subject;
	GString *text;
	int err = text_check_diff(parts->diff);

	if (!err)
		err = single_check(parts->diff);
	if (err)
		return error_prefix(err, "%s: in its diff", parts->origin);
	text = g_string_sized_new(parts->diff->len + parts->message->len + 1000);
	if (parts->author)
		g_string_append_printf(text, "From: %s\n", parts->author);
	subject = subject_make(parts);
	g_string_append_printf(text, "Subject: %s\n\n", subject);
	message_append(text, parts->message);
	if (!span_begins((struct span){ parts->diff->str, parts->diff->str + parts->diff->len },
			 "---"))
		g_string_append(text, "---\n");
	g_string_append_len(text, parts->diff->str, (gssize)parts->diff->len);
	return patch_append(change, parts->origin, subject, text);
}

int patch_add_plain(struct change *change, const char *origin, const char *subject,
		    const GString *text)
{
	int err = text_check_diff(text);

	if (!err)
		err = single_check(text);
	if (err)
		return error_prefix(err, "%s", origin);
	return patch_append(change, origin, g_strdup(subject),
			    g_string_new_len(text->str, (gssize)text->len));
}
