// SPDX-License-Identifier: GPL-2.0-or-later
/* git without anything that a person, a machine or a stranger's repository has set. */
#ifndef KERNEL_GIT_RUN_H
#define KERNEL_GIT_RUN_H

#include <glib.h>

/* The whole environment of every git that is run, PATH aside; ends with NULL, is not freed. */
extern char *const git_environment[];

/* In place of a repository, for GIT_DIR: nothing is found there, and nothing is looked for. */
#define GIT_NO_REPOSITORY "/dev/null"

/*
 * Asks the repository around `folder`, whoever owns it, with the arguments (end with NULL) of a
 * git command that only reads names and objects. Its hooks, fsmonitor, remotes are out of play; so
 * would filters and drivers not be: what needs those goes through kernel/borrow.h. *output as of
 * process_output(). -EIO if git refuses, which it explains on stderr.
 */
int git_query(const char *folder, char **output, const char *const arguments[]);

#define git_ask(folder, output, ...) \
	git_query(folder, output, (const char *const[]){ __VA_ARGS__, NULL })

#endif
