// SPDX-License-Identifier: GPL-2.0-or-later
/* Walks through pages of the kernel's trace ring buffer. */
#include "host/trace_page.h"

#include "util/error.h"

#include <errno.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

/*
 * A page begins with the time of its first event and the number of bytes of events. An event begins
 * with a word: 5 bits of type or length (in words), 27 bits of time since the event before (see
 * events/header_event in tracefs).
 */
#define PAGE_HEADER    16
#define COMMIT_MASK    ((1U << 27) - 1) /* the bits above are about lost events */
#define TYPE_BITS      5
#define DELTA_BITS     27
#define TYPE_LONG      0  /* the length, itself included, is in the next word */
#define TYPE_PADDING   29 /* nothing follows, or the next word says how much to skip */
#define TYPE_EXTENDED  30 /* the next word has the upper bits of a long time */
#define TYPE_TIMESTAMP 31 /* the same, for a whole time */

struct event_head {
	unsigned int type;
	uint64_t delta;
	uint32_t next; /* the word behind the first, 0 at the end */
};

static uint32_t word_at(const unsigned char *bytes)
{
	uint32_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

static struct event_head head_read(const unsigned char *bytes, size_t left)
{
	uint32_t word = word_at(bytes);

	return (struct event_head){
		.type = word & ((1U << TYPE_BITS) - 1),
		.delta = word >> TYPE_BITS,
		.next = left >= 8 ? word_at(bytes + 4) : 0,
	};
}

/* Bytes of the event with its head; 0 if nothing follows on this page. */
static size_t event_length(const struct event_head *head)
{
	switch (head->type) {
	case TYPE_PADDING:
		return head->delta ? 4 + (size_t)head->next : 0;
	case TYPE_EXTENDED:
	case TYPE_TIMESTAMP:
		return 8;
	case TYPE_LONG:
		return 4 + (size_t)head->next;
	default:
		return 4 + (size_t)head->type * 4;
	}
}

static uint64_t time_after(uint64_t time, const struct event_head *head)
{
	uint64_t whole = ((uint64_t)head->next << DELTA_BITS) + head->delta;

	if (head->type == TYPE_TIMESTAMP)
		return whole;
	return time + (head->type == TYPE_EXTENDED ? whole : head->delta);
}

int trace_page_walk(const unsigned char *page, size_t length, trace_visit visit, void *user)
{
	uint64_t time, committed;
	size_t at = PAGE_HEADER, end;

	if (length < PAGE_HEADER)
		return error_set(EPROTO, "trace: a page of %zu bytes has no header", length);
	memcpy(&time, page, sizeof(time));
	memcpy(&committed, page + 8, sizeof(committed));
	end = PAGE_HEADER + (committed & COMMIT_MASK);
	if (end > length)
		return error_set(EPROTO, "trace: a page of %zu bytes says it has %zu", length, end);
	while (at + 4 <= end) {
		struct event_head head = head_read(page + at, end - at);
		size_t size = event_length(&head), data = at + 4;

		if (!size)
			break;
		if (at + size > end || (head.type == TYPE_LONG && head.next < 4))
			return error_set(EPROTO, "trace: an event goes beyond its page");
		if (head.type == TYPE_LONG)
			data += 4;
		if (head.type != TYPE_PADDING)
			time = time_after(time, &head);
		if (head.type < TYPE_PADDING)
			visit(time, page + data, at + size - data, user);
		at += size;
	}
	return 0;
}

/* "field:TYPE NAME;\toffset:N;\tsize:N;...", where an array has [LENGTH] behind its name. */
static int field_parse(const char *text, struct trace_field *field)
{
	const size_t length = strlen(field->name);
	unsigned int offset, size;

	for (const char *at = text; (at = strstr(at, field->name)); at += length) {
		const char *end = at + length;

		if (at == text || at[-1] != ' ')
			continue;
		if (*end == '[')
			end += strcspn(end, ";");
		if (sscanf(end, "; offset:%u; size:%u;", &offset, &size) != 2)
			continue;
		field->offset = offset;
		field->size = size;
		return 0;
	}
	return error_set(EPROTO, "trace: an event's format has no field %s", field->name);
}

int trace_layout_parse(const char *text, struct trace_layout *layout)
{
	const char *id = strstr(text, "ID: ");
	unsigned int number;
	int err = 0;

	if (!id || sscanf(id, "ID: %u", &number) != 1 || !number || number > UINT16_MAX)
		return error_set(EPROTO, "trace: an event's format has no ID");
	layout->id = (uint16_t)number;
	for (size_t i = 0; i < TRACE_FIELDS && layout->fields[i].name && !err; i++)
		err = field_parse(text, &layout->fields[i]);
	return err;
}

uint16_t trace_event_id(const unsigned char *data, size_t length)
{
	uint16_t id = 0;

	if (length >= sizeof(id))
		memcpy(&id, data, sizeof(id));
	return id;
}

bool trace_field_number(const struct trace_field *field, const unsigned char *data, size_t length,
			uint64_t *number)
{
	if (field->offset + field->size > length || (field->size != 4 && field->size != 8))
		return false;
	*number = 0;
	memcpy(number, data + field->offset, field->size);
	return true;
}

bool trace_field_text(const struct trace_field *field, const unsigned char *data, size_t length,
		      char *text, size_t size)
{
	if (field->offset + field->size > length || field->size >= size)
		return false;
	memcpy(text, data + field->offset, field->size);
	text[field->size] = '\0';
	return true;
}
