// SPDX-License-Identifier: GPL-2.0-or-later
/* Switches events on in tracefs and reads them. */
#include "trace.h"

#include "proc.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#define FOLDER	   "/sys/kernel/tracing"
#define LINE_BYTES 512
#define BUFFER_KB  "4096"
#define SETTLE_US  20000

static const char *const events[] = {
	TRACE_TRY,	 TRACE_REPEATED, TRACE_NOT_PRESENT,
	TRACE_COMPLETED, TRACE_READY,	 TRACE_PAGE_FAULT,
};

#define EVENT_COUNT (sizeof(events) / sizeof(events[0]))

static bool event_switch(const char *name, const char *on)
{
	char path[LINE_BYTES];

	snprintf(path, sizeof(path), FOLDER "/events/kvm/%s/enable", name);
	return proc_write(path, on);
}

bool trace_start(void)
{
	bool all = true;

	/* An error if it is there already. */
	mount("tracefs", FOLDER, "tracefs", 0, NULL);
	proc_write(FOLDER "/tracing_on", "0");
	proc_write(FOLDER "/buffer_size_kb", BUFFER_KB);
	proc_write(FOLDER "/trace", "\n");
	for (size_t i = 0; i < EVENT_COUNT; i++)
		all &= event_switch(events[i], "1");
	proc_write(FOLDER "/tracing_on", "1");
	return all;
}

/* "  task-1234  [001] d..1.  12.345678: name: text" */
static bool line_parse(const char *line, struct trace_line *parsed)
{
	const char *rest = strchr(line, ']');
	unsigned long long seconds, micros;

	if (line[0] == '#' || !rest ||
	    sscanf(rest + 1, " %*s %llu.%llu: %39[^:]: %159[^\n]", &seconds, &micros, parsed->name,
		   parsed->text) != 4)
		return false;
	parsed->time = seconds * 1000000 + micros;
	return true;
}

struct trace trace_stop(void)
{
	struct trace trace = { NULL, 0 };
	char line[LINE_BYTES];
	size_t room = 0;
	FILE *file;

	/* The guest may have found a page before its worker could say that it is there. */
	usleep(SETTLE_US);
	proc_write(FOLDER "/tracing_on", "0");
	for (size_t i = 0; i < EVENT_COUNT; i++)
		event_switch(events[i], "0");
	file = fopen(FOLDER "/trace", "re");
	if (!file)
		tap_fail("no tracefs in " FOLDER);
	while (fgets(line, sizeof(line), file)) {
		if (trace.count == room) {
			room = room ? 2 * room : 256;
			trace.lines = realloc(trace.lines, room * sizeof(*trace.lines));
		}
		trace.count += line_parse(line, &trace.lines[trace.count]);
	}
	fclose(file);
	return trace;
}

void trace_free(struct trace *trace)
{
	free(trace->lines);
	trace->lines = NULL;
	trace->count = 0;
}

size_t trace_count(const struct trace *trace, const char *name, const char *text)
{
	size_t count = 0;

	for (size_t i = 0; i < trace->count; i++)
		count += !strcmp(trace->lines[i].name, name) &&
			 (!text || strstr(trace->lines[i].text, text));
	return count;
}

uint64_t trace_number(const struct trace_line *line, const char *key)
{
	const char *at = strstr(line->text, key);

	return at ? strtoull(at + strlen(key), NULL, 16) : 0;
}
