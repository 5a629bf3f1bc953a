// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the names of runs and knows them again. */
#include "record/run_name.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#define SUFFIX ".json"

static const char *const kinds[RUN_KINDS] = {
	[RUN_MEASURED] = "",
	[RUN_TRACED] = "-traced",
	[RUN_PROFILED] = "-profile",
};

static const char *const behind_commas[RUN_KINDS] = {
	[RUN_MEASURED] = "",
	[RUN_TRACED] = ", traced",
	[RUN_PROFILED] = ", profiled",
};

char *run_name(const char *setup, uint64_t boot, uint64_t run, enum run_kind kind)
{
	return g_strdup_printf("%s-b%" PRIu64 "-r%" PRIu64 "%s", setup, boot, run, kinds[kind]);
}

char *run_name_preparation(const char *setup, uint64_t boot)
{
	return g_strdup_printf("%s-b%" PRIu64 "-preparation", setup, boot);
}

char *run_name_file(const char *setup, uint64_t boot, uint64_t run, enum run_kind kind)
{
	g_autofree char *name = run_name(setup, boot, run, kind);

	return g_strconcat(name, SUFFIX, NULL);
}

const char *run_name_kind(enum run_kind kind)
{
	return behind_commas[kind];
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

/* The setup, boot and run, and then this. */
static bool ends_in(const char *name, const char *suffix)
{
	const char *end = name + strlen(name) - strlen(suffix);

	return g_str_has_suffix(name, suffix) && g_ascii_isalnum(name[0]) &&
	       number_strip(name, &end, 'r') && number_strip(name, &end, 'b') && end > name;
}

bool run_name_is_file(const char *name, enum run_kind *kind)
{
	for (enum run_kind i = RUN_MEASURED; i < RUN_KINDS; i++) {
		g_autofree char *suffix = g_strconcat(kinds[i], SUFFIX, NULL);

		if (!ends_in(name, suffix))
			continue;
		if (kind)
			*kind = i;
		return true;
	}
	return false;
}
