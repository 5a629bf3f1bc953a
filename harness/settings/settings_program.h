// SPDX-License-Identifier: GPL-2.0-or-later
/* The setting `workload` where it is no name, but a program: "PATH [ARGUMENT...]". */
#ifndef SETTINGS_SETTINGS_PROGRAM_H
#define SETTINGS_SETTINGS_PROGRAM_H

#include <stdbool.h>

/* Is it a program, which has a "/", and not the name of a workload? */
bool settings_program_is(const char *text);

/*
 * The words of a program's text: its path, then its arguments, split and unquoted as a shell does,
 * but nothing is expanded. Free with g_strfreev(). -EINVAL: the text cannot be a program; whether
 * there is one is not checked. *argv is then NULL.
 */
int settings_program_argv(const char *text, char ***argv);

/* The last part of the program's path. text: of settings_program_is(). Free with g_free(). */
char *settings_program_name(const char *text);

/* For settings/ only: with a relative path starting at folder; without the folders of this machine:
 * "./NAME [ARGUMENT...]". What is no program stays as it is. Free with g_free(). */
char *settings_program_resolve(const char *text, const char *folder);
char *settings_program_bare(const char *text);

#endif
