// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a mail's header and its parts (RFC 5322, RFC 2045), and refuses what a patch is not sent
 * as. */
#include "change/mail.h"

#include "kernel/diff.h"
#include "util/error.h"
#include "util/text.h"

#include <errno.h>
#include <string.h>

#define FIELD_MOST 4096 /* bytes of a header's field; more is cut */
#define DEPTH_MOST 3	/* signed, with a part that is mixed, with the text */
#define PARTS_MOST 100

struct entity {
	struct span header, body;
};

/* "From a@b Mon ...", also quoted by a program that took it for text. */
static bool line_is_from(struct span line)
{
	return span_begins(line, "From ") || span_begins(line, ">From ");
}

/* The length of "Name" in "Name: value"; 0 if it is none. */
static size_t field_name_length(struct span line)
{
	const char *at = line.at;

	while (at<line.end && * at> ' ' && *at < 0x7f && *at != ':')
		at++;
	return at < line.end && *at == ':' ? (size_t)(at - line.at) : 0;
}

static bool field_is(struct span line, const char *name)
{
	size_t length = strlen(name);

	return field_name_length(line) == length && !g_ascii_strncasecmp(line.at, name, length);
}

static bool line_continues(struct span line)
{
	return line.at < line.end && (*line.at == ' ' || *line.at == '\t');
}

/* A sentence may begin with "From ", too. */
static bool line_begins_mailbox(struct span text)
{
	struct span line;
	g_autofree char *first =
		span_line(&text, &line) ? span_copy(line, FIELD_MOST) : g_strdup("");

	return diff_line_begins_mail(first);
}

bool mail_begins(struct span text)
{
	static const char *const usual[] = { "From", "Subject", "Date", "Message-ID" };
	bool has_usual = false, has_field = false;
	struct span line;

	while (text.at < text.end && g_ascii_isspace(*text.at))
		text.at++;
	if (line_begins_mailbox(text))
		return true;
	while (span_line(&text, &line) && !span_is_blank(line)) {
		if (line_is_from(line) || (has_field && line_continues(line)))
			continue;
		has_field = field_name_length(line) > 0;
		if (!has_field)
			return false;
		for (size_t i = 0; i < G_N_ELEMENTS(usual); i++)
			has_usual |= field_is(line, usual[i]);
	}
	return has_usual;
}

static void entity_parse(struct span text, struct entity *entity)
{
	struct span line;

	entity->header.at = text.at;
	do
		entity->header.end = text.at;
	while (span_line(&text, &line) && !span_is_blank(line));
	entity->body = text;
}

/* The value on one line, or NULL. Free with g_free(). */
static char *field_get(struct span header, const char *name)
{
	struct span line;

	while (span_line(&header, &line)) {
		GString *value;

		if (!field_is(line, name))
			continue;
		line.at += strlen(name) + 1;
		value = g_string_new(NULL);
		do {
			g_autofree char *piece = span_copy(line, FIELD_MOST);

			g_string_append_printf(value, "%s%s", value->len ? " " : "",
					       g_strstrip(piece));
			if (value->len > FIELD_MOST)
				g_string_truncate(value, FIELD_MOST);
		} while (span_line(&header, &line) && line_continues(line));
		return g_string_free(value, FALSE);
	}
	return NULL;
}

/* "text/plain" in lower case, which is what a part without type is. Free with g_free(). */
static char *type_get(const struct entity *entity)
{
	g_autofree char *value = field_get(entity->header, "Content-Type");
	g_autofree char *type = value ? g_strndup(value, strcspn(value, "; \t")) : NULL;

	return type && *type ? g_ascii_strdown(type, -1) : g_strdup("text/plain");
}

static bool entity_is_flowed(const struct entity *entity)
{
	g_autofree char *value = field_get(entity->header, "Content-Type");

	return value && g_regex_match_simple(";\\s*format\\s*=\\s*\"?flowed", value,
					     G_REGEX_CASELESS | G_REGEX_RAW, 0);
}

/* boundary="..." of a Content-Type. Free with g_free(). NULL: there is none. */
static char *boundary_get(const struct entity *entity)
{
	static const char pattern[] = ";\\s*boundary\\s*=\\s*(?|\"([^\"]+)\"|([^\\s;\"]+))";
	g_autofree char *value = field_get(entity->header, "Content-Type");
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	return g_regex_match(regex, value, 0, &match) ? g_match_info_fetch(match, 1) : NULL;
}

/* Is it "--BOUNDARY", or with *is_last "--BOUNDARY--"? */
static bool line_is_boundary(struct span line, const char *boundary, bool *is_last)
{
	if (!span_begins(line, "--"))
		return false;
	line.at += 2;
	if (!span_begins(line, boundary))
		return false;
	line.at += strlen(boundary);
	*is_last = span_begins(line, "--");
	line.at += *is_last ? 2 : 0;
	return span_is_blank(line);
}

/* Appends each part as a struct entity. */
static int parts_find(const struct entity *entity, GArray *parts)
{
	g_autofree char *boundary = boundary_get(entity);
	struct span rest = entity->body, line, part = { NULL, NULL };
	bool is_last = false;

	if (!boundary)
		return error_set(EINVAL, "its parts have no boundary");
	while (!is_last && span_line(&rest, &line)) {
		if (!line_is_boundary(line, boundary, &is_last))
			continue;
		if (part.at) {
			struct entity found;

			part.end = line.at;
			entity_parse(part, &found);
			g_array_append_val(parts, found);
		}
		part.at = rest.at;
		if (parts->len > PARTS_MOST)
			return error_set(EINVAL, "it has more than %d parts", PARTS_MOST);
	}
	if (!is_last)
		return error_set(EINVAL, "it is cut: the end of its last part is missing");
	return 0;
}

/* For a message: "text/plain, text/x-patch". */
static char *types_list(const GArray *parts)
{
	GString *list = g_string_new(NULL);

	for (guint i = 0; i < parts->len; i++) {
		g_autofree char *type = type_get(&g_array_index(parts, struct entity, i));
		g_autofree char *shown = text_printable(type);

		g_string_append_printf(list, "%s%.60s", i ? ", " : "", shown);
	}
	return g_string_free(list, FALSE);
}

/* A signature does not change the part that it signs; whose it is says nothing about a diff. */
static int part_choose(const char *type, struct entity *entity)
{
	g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(struct entity));
	bool is_signed = !strcmp(type, "multipart/signed");
	int err = parts_find(entity, parts);

	if (err)
		return err;
	if (parts->len == (is_signed ? 2 : 1)) {
		*entity = g_array_index(parts, struct entity, 0);
		return 0;
	}
	g_autofree char *list = types_list(parts);

	if (!strcmp(type, "multipart/alternative"))
		return error_set(EINVAL,
				 "it is sent as text and HTML, which changes white space; ask for "
				 "it as plain text");
	return error_set(EINVAL,
			 "it has attachments (%s); save the patch in a file of its own, and pass "
			 "that",
			 list);
}

static int text_choose(struct entity *entity)
{
	g_autofree char *type = type_get(entity);
	int err = 0;

	for (int depth = 0; !err && g_str_has_prefix(type, "multipart/"); depth++) {
		if (depth == DEPTH_MOST)
			return error_set(EINVAL, "its parts have parts, more than %d deep",
					 DEPTH_MOST);
		err = part_choose(type, entity);
		g_free(type);
		type = type_get(entity);
	}
	if (err)
		return err;
	if (!strcmp(type, "text/html"))
		return error_set(EINVAL, "it is sent as HTML; ask for it as plain text");
	if (!g_str_has_prefix(type, "text/"))
		return error_set(EINVAL, "it is no text but '%.60s'", type);
	return 0;
}

static int encoding_check(const char *encoding)
{
	static const char *const known[] = { "7bit", "8bit", "binary", "quoted-printable",
					     "base64" };

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (!g_ascii_strcasecmp(encoding, known[i]))
			return 0;
	return error_set(EINVAL, "it has the unknown encoding '%.60s'", encoding);
}

static void field_copy(struct span header, const char *name, GString *flat)
{
	g_autofree char *value = field_get(header, name);

	if (value)
		g_string_append_printf(flat, "%s: %s\n", name, value);
}

static GString *head_make(const struct entity *entity)
{
	GString *head = g_string_new(NULL);

	field_copy(entity->header, "From", head);
	field_copy(entity->header, "Subject", head);
	return head;
}

GString *mail_head(struct span mail)
{
	struct entity entity;
	GString *head;

	entity_parse(mail, &entity);
	head = head_make(&entity);
	g_string_append_c(head, '\n');
	return head;
}

int mail_flatten(struct span mail, GString **flat, bool *is_flowed)
{
	static const char encoding_field[] = "Content-Transfer-Encoding";
	struct entity whole, text;
	int err;

	*flat = NULL;
	entity_parse(mail, &whole);
	text = whole;
	err = text_choose(&text);
	if (err)
		return err;
	g_autofree char *encoding = field_get(text.header, encoding_field);

	err = encoding ? encoding_check(encoding) : 0;
	if (err)
		return err;
	*is_flowed = entity_is_flowed(&text);
	*flat = head_make(&whole);
	field_copy(text.header, "Content-Type", *flat);
	field_copy(text.header, encoding_field, *flat);
	g_string_append_c(*flat, '\n');
	g_string_append_len(*flat, text.body.at, text.body.end - text.body.at);
	return 0;
}
