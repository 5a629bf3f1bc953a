// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs git without the settings of any person, machine or stranger's repository. */
#ifndef KERNEL_GIT_RUN_H
#define KERNEL_GIT_RUN_H

#include <glib.h>

/* The whole environment, except PATH, of every git command. NULL-terminated, static. */
extern char *const git_environment[];

/* A GIT_DIR where git finds no repository and looks for none. */
#define GIT_NO_REPOSITORY "/dev/null"

/*
 * Asks the repository around `folder`, whoever owns it, with the arguments (NULL-terminated) of a
 * git command that only reads names and objects. Its hooks, fsmonitor and remotes cannot run. Its
 * filters and drivers could: commands that need those go through kernel/borrow.h. *output as of
 * process_output(). -EIO if git refuses; git says why on stderr.
 */
int git_query(const char *folder, char **output, const char *const arguments[]);

/* git_query() with the arguments of git as arguments. */
#define git_ask(folder, output, ...) \
	git_query(folder, output, (const char *const[]){ __VA_ARGS__, NULL })

#endif
