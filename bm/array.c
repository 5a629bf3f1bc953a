// SPDX-License-Identifier: GPL-2.0-or-later
// The array whose pages are touched.
#include "array.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"

char *array_create(size_t bytes)
{
	void *array;
	int error = posix_memalign(&array, PAGE_BYTES, bytes >> PAGE_SHIFT << PAGE_SHIFT);

	if (!error)
		return array;
	error_print_errno(error, "-m: cannot allocate %zu bytes", bytes);
	return NULL;
}

/*
 * No word is zero and no two are equal (the factor is odd, so multiplying is one-to-one). Swap may
 * store a page of zeros, or of a single repeated word, without any I/O.
 */
static void pattern_fill(char *array, size_t words)
{
	uint64_t *word = (uint64_t *)array;

	for (size_t i = 0; i < words; i++)
		word[i] = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
}

void array_fill(char *array, size_t bytes, enum fill fill)
{
	size_t whole = bytes >> PAGE_SHIFT << PAGE_SHIFT;

	if (fill == FILL_PATTERN)
		pattern_fill(array, whole / sizeof(uint64_t));
	else
		memset(array, 0, whole);
}
