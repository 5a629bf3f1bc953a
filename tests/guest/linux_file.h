/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small files of the kernel, and logs. */
#ifndef GUEST_LINUX_FILE_H
#define GUEST_LINUX_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FILE_PATH 128

/* False: it is not there, or does not take it (errno). */
bool file_put(const char *path, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The first line, without its end. */
bool file_get(const char *path, char *line, size_t size);

/* The number behind @word at the beginning of a line, or UINT64_MAX. */
uint64_t file_find_number(const char *path, const char *word);

/* Prints the end of a file as comments on stderr. */
void file_show(const char *path);

/* Lines of a kernel's log that tell of an error; the first is copied to @first. */
unsigned int file_count_splats(const char *path, char *first, size_t size);

#endif
