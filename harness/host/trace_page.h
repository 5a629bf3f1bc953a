// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages of the kernel's trace ring buffer, as read from trace_pipe_raw. */
#ifndef HOST_TRACE_PAGE_H
#define HOST_TRACE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRACE_FIELDS 5

struct trace_field {
	const char *name; /* NULL: none, and none follows */
	size_t offset, size;
};

/* Where things are in an event. */
struct trace_layout {
	uint16_t id; /* 0: of no event */
	struct trace_field fields[TRACE_FIELDS];
};

/* Completes the layout, whose fields have names only, from the text of the event's `format` file.
 * -EPROTO when that has no ID or lacks a field. */
int trace_layout_parse(const char *text, struct trace_layout *layout);

/* The 16-bit ID that an event's data begins with; 0 if there is none. */
uint16_t trace_event_id(const unsigned char *data, size_t length);

/* The field's number, of 4 or 8 bytes. False if the data does not have it. */
bool trace_field_number(const struct trace_field *field, const unsigned char *data, size_t length,
			uint64_t *number);

/* The field's text, up to its first NUL, into text. False if the data does not have it, or if there
 * is not enough room. */
bool trace_field_text(const struct trace_field *field, const unsigned char *data, size_t length,
		      char *text, size_t size);

/* Called for an event with its time and its data. */
typedef void (*trace_visit)(uint64_t time_ns, const unsigned char *data, size_t length, void *user);

/* Visits the events of a page in their order. -EPROTO if the page contradicts itself. */
int trace_page_walk(const unsigned char *page, size_t length, trace_visit visit, void *user);

#endif
