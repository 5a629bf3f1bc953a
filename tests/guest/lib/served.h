/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory whose pages come from user space, by userfaultfd: when a test gives them, or never. */
#ifndef LIB_SERVED_H
#define LIB_SERVED_H

#include <stddef.h>
#include <stdint.h>

/*
 * New memory of @pages pages, none of which is there, and in @fd the descriptor that serves them.
 * Skips the test if the kernel has no userfaultfd.
 */
uint8_t *served_memory(size_t pages, int *fd);

/* Waits until somebody needs a page. Returns its address, or 0 after @ms milliseconds. */
uint64_t served_wanted(int fd, int ms);

/* The page at @address is there from now on: zeroes after the number @value. */
void served_give(int fd, uint64_t address, uint64_t value);

#endif
