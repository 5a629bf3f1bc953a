/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trace events of the kernel, while a test runs. */
#ifndef LIB_TRACE_H
#define LIB_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trace_line {
	uint64_t time;	/* us */
	char name[40];	/* of the event */
	char text[160]; /* the rest */
};

struct trace {
	struct trace_line *lines;
	size_t count;
};

#define TRACE_TRY	  "kvm_try_async_get_page"
#define TRACE_REPEATED	  "kvm_async_pf_repeated_fault"
#define TRACE_NOT_PRESENT "kvm_async_pf_not_present"
#define TRACE_COMPLETED	  "kvm_async_pf_completed"
#define TRACE_READY	  "kvm_async_pf_ready"
#define TRACE_PAGE_FAULT  "kvm_page_fault"

/* Empties the buffer, and lets events of KVM in: those above. False if one does
 * not exist. */
bool trace_start(void);
/* Stops, and returns what there is. */
struct trace trace_stop(void);
void trace_free(struct trace *trace);

/* Lines of this event that contain @text; NULL: any. */
size_t trace_count(const struct trace *trace, const char *name, const char *text);

/* The hexadecimal number after @key in the line, as in "token 0x1000"; 0 if it
 * is not there. */
uint64_t trace_number(const struct trace_line *line, const char *key);

#endif
