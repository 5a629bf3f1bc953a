// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads one mail from its file, and what it tells of its series. */
#include "change/letter.h"

#include "change/mail.h"
#include "change/patch.h"
#include "change/span.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/text.h"

#include <errno.h>
#include <string.h>

#define BASE	    "base-commit:"
#define BASE_DIGITS 40

/* A mail whose header has carriage returns is as it was on the wire, where each line has one. */
static void wire_ends_strip(char *text, size_t *length)
{
	struct span rest = { text, text + *length }, line = { text, text };

	/* Mail programs write the line "From " themselves. */
	while (span_line(&rest, &line) && span_begins(line, "From "))
		;
	if (line.end > line.at && line.end[-1] == '\r')
		crlf_strip(text, length);
}

/* Signing this way changes each line that begins with "-". */
static int clear_signature_check(const struct decoded *decoded)
{
	static const char mark[] = "-----BEGIN PGP SIGNED MESSAGE-----";

	if (strstr(decoded->message->str, mark))
		return error_set(EINVAL, "it is signed inside the text, which changes the diff; "
					 "ask for it unsigned");
	return 0;
}

static int body_read(const char *scratch, struct span mail, struct letter *letter)
{
	g_autoptr(GString) flat = NULL;
	int err = mail_flatten(mail, &flat, &letter->is_flowed);

	if (!err)
		err = decode_mail(scratch, flat, &letter->decoded);
	return err ? err : clear_signature_check(&letter->decoded);
}

/* Whether a mail that cannot have a patch was meant to have one: its subject tells. */
static int head_read(const char *scratch, struct span mail, struct letter *letter)
{
	g_autoptr(GString) head = mail_head(mail);

	decode_clear(&letter->decoded);
	return decode_mail(scratch, head, &letter->decoded);
}

static int letter_fill(const char *scratch, const char *path, struct letter *letter)
{
	g_autofree char *text = NULL;
	struct span mail;
	size_t length;
	int err = fs_read(path, &text, &length);

	if (err)
		return err;
	wire_ends_strip(text, &length);
	mail = (struct span){ text, text + length };
	err = body_read(scratch, mail, letter);
	if (err == -EINVAL) {
		letter->refusal = g_strdup(error_text());
		err = head_read(scratch, mail, letter);
	}
	return err;
}

int letter_read(const char *scratch, const char *path, const char *origin, struct letter **letter)
{
	struct letter *made = g_new0(struct letter, 1);
	int err = letter_fill(scratch, path, made);

	*letter = NULL;
	made->origin = g_strdup(origin);
	if (err) {
		letter_free(made);
		return error_prefix(err, "%s", origin);
	}
	subject_parse(made->decoded.subject, &made->subject);
	made->has_diff = patch_has_diff(made->decoded.diff);
	*letter = made;
	return 0;
}

void letter_free(struct letter *letter)
{
	g_free(letter->origin);
	g_free(letter->refusal);
	decode_clear(&letter->decoded);
	g_free(letter->subject.text);
	g_free(letter);
}

bool letter_is_cover(const struct letter *letter)
{
	return !letter->subject.is_reply && letter->subject.count && !letter->subject.number;
}

static int base_find(const char *origin, const GString *text, char **base)
{
	struct span rest = { text->str, text->str + text->len }, line;

	while (span_line(&rest, &line)) {
		if (!span_begins(line, BASE))
			continue;
		line.at += strlen(BASE);
		g_autofree char *id = span_copy(line, 200);

		g_strstrip(id);
		if (strlen(id) == BASE_DIGITS && strspn(id, "0123456789abcdef") == BASE_DIGITS) {
			*base = g_steal_pointer(&id);
			return 0;
		}
		g_autofree char *shown = text_printable(id);

		return error_set(EINVAL,
				 "%s: '" BASE " %s': is no commit of %d hex digits; correct the "
				 "line, or remove it",
				 origin, shown, BASE_DIGITS);
	}
	return 0;
}

int letter_base(const struct letter *letter, char **base)
{
	int err = base_find(letter->origin, letter->decoded.diff, base);

	/* In a patch, git writes it below the message. */
	if (!err && !*base && letter_is_cover(letter))
		err = base_find(letter->origin, letter->decoded.message, base);
	return err;
}
