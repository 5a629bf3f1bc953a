// SPDX-License-Identifier: GPL-2.0-or-later
/* Knows the names in a cache folder, and by them whose folder it is. */
#include "util/store_names.h"

#include "util/cachedir.h"
#include "util/fs.h"
#include "util/paths.h"

#include <string.h>

#define HASH16 "([0-9a-f]{16})"

/* The first group is put into hash. */
static bool has_form(const char *pattern, const char *name, char hash[STORE_DIGITS + 1])
{
	/* Names are bytes, and hold every one but '/'. */
	const GRegexCompileFlags flags = G_REGEX_RAW | G_REGEX_DOTALL | G_REGEX_DOLLAR_ENDONLY;
	g_autoptr(GRegex) regex = pattern ? g_regex_new(pattern, flags, 0, NULL) : NULL;
	g_autoptr(GMatchInfo) match = NULL;
	g_autofree char *group = NULL;

	if (!regex || !g_regex_match(regex, name, 0, &match))
		return false;
	group = g_match_info_fetch(match, 1);
	g_strlcpy(hash, group ? group : "", STORE_DIGITS + 1);
	return true;
}

enum store_form store_form(const struct store *store, const char *name, char hash[STORE_DIGITS + 1])
{
	const struct {
		enum store_form form;
		const char *pattern;
	} rows[] = {
		{ STORE_FORMER, store->former },
		{ STORE_OTHER, store->others },
		{ STORE_ENTRY, "^[^.].*-" HASH16 "$" },
		/* Earlier versions had the process's number, or nothing, at its end. */
		{ STORE_UNFINISHED, "^\\.tmp-" HASH16 "(?:-[0-9a-f]+)?$" },
		{ STORE_LOCK, "^\\.lock-" HASH16 "$" },
	};

	*hash = '\0';
	for (size_t i = 0; !strchr(name, '/') && i < G_N_ELEMENTS(rows); i++)
		if (has_form(rows[i].pattern, name, hash))
			return rows[i].form;
	return STORE_FOREIGN;
}

bool store_is_entry(const char *name, const char *hash)
{
	const size_t length = strlen(name);
	const char *digits = name + length - STORE_DIGITS;

	return *name != '.' && length > STORE_DIGITS + 1 && digits[-1] == '-' &&
	       !strncmp(digits, hash, STORE_DIGITS);
}

char *store_in(const struct store *store, const char *name)
{
	g_autofree char *folder = paths_made(store->kind);

	return g_build_filename(folder, name, NULL);
}

char *store_lock_file(const struct store *store, const char *hash)
{
	g_autofree char *name = g_strdup_printf(".lock-%.*s", STORE_DIGITS, hash);

	return store_in(store, name);
}

char *store_unfinished(const struct store *store, const char *hash)
{
	for (;;) {
		g_autofree char *name =
			g_strdup_printf(".tmp-%.*s-%08x", STORE_DIGITS, hash, g_random_int());
		g_autofree char *path = store_in(store, name);

		if (!fs_exists(path))
			return g_steal_pointer(&path);
	}
}

static bool is_ours(const char *name, const void *data)
{
	char hash[STORE_DIGITS + 1];

	return store_form(data, name, hash) != STORE_FOREIGN;
}

int store_check(const struct store *store)
{
	g_autofree char *folder = paths_made(store->kind);

	return cachedir_check(folder, is_ours, store);
}

int store_claim(const struct store *store)
{
	g_autofree char *folder = paths_made(store->kind);

	return cachedir_make(folder, is_ours, store);
}
