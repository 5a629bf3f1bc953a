/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --width, and what the terminal has, for commands that print tables. */
#ifndef CMD_LOOK_H
#define CMD_LOOK_H

#include "report/look.h"

#include <argp.h>

/*
 * An argp child; its input is a struct look, which it sets to what standard output is like: as wide
 * as the terminal, with colours unless NO_COLOR is set or the terminal is dumb; look_plain if it is
 * none. --width COLUMNS overrides the width.
 */
extern const struct argp look_argp;

#endif
