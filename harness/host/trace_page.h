// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages of the kernel's trace ring buffer, as read from trace_pipe_raw. */
#ifndef HOST_TRACE_PAGE_H
#define HOST_TRACE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where things are in an event, from its `format` file. */
struct trace_layout {
	uint16_t id;
	size_t sector_offset;
};

/* -EPROTO when the text has no ID or no field "sector" of 8 bytes. */
int trace_layout_parse(const char *text, struct trace_layout *layout);

/* Called for an event with its time and its data, which begins with the 16-bit ID. */
typedef void (*trace_visit)(uint64_t time_ns, const unsigned char *data, size_t length, void *user);

/* Visits the events of a page in their order. -EPROTO if the page contradicts itself. */
int trace_page_walk(const unsigned char *page, size_t length, trace_visit visit, void *user);

#endif
