// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts the CPUs' streams of events into one order. */
#include "host/merge.h"

#include <stdint.h>

GPtrArray *merge_streams(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
}

GArray *merge_stream(GPtrArray *streams, unsigned int number, guint size)
{
	while (streams->len <= number)
		g_ptr_array_add(streams, g_array_new(FALSE, FALSE, size));
	return g_ptr_array_index(streams, number);
}

const void *merge_next(GArray *const streams[], size_t count, guint *positions)
{
	const void *earliest = NULL;
	size_t from = 0;

	for (size_t i = 0; i < count; i++) {
		const guint size = g_array_get_element_size(streams[i]);
		const void *event;

		if (positions[i] >= streams[i]->len)
			continue;
		event = streams[i]->data + (size_t)positions[i] * size;
		if (!earliest || *(const uint64_t *)event < *(const uint64_t *)earliest) {
			earliest = event;
			from = i;
		}
	}
	if (earliest)
		positions[from]++;
	return earliest;
}
