// SPDX-License-Identifier: GPL-2.0-or-later
/* Lasting lines and one live line on stderr. */
#include "util/progress.h"

#include "util/text.h"

#include <glib.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define REDRAW_US 200000

static bool quiet, live_shown;
static gint64 last_drawn;

void progress_set_quiet(bool on)
{
	quiet = on;
}

void progress_clear(void)
{
	if (live_shown)
		fputs("\r\033[K", stderr);
	live_shown = false;
}

static void line_print(const char *before, const char *format, va_list args)
{
	g_autofree char *text = g_strdup_vprintf(format, args);
	g_autofree char *shown = text_printable_lines(text);

	progress_clear();
	fprintf(stderr, "%s%s\n", before, shown);
}

void progress_note(const char *format, ...)
{
	va_list args;

	if (quiet)
		return;
	va_start(args, format);
	line_print("", format, args);
	va_end(args);
}

void progress_warn(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line_print("apfbench: warning: ", format, args);
	va_end(args);
}

/* Emacs' compile and others are terminals that show escape sequences as text. */
static bool can_redraw(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

void progress_live(const char *format, ...)
{
	gint64 now = g_get_monotonic_time();
	struct winsize size;
	glong width = 80;
	va_list args;

	if (quiet || !can_redraw() || (live_shown && now - last_drawn < REDRAW_US))
		return;
	/* Asked each time: the terminal may have been resized. */
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1)
		width = size.ws_col;
	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_autofree char *shown = text_printable(text);

	if (g_utf8_strlen(shown, -1) >= width)
		*g_utf8_offset_to_pointer(shown, width - 1) = '\0';
	fprintf(stderr, "\r\033[K%s", shown);
	fflush(stderr);
	live_shown = true;
	last_drawn = now;
}
