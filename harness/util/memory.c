// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the machine's memory, and compares it with what runs need. */
#include "util/memory.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/progress.h"
#include "util/units.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static uint64_t field(const char *text, const char *name)
{
	const char *line = strstr(text, name);
	uint64_t kib;

	if (!line || sscanf(line + strlen(name), ": %" SCNu64 " kB", &kib) != 1)
		return UINT64_MAX;
	return kib * 1024;
}

struct memory memory_parse(const char *text)
{
	return (struct memory){
		.total = field(text, "MemTotal"),
		.available = field(text, "MemAvailable"),
	};
}

struct memory memory_read(void)
{
	g_autofree char *text = NULL;

	return memory_parse(fs_read("/proc/meminfo", &text, NULL) ? "" : text);
}

int memory_check(const struct memory *memory, const char *setup, uint64_t need)
{
	g_autofree char *needed = units_size_human(need);
	g_autofree char *total = units_size_human(memory->total);
	g_autofree char *available = units_size_human(memory->available);

	if (need > memory->total)
		return error_set(EINVAL,
				 "setup %s: one run takes up to %s of memory, this machine has %s; "
				 "make array and container smaller (--set array=...)",
				 setup, needed, total);
	if (need > memory->available)
		progress_warn("setup %s: one run takes up to %s of memory, and %s of %s are free: "
			      "runs will be slow, or be killed",
			      setup, needed, available, total);
	return 0;
}
