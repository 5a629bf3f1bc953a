// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses the lines of config fragments. */
#include "kernel/config_line.h"

#include "util/error.h"

#include <errno.h>
#include <string.h>

static bool name_is_valid(const char *name)
{
	static const char allowed[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

	return g_str_has_prefix(name, "CONFIG_") && name[7] && !name[strspn(name, allowed)];
}

/* "since 6.2", "until 6.14", or both in this order. */
static bool condition_read(char *const words[], struct config_line *line)
{
	guint at = 0;

	line->has_since = !g_strcmp0(words[at], "since");
	if (line->has_since) {
		if (!words[at + 1] || !linux_version_read(words[at + 1], &line->since))
			return false;
		at += 2;
	}
	line->has_until = !g_strcmp0(words[at], "until");
	if (line->has_until) {
		if (!words[at + 1] || !linux_version_read(words[at + 1], &line->until))
			return false;
		at += 2;
	}
	return !words[at];
}

/* The text before the condition; *line gets the condition, if there is one. */
static int condition_cut(const char *file, guint number, const char *text, struct config_line *line,
			 char **rest)
{
	bool is_comment = *text == '#' && !g_str_has_prefix(text, "# CONFIG_");
	const char *mark = is_comment ? NULL : g_strrstr(text, " # ");
	const char *tail = mark ? mark + strlen(" # ") : "";

	*rest = NULL;
	if (!g_str_has_prefix(tail, "since") && !g_str_has_prefix(tail, "until")) {
		*rest = g_strdup(text);
		return 0;
	}
	g_auto(GStrv) words = g_strsplit(tail, " ", -1);

	if (!condition_read(words, line))
		return error_set(EINVAL,
				 "%s:%u: '%s' is not 'since X.Y', 'until X.Y' or "
				 "'since X.Y until X.Y'",
				 file, number, tail);
	*rest = g_strchomp(g_strndup(text, (gsize)(mark - text)));
	return 0;
}

/* Splits what is neither blank nor a comment; false if it is no option. */
static bool option_split(const char *text, struct config_line *line)
{
	static const char unset[] = " is not set";
	const char *equals = strchr(text, '=');

	if (g_str_has_prefix(text, "# CONFIG_") && g_str_has_suffix(text, unset)) {
		line->name = g_strndup(text + 2, strlen(text) - 2 - strlen(unset));
		line->value = g_strdup("n");
	} else if (!*text || *text == '#') {
		return true;
	} else if (equals) {
		line->name = g_strndup(text, (gsize)(equals - text));
		line->value = g_strdup(equals + 1);
	}
	return line->name && name_is_valid(line->name) && *line->value;
}

int config_line_parse(const char *file, guint number, const char *text, struct config_line *line)
{
	g_autofree char *rest = NULL;
	int err;

	memset(line, 0, sizeof(*line));
	err = condition_cut(file, number, text, line, &rest);
	if (err || option_split(rest, line))
		return err;
	config_line_clear(line);
	return error_set(EINVAL,
			 "%s:%u: '%s' is neither CONFIG_NAME=value nor '# CONFIG_NAME is not set'",
			 file, number, text);
}

void config_line_clear(struct config_line *line)
{
	g_free(line->name);
	g_free(line->value);
	memset(line, 0, sizeof(*line));
}

enum config_meant config_line_meant(const struct config_line *line,
				    const struct linux_version *version)
{
	if (line->has_since && linux_version_compare(version, &line->since) < 0)
		return CONFIG_NOT_YET;
	if (line->has_until && linux_version_compare(version, &line->until) > 0)
		return CONFIG_GONE;
	return CONFIG_MEANT;
}
