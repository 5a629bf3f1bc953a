// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the determined parts of two records differ. */
#include "record/record.h"

#include "experiment/difference.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static bool first_visit(const char *path, const json_t *a, const json_t *b, void *data)
{
	g_autofree char *left = difference_text(a), *right = difference_text(b);

	*(char **)data = g_strdup_printf("%s: %s != %s", path, left, right);
	return false;
}

/* Byte for byte is the claim, so the order of keys counts as well. */
static char *bytes_compare(const json_t *a, const json_t *b)
{
	char *left = record_text(a), *right = record_text(b);
	bool equal = !strcmp(left, right);

	free(left);
	free(right);
	return equal ? NULL : g_strdup("determined: equal values in another order of keys");
}

char *record_compare(const json_t *a, const json_t *b)
{
	const json_t *left = json_object_get(a, "determined");
	const json_t *right = json_object_get(b, "determined");
	char *difference = NULL;

	if (!left || !right)
		return g_strdup_printf("determined: missing in the %s record",
				       left ? "second" : "first");
	difference_walk("determined", left, right, first_visit, &difference);
	return difference ? difference : bytes_compare(left, right);
}
