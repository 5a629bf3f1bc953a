// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs git in an environment of its own. */
#include "kernel/git_run.h"

#include "util/process.h"

/*
 * GIT_DIR and the like are not passed on: a rebase that runs us sets them for another repository.
 * Without HOME there is no ~/.config/git either, where git looks for attributes and ignore rules by
 * itself.
 */
char *const git_environment[] = {
	(char *)"LC_ALL=C",
	(char *)"GIT_CONFIG_NOSYSTEM=1",
	(char *)"GIT_CONFIG_GLOBAL=/dev/null",
	(char *)"GIT_ATTR_NOSYSTEM=1",
	(char *)"GIT_NO_REPLACE_OBJECTS=1",
	/* Objects that a partial clone lacks are an error: fetching them would run programs. */
	(char *)"GIT_NO_LAZY_FETCH=1",
	(char *)"GIT_ALLOW_PROTOCOL=none",
	(char *)"GIT_OPTIONAL_LOCKS=0",
	(char *)"GIT_TERMINAL_PROMPT=0",
	NULL,
};

int git_query(const char *folder, char **output, const char *const arguments[])
{
	/* Reading another owner's repository is harmless as long as none of its programs run. */
	static const char *const begin[] = { "git",
					     "-c",
					     "safe.directory=*",
					     "-c",
					     "core.fsmonitor=false",
					     "-c",
					     "core.hooksPath=/dev/null",
					     "-C" };
	const struct process_options options = { .environment = git_environment,
						 .own_environment = true };
	g_autoptr(GPtrArray) argv = g_ptr_array_new();

	for (size_t i = 0; i < G_N_ELEMENTS(begin); i++)
		g_ptr_array_add(argv, (char *)begin[i]);
	g_ptr_array_add(argv, (char *)folder);
	for (size_t i = 0; arguments[i]; i++)
		g_ptr_array_add(argv, (char *)arguments[i]);
	g_ptr_array_add(argv, NULL);
	return process_output((const char *const *)argv->pdata, &options, output);
}
