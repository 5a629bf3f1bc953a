// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules read from one line of text. */
#include "testbed/fake_script.h"

#include "util/error.h"
#include "util/units.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdbool.h>
#include <string.h>

#define MS_MAX (24 * 3600 * 1000)

struct rule {
	char *pattern;
	bool timed; /* ms counts, deed does not */
	uint64_t ms;
	enum fake_deed deed;
};

struct fake_script {
	GPtrArray *rules;
};

/* By enum fake_deed. */
static const char *const deed_names[] = { "replay", "panic", "timeout", "hang", "full", "crash",
					  "killed", "quiet", "other",	"lost", NULL };

static void rule_free(gpointer data)
{
	struct rule *rule = data;

	g_free(rule->pattern);
	g_free(rule);
}

static int deed_find(const char *name, enum fake_deed *deed)
{
	g_autofree char *all = g_strjoinv(", ", (char **)deed_names);

	for (size_t i = 0; deed_names[i]; i++) {
		if (strcmp(deed_names[i], name) == 0) {
			*deed = (enum fake_deed)i;
			return 0;
		}
	}
	return error_set(EINVAL, "\"%s\" is not an action; known: %s, or a number of ms", name,
			 all);
}

static int rule_read(const char *text, GPtrArray *rules)
{
	const char *colon = strrchr(text, ':');
	struct rule *rule;

	if (!colon || colon == text)
		return error_set(EINVAL, "is not PATTERN:ACTION");
	rule = g_new0(struct rule, 1);
	rule->pattern = g_strndup(text, (gsize)(colon - text));
	g_ptr_array_add(rules, rule);
	rule->timed = g_ascii_isdigit(colon[1]);
	if (rule->timed)
		return units_number("ms", colon + 1, 0, MS_MAX, &rule->ms);
	return deed_find(colon + 1, &rule->deed);
}

int fake_script_read(const char *text, struct fake_script **script)
{
	g_auto(GStrv) words = g_strsplit(text ? text : "", " ", -1);
	int err = 0;

	*script = g_new0(struct fake_script, 1);
	(*script)->rules = g_ptr_array_new_with_free_func(rule_free);
	for (char **word = words; !err && *word; word++) {
		if (!**word)
			continue;
		err = rule_read(*word, (*script)->rules);
		if (err)
			error_prefix(err, "rule \"%s\"", *word);
	}
	if (err)
		fake_script_free(g_steal_pointer(script));
	return err;
}

void fake_script_free(struct fake_script *script)
{
	if (!script)
		return;
	g_ptr_array_unref(script->rules);
	g_free(script);
}

static const struct rule *rule_find(const struct fake_script *script, const char *name, bool timed)
{
	for (guint i = 0; i < script->rules->len; i++) {
		const struct rule *rule = script->rules->pdata[i];

		if (rule->timed == timed && fnmatch(rule->pattern, name, 0) == 0)
			return rule;
	}
	return NULL;
}

enum fake_deed fake_script_deed(const struct fake_script *script, const char *name)
{
	const struct rule *rule = rule_find(script, name, false);

	return rule ? rule->deed : FAKE_REPLAY;
}

guint64 fake_script_ms(const struct fake_script *script, const char *name)
{
	const struct rule *rule = rule_find(script, name, true);

	return rule ? rule->ms : 0;
}
