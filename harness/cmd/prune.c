// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench prune`: lists and removes what the caches hold, and no campaigns or records. */
#include "cmd/command.h"

#include "testbed/cache.h"
#include "util/error.h"
#include "util/progress.h"
#include "util/status.h"
#include "util/text.h"
#include "util/units.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct prune_options {
	const char *kind;
	bool remove, all;
};

static error_t prune_option(int key, char *argument, struct argp_state *state)
{
	struct prune_options *options = state->input;

	switch (key) {
	case 'r':
		options->remove = true;
		return 0;
	case 'a':
		options->all = true;
		return 0;
	case ARGP_KEY_ARG:
		command_argument(state, &options->kind, argument, "kind");
		return 0;
	case ARGP_KEY_SUCCESS:
		if (options->remove && !options->kind && !options->all)
			argp_error(state, "--remove: needs a KIND, or --all");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option prune_options_table[] = {
	{ "remove", 'r', NULL, 0, "remove them; the next run makes what it needs again", 0 },
	{ "all", 'a', NULL, 0, "with --remove: every kind", 0 },
	{ 0 },
};

static const struct argp_child prune_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

/* Adds the kinds from their table. argp frees the text. */
static char *prune_help(int key, const char *text, void *input)
{
	g_autofree char *kinds = NULL;

	(void)input;
	if (key != ARGP_KEY_HELP_PRE_DOC)
		return (char *)text;
	kinds = g_strjoinv(", ", (char **)cache_kinds());
	return g_strdup_printf("%s KIND is one of %s.", text, kinds);
}

static const struct argp prune_argp = {
	.options = prune_options_table,
	.parser = prune_option,
	.children = prune_children,
	.args_doc = "[KIND]",
	.doc = "Lists what the caches hold, least recently used first. Campaigns and their records "
	       "stay, and so do folders without the CACHEDIR.TAG of apfbench. Removes nothing "
	       "while another apfbench runs.",
	.help_filter = prune_help,
};

static char *entry_text(const struct store_entry *entry)
{
	return entry->note ? g_strdup_printf("%s (%s)", entry->note, entry->name)
			   : g_strdup(entry->name);
}

static void entry_print(const struct store_entry *entry)
{
	g_autofree char *size = units_size_human(entry->bytes);
	g_autoptr(GDateTime) used = g_date_time_new_from_unix_local(entry->last_use);
	g_autofree char *when = g_date_time_format(used, "%Y-%m-%d %H:%M");
	g_autofree char *text = entry_text(entry);

	text_line(stdout, "%-13s %10s  %s  %s", entry->kind, size, when, text);
}

static int prune(const struct prune_options *options)
{
	g_autoptr(GPtrArray) entries = NULL;
	uint64_t bytes = 0;
	guint count = 0, stay = 0;
	int err = cache_list(options->kind, &entries);

	for (guint i = 0; !err && i < entries->len; i++) {
		const struct store_entry *entry = entries->pdata[i];

		entry_print(entry);
		if (options->remove && cache_remove(entry)) {
			g_autofree char *text = entry_text(entry);

			progress_warn("cannot remove %s: %s", text, error_text());
			stay++;
			continue;
		}
		bytes += entry->bytes;
		count++;
	}
	if (!err) {
		g_autofree char *total = units_size_human(bytes);

		printf("%u %s, %s%s\n", count, count == 1 ? "entry" : "entries", total,
		       options->remove ? " freed" : "; --remove frees them");
	}
	if (!err && stay)
		err = error_set(EBUSY, "%u %s not removed; reasons above", stay,
				stay == 1 ? "entry" : "entries");
	return err;
}

int command_prune(int argc, char **argv)
{
	struct prune_options options = { 0 };

	command_parse(&prune_argp, "prune", argc, argv, &options);
	return command_end(prune(&options));
}
