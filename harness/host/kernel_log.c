// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the kernel log lines that make a run worthless. */
#include "host/kernel_log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* The kernel's own words, with case and colon: drivers say "warning" for less. */
static const char *const bad_words[] = {
	"BUG:",
	"kernel BUG at",
	"WARNING:",
	"Oops",
	"general protection fault",
	"unable to handle",
	"detected stall",
	"self-detected stall",
	"detected expedited stall",
	"soft lockup",
	"hard LOCKUP",
	"blocked for more than",
	"Out of memory",
	"out of memory",
	"Kernel panic",
	NULL,
};

bool kernel_log_is_bad(const char *line)
{
	for (size_t i = 0; bad_words[i]; i++)
		if (strstr(line, bad_words[i]))
			return true;
	return false;
}

bool kernel_log_is_panic(const char *line)
{
	return strstr(line, "Kernel panic") != NULL;
}

char *kernel_log_text(const char *record)
{
	const char *text = strchr(record, ';');

	text = text ? text + 1 : record;
	return g_strndup(text, strcspn(text, "\n"));
}

void kernel_log_scan(const char *path, GPtrArray *bad)
{
	/* One read returns one record; the kernel makes none as long as this. */
	char record[8192];
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ssize_t length;

	if (fd < 0) {
		g_ptr_array_add(bad,
				g_strdup_printf("%s: cannot open it: %s", path, strerror(errno)));
		return;
	}
	/* EPIPE: the oldest records were overwritten; the next read continues after them. */
	while ((length = read(fd, record, sizeof(record) - 1)) > 0 ||
	       (length < 0 && errno == EPIPE)) {
		g_autofree char *text = NULL;

		if (length < 0)
			continue;
		record[length] = '\0';
		text = kernel_log_text(record);
		if (kernel_log_is_bad(text))
			g_ptr_array_add(bad, g_steal_pointer(&text));
	}
	/* EAGAIN: all is read */
	if (length < 0 && errno != EAGAIN)
		g_ptr_array_add(bad, g_strdup_printf("%s: cannot read it to its end: %s", path,
						     strerror(errno)));
	close(fd);
}
