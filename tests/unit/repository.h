// SPDX-License-Identifier: GPL-2.0-or-later
/* The small kernel source as a git repository. */
#ifndef TESTS_UNIT_REPOSITORY_H
#define TESTS_UNIT_REPOSITORY_H

#include "sources.h"

/* Whatever git the person has set up, and whatever a test that failed has left set. */
static char *const environment[] = { (char *)"HOME=/nonexistent", NULL };
static const struct process_options plain = { .environment = environment, .own_environment = true };

static inline void git_do(const char *command, ...)
{
	g_autofree char *where = path_of("linux");
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autofree char *output = NULL;
	va_list args;

	g_ptr_array_add(argv, (char *)"git");
	g_ptr_array_add(argv, (char *)"-C");
	g_ptr_array_add(argv, where);
	g_ptr_array_add(argv, (char *)"-c");
	g_ptr_array_add(argv, (char *)"user.name=test");
	g_ptr_array_add(argv, (char *)"-c");
	g_ptr_array_add(argv, (char *)"user.email=test@localhost");
	va_start(args, command);
	for (const char *arg = command; arg; arg = va_arg(args, const char *))
		g_ptr_array_add(argv, (char *)arg);
	va_end(args);
	g_ptr_array_add(argv, NULL);
	assert_int_equal(process_output((const char *const *)argv->pdata, &plain, &output), 0);
}

static inline void repository_make(void)
{
	tree_make();
	git_do("init", "-q", NULL);
	git_do("add", "-A", NULL);
	git_do("commit", "-q", "-m", "first", NULL);
}

#endif
