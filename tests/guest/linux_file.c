// SPDX-License-Identifier: GPL-2.0-or-later
/* Small files of the kernel, and logs. */
#include "linux_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHOWN 4096

bool file_put(const char *path, const char *format, ...)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), errnum;
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (fd < 0)
		return false;
	errnum = write(fd, text, strlen(text)) < 0 ? errno : 0;
	close(fd);
	errno = errnum;
	return !errnum;
}

bool file_get(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "re");
	bool got;

	if (!file)
		return false;
	got = fgets(line, (int)size, file);
	fclose(file);
	if (got)
		line[strcspn(line, "\n")] = '\0';
	return got;
}

uint64_t file_find_number(const char *path, const char *word)
{
	FILE *file = fopen(path, "re");
	size_t length = strlen(word);
	uint64_t number = UINT64_MAX;
	char line[512];

	while (file && number == UINT64_MAX && fgets(line, sizeof(line), file))
		if (!strncmp(line, word, length))
			number = strtoull(line + length, NULL, 10);
	if (file)
		fclose(file);
	return number;
}

void file_show(const char *path)
{
	FILE *file = fopen(path, "re");
	char line[512];

	if (file && !fseek(file, -SHOWN, SEEK_END))
		fgets(line, sizeof(line), file); /* the rest of a line */
	while (file && fgets(line, sizeof(line), file))
		fprintf(stderr, "# %s: %.*s\n", path, (int)strcspn(line, "\r\n"), line);
	if (file)
		fclose(file);
}

unsigned int file_count_splats(const char *path, char *first, size_t size)
{
	/* A WARNING of any other form is advice, or lockdep's, which brings a call trace. */
	static const char *const marks[] = {
		"WARNING: CPU:",    "BUG:",	  "Oops",	   "INFO: rcu",
		"rcu: INFO",	    "Call Trace", "Kernel panic",  "soft lockup",
		"scheduling while", "stuck for",  "unchecked MSR", "general protection",
		"segfault",
	};
	FILE *file = fopen(path, "re");
	unsigned int count = 0;
	char line[512];

	first[0] = '\0';
	while (file && fgets(line, sizeof(line), file)) {
		bool bad = false;

		for (size_t i = 0; !bad && i < sizeof(marks) / sizeof(marks[0]); i++)
			bad = strstr(line, marks[i]);
		if (bad && !count++)
			snprintf(first, size, "%.*s", (int)strcspn(line, "\r\n"), line);
	}
	if (file)
		fclose(file);
	return count;
}
