// SPDX-License-Identifier: GPL-2.0-or-later
/* Small files of the kernel: a value written in one go, a number read. */
#ifndef HOST_KNOB_H
#define HOST_KNOB_H

#include <stdbool.h>
#include <stdint.h>

/* Writes the text by one write(2); 0 or -errno with path, value and reason. */
int knob_write(const char *path, const char *value);

/* The decimal number with which the file begins; false when there is none. */
bool knob_read(const char *path, uint64_t *value);

#endif
