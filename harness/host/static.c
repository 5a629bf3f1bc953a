// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps half a megabyte of glib that is never reached out of the static runner. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * An archive is linked by whole object files, and those of glib for strings and messages refer to
 * others: tables of all of Unicode, variants, a test framework. A weak definition here comes before
 * them; where the object is linked anyway, its own definition wins. tests/fake/test_runner.sh
 * checks that the runner itself refers to none of these.
 */
#define WEAK __attribute__((weak))

#define UNREACHED(function)       \
	WEAK void function(void); \
	WEAK void function(void)  \
	{                         \
		abort();          \
	}

/* Referred to by g_str_tokenize_and_fold() and g_str_match_string() only ... */
UNREACHED(g_str_to_ascii)
UNREACHED(g_unichar_isalnum)
UNREACHED(g_unichar_ismark)
UNREACHED(g_utf8_casefold)
UNREACHED(g_utf8_normalize)

/* ... by g_string_append_uri_escaped() ... */
UNREACHED(_uri_encoder)

/* ... and by g_log_variant(). */
UNREACHED(g_variant_get_fixed_array)
UNREACHED(g_variant_get_string)
UNREACHED(g_variant_is_of_type)
UNREACHED(g_variant_iter_init)
UNREACHED(g_variant_iter_next)
UNREACHED(g_variant_print)
UNREACHED(g_variant_unref)

/* glib's share an object with the test framework: the same functions without it. */
WEAK int g_strcmp0(const char *one, const char *other);
WEAK int g_strcmp0(const char *one, const char *other)
{
	if (!one || !other)
		return !!one - !!other;
	return strcmp(one, other);
}

WEAK int g_test_subprocess(void);
WEAK int g_test_subprocess(void)
{
	return 0;
}

static void __attribute__((noreturn))
assertion_fail(const char *file, int line, const char *function, const char *expression)
{
	fprintf(stderr, "%s:%d: %s: assertion failed: %s\n", file, line, function, expression);
	abort();
}

WEAK void g_assertion_message(const char *domain, const char *file, int line, const char *function,
			      const char *message);
WEAK void g_assertion_message(const char *domain, const char *file, int line, const char *function,
			      const char *message)
{
	(void)domain;
	assertion_fail(file, line, function, message);
}

WEAK void g_assertion_message_expr(const char *domain, const char *file, int line,
				   const char *function, const char *expression);
WEAK void g_assertion_message_expr(const char *domain, const char *file, int line,
				   const char *function, const char *expression)
{
	(void)domain;
	assertion_fail(file, line, function, expression ? expression : "not reached");
}

/* The compared numbers follow, in a type that varies. */
WEAK void g_assertion_message_cmpnum(const char *domain, const char *file, int line,
				     const char *function, const char *expression, ...);
WEAK void g_assertion_message_cmpnum(const char *domain, const char *file, int line,
				     const char *function, const char *expression, ...)
{
	(void)domain;
	assertion_fail(file, line, function, expression);
}
