// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints JSON in ASCII: plain JSON may contain DEL, U+202E and the like as they are. */
#include "util/json.h"

#include <stdlib.h>

void json_print(const json_t *json, FILE *out)
{
	char *text = json_dumps(json, JSON_INDENT(1) | JSON_REAL_PRECISION(15) | JSON_ENSURE_ASCII);

	for (const char *c = text; *c; c++)
		if (*c == '\x7f')
			fputs("\\u007f", out);
		else
			putc(*c, out);
	putc('\n', out);
	free(text);
}
