// SPDX-License-Identifier: GPL-2.0-or-later
/* A line of a config fragment: an option, its value, and for which versions of Linux it is meant.
 */
#ifndef KERNEL_CONFIG_LINE_H
#define KERNEL_CONFIG_LINE_H

#include "kernel/linux_version.h"

#include <glib.h>

struct config_line {
	char *name;  /* NULL: blank, or a comment */
	char *value; /* "n": not set */
	struct linux_version since, until;
	bool has_since, has_until;
};

enum config_meant {
	CONFIG_MEANT,
	CONFIG_NOT_YET, /* for later versions: as if the line were not there */
	CONFIG_GONE	/* versions after until do not have the option: nobody can ask for it */
};

/*
 * Parses "CONFIG_X=y", "# CONFIG_X is not set" and "CONFIG_X=y # since 6.2 until 6.14", of which
 * either half may be left out. text has no blanks at its ends. config_line_clear() is for the
 * caller after success only. -EINVAL names file and line.
 */
int config_line_parse(const char *file, guint number, const char *text, struct config_line *line);
void config_line_clear(struct config_line *line);

enum config_meant config_line_meant(const struct config_line *line,
				    const struct linux_version *version);

#endif
