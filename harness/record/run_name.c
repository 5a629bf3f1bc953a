// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the names of runs and knows them again. */
#include "record/run_name.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#define SUFFIX ".json"
#define TRACED "-traced"

char *run_name(const char *setup, uint64_t boot, uint64_t run, bool traced)
{
	return g_strdup_printf("%s-b%" PRIu64 "-r%" PRIu64 "%s", setup, boot, run,
			       traced ? TRACED : "");
}

char *run_name_preparation(const char *setup, uint64_t boot)
{
	return g_strdup_printf("%s-b%" PRIu64 "-preparation", setup, boot);
}

char *run_name_file(const char *setup, uint64_t boot, uint64_t run, bool traced)
{
	g_autofree char *name = run_name(setup, boot, run, traced);

	return g_strconcat(name, SUFFIX, NULL);
}

/* Moves *end, which points behind the text, before "-LETTER" and digits, if they are there. */
static bool number_strip(const char *text, const char **end, char letter)
{
	const char *at = *end;

	while (at > text && g_ascii_isdigit(at[-1]))
		at--;
	if (at == *end || at - text < 2 || at[-1] != letter || at[-2] != '-')
		return false;
	*end = at - 2;
	return true;
}

bool run_name_is_file(const char *name)
{
	const char *end = name + strlen(name) - strlen(SUFFIX);

	if (g_str_has_suffix(name, TRACED SUFFIX))
		end -= strlen(TRACED);
	return g_str_has_suffix(name, SUFFIX) && g_ascii_isalnum(name[0]) &&
	       number_strip(name, &end, 'r') && number_strip(name, &end, 'b') && end > name;
}
