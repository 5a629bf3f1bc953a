// SPDX-License-Identifier: GPL-2.0-or-later
/* Asks the terminal, and reads --width. */
#include "cmd/look.h"

#include "util/error.h"
#include "util/units.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define KEY_WIDTH 300
#define WIDEST	  100000

static bool has_colours(void)
{
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

	return term && *term && strcmp(term, "dumb") && !(no_color && *no_color);
}

static void look_ask(struct look *look)
{
	struct winsize size;

	*look = look_plain;
	if (!isatty(STDOUT_FILENO))
		return;
	look->colours = has_colours();
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		look->width = MAX(size.ws_col, LOOK_LEAST);
}

static error_t look_option(int key, char *argument, struct argp_state *state)
{
	struct look *look = state->input;
	uint64_t width;

	switch (key) {
	case ARGP_KEY_INIT:
		look_ask(look);
		return 0;
	case KEY_WIDTH:
		if (units_number("--width", argument, LOOK_LEAST, WIDEST, &width))
			argp_error(state, "%s", error_text());
		look->width = width;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option look_options[] = {
	{ "width", KEY_WIDTH, "COLUMNS", 0,
	  "width of tables (default: the terminal's; 100 without one)", 0 },
	{ 0 },
};

const struct argp look_argp = { .options = look_options, .parser = look_option };
