// SPDX-License-Identifier: GPL-2.0-or-later
/* The man page, from the tables that the program works with. */
#ifndef CMD_MANUAL_H
#define CMD_MANUAL_H

#include "cmd/command.h"

#include <stdio.h>

/* Prints all of apfbench.1, by asking this program for the part of each command. 0 or -errno. */
int manual_print(const struct command *commands, FILE *out);

/* Prints what `apfbench COMMAND --manual` shows: usage, description and options. full: "apfbench
 * run". */
void manual_section(const struct argp *argp, const char *full, FILE *out);

#endif
