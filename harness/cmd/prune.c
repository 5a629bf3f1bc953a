// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench prune`: what the caches hold, and freeing it. Campaigns and their records are never
 * touched. */
#include "cmd/command.h"

#include "testbed/cache.h"
#include "util/error.h"
#include "util/progress.h"
#include "util/status.h"
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
		if (options->kind)
			argp_error(state, "%s: only one kind at a time", argument);
		options->kind = argument;
		return 0;
	case ARGP_KEY_SUCCESS:
		if (options->remove && !options->kind && !options->all)
			argp_error(state, "--remove: of which KIND? --all means all");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option prune_options_table[] = {
	{ "remove", 'r', NULL, 0, "free them: the next run makes anew what it needs", 0 },
	{ "all", 'a', NULL, 0, "with --remove: every kind", 0 },
	{ 0 },
};

static const struct argp_child prune_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp prune_argp = {
	.options = prune_options_table,
	.parser = prune_option,
	.children = prune_children,
	.args_doc = "[KIND]",
	.doc = "Lists what the caches hold (KIND: kernels, images, preparations), the longest unused "
	       "first. Records and campaigns are no cache and stay.",
};

static void entry_print(const struct cache_entry *entry)
{
	g_autofree char *size = units_size_human(entry->bytes);
	g_autoptr(GDateTime) used = g_date_time_new_from_unix_local(entry->last_use);
	g_autofree char *when = g_date_time_format(used, "%Y-%m-%d %H:%M");

	printf("%-13s %10s  %s  %s\n", entry->kind, size, when, entry->name);
}

static int prune(const struct prune_options *options)
{
	g_autoptr(GPtrArray) entries = NULL;
	uint64_t bytes = 0;
	guint count = 0;
	int err = cache_list(options->kind, &entries);

	for (guint i = 0; !err && i < entries->len; i++) {
		const struct cache_entry *entry = entries->pdata[i];

		entry_print(entry);
		if (options->remove && cache_remove(entry)) {
			progress_warn("%s stays: %s", entry->name, error_text());
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
	return err;
}

int command_prune(int argc, char **argv)
{
	struct prune_options options = { 0 };

	command_parse(&prune_argp, "prune", argc, argv, &options);
	return command_end(prune(&options));
}
