// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench profile`: the top of a profiled run, from its record alone. */
#include "cmd/command.h"

#include "campaign/campaign.h"
#include "record/record.h"
#include "record/run_name.h"
#include "report/profile.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/units.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

#define SUFFIX	    ".json"
#define TOP_DEFAULT 8

/* No short option: a letter means the same in all commands. */
#define KEY_TOP 256

struct options {
	const char *run;
	uint64_t top;
};

static error_t profile_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case KEY_TOP:
		if (units_number("--top", argument, 1, 1000000, &options->top))
			argp_error(state, "%s", error_text());
		return 0;
	case ARGP_KEY_ARG:
		command_argument(state, &options->run, argument, "run");
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which run? CAMPAIGN/RUN, or the file of its record");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option profile_options_table[] = {
	{ "top", KEY_TOP, "N", 0,
	  "at most N symbols of each kind of thread, and N exits (default: 8)", 0 },
	{ 0 },
};

static const struct argp_child profile_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp profile_argp = {
	.options = profile_options_table,
	.parser = profile_option,
	.children = profile_children,
	.args_doc = "RUN",
	.doc = "Prints what the host of a profiled run (`apfbench run --profile`) executed, by kind "
	       "of thread and symbol, and why its guest exited. RUN is CAMPAIGN/NAME, as in "
	       "quick/pv-b1-r1-profile (CAMPAIGN: a name in campaigns/ of the output folder, or a "
	       "folder), or the file of the run's record.\v"
	       "perf's own reports, with who called the symbols, are beside the run's logs: "
	       "samples.txt, callers.txt, exits.txt; and its data, for `perf report -i samples.data "
	       "--kallsyms kallsyms`.\n\n"
	       "Exit status 3: the run failed before it had samples.",
};

/* Names the profiled runs that are there. */
static int run_unknown(const char *folder, const char *name)
{
	g_autofree char *records = g_build_filename(folder, "records", NULL);
	g_autoptr(GString) list = g_string_new(NULL);
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(records, &names);

	if (err)
		return err;
	for (guint i = 0; i < names->len; i++) {
		const char *file = names->pdata[i];
		enum run_kind kind;

		if (run_name_is_file(file, &kind) && kind == RUN_PROFILED)
			g_string_append_printf(list, " %.*s", (int)(strlen(file) - strlen(SUFFIX)),
					       file);
	}
	return list->len ? error_set(ENOENT, "%s: no run %s there; profiled are:%s", folder, name,
				     list->str)
			 : error_set(ENOENT,
				     "%s: no run %s there, and none that is profiled; make one by "
				     "`apfbench run --profile`",
				     folder, name);
}

/* Of CAMPAIGN/NAME; *name is borrowed from run. */
static int run_find(const char *run, const char **name, json_t **record)
{
	const char *slash = strrchr(run, '/');
	g_autofree char *campaign = NULL, *folder = NULL, *file = NULL, *path = NULL;

	if (!slash || slash == run || !slash[1])
		return error_set(
			EINVAL,
			"%s: is neither CAMPAIGN/RUN, as in quick/pv-b1-r1-profile, nor the "
			"file of a record",
			run);
	*name = slash + 1;
	campaign = g_strndup(run, (gsize)(slash - run));
	folder = campaign_path(campaign);
	file = g_strconcat(*name, SUFFIX, NULL);
	path = g_build_filename(folder, "records", file, NULL);
	return fs_exists(path) ? campaign_record(folder, *name, record)
			       : run_unknown(folder, *name);
}

static int run_print(const struct options *options)
{
	g_autofree char *base = g_path_get_basename(options->run);
	const char *name = base;
	json_t *record = NULL;
	int err;

	if (g_str_has_suffix(base, SUFFIX)) {
		base[strlen(base) - strlen(SUFFIX)] = '\0';
		err = record_load(options->run, &record);
	} else {
		err = run_find(options->run, &name, &record);
	}
	if (!err)
		err = profile_print(name, record, options->top, stdout);
	json_decref(record);
	return err;
}

int command_profile(int argc, char **argv)
{
	struct options options = { .top = TOP_DEFAULT };

	command_parse(&profile_argp, "profile", argc, argv, &options);
	return command_end(run_print(&options));
}
