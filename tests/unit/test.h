// SPDX-License-Identifier: GPL-2.0-or-later
/* What every unit test includes: cmocka in the order that it wants, and the harness's error text.
 */
#ifndef TESTS_UNIT_TEST_H
#define TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "util/error.h"

/* The recorded error names what a user must see. */
#define assert_error_says(word)                                                             \
	do {                                                                                \
		if (!strstr(error_text(), (word)))                                          \
			fail_msg("error \"%s\" does not say \"%s\"", error_text(), (word)); \
	} while (0)

#endif
