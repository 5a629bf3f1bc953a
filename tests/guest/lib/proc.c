// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads figures of the kernel from /proc and /sys. */
#include "proc.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define PATH_BYTES 128
#define LINE_BYTES 512
#define TICK_MS	   10 /* USER_HZ is 100 */

bool proc_read_line(const char *path, char *line, int size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, line, (size_t)size - 1);

	if (fd >= 0)
		close(fd);
	if (got < 0)
		return false;
	line[got] = 0;
	line[strcspn(line, "\n")] = 0;
	return true;
}

bool proc_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	bool written = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return written;
}

long proc_major_faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_majflt;
}

/* What follows the name, which may contain anything: state, then numbers. */
static bool thread_stat(pid_t tid, char *line, const char **rest)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", (int)tid);
	if (!proc_read_line(path, line, LINE_BYTES))
		return false;
	*rest = strrchr(line, ')');
	if (!*rest || (*rest)[1] != ' ')
		return false;
	*rest += 2;
	return true;
}

char proc_thread_state(pid_t tid)
{
	char line[LINE_BYTES];
	const char *rest;

	return thread_stat(tid, line, &rest) ? *rest : 'X';
}

long proc_thread_ms(pid_t tid)
{
	char line[LINE_BYTES];
	unsigned long user, system;
	const char *rest;

	if (!thread_stat(tid, line, &rest) ||
	    sscanf(rest, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) !=
		    2)
		return 0;
	return (long)(user + system) * TICK_MS;
}

long proc_slab_objects(const char *cache)
{
	char path[PATH_BYTES], line[LINE_BYTES];

	snprintf(path, sizeof(path), "/sys/kernel/slab/%s/shrink", cache);
	proc_write(path, "1");
	snprintf(path, sizeof(path), "/sys/kernel/slab/%s/objects", cache);
	return proc_read_line(path, line, sizeof(line)) ? atol(line) : -1;
}

long proc_available_kb(void)
{
	char line[LINE_BYTES];
	FILE *file = fopen("/proc/meminfo", "re");
	long kb = -1;

	while (file && kb < 0 && fgets(line, sizeof(line), file))
		sscanf(line, "MemAvailable: %ld", &kb);
	if (file)
		fclose(file);
	return kb;
}
