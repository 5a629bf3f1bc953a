// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench pack`: a campaign with all that others need to make its runs again, as one file. */
#include "cmd/command.h"

#include "kernel/guard.h"
#include "pack/gather.h"
#include "pack/write.h"
#include "util/text.h"
#include "util/units.h"

#include <glib.h>
#include <sys/stat.h>
#include <unistd.h>

struct options {
	const char *campaign, *file;
	unsigned int jobs;
};

static error_t pack_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 'j':
		options->jobs = command_jobs(state, argument);
		return 0;
	case ARGP_KEY_ARG:
		if (!*argument)
			argp_error(state, "a name is empty");
		command_argument(state, options->campaign ? &options->file : &options->campaign,
				 argument, "file");
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which campaign?");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option pack_options_table[] = {
	{ "jobs", 'j', "N", 0, COMMAND_JOBS_HELP, 0 },
	{ 0 },
};

static const struct argp_child pack_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp pack_argp = {
	.options = pack_options_table,
	.parser = pack_option,
	.children = pack_children,
	.args_doc = "CAMPAIGN [FILE]",
	.doc = "Writes CAMPAIGN (a name in campaigns/ of the output folder, or a folder) to FILE "
	       "(default: CAMPAIGN.tar.zst in the current folder): its records and "
	       "experiment.json, and the kernels and images with which they were made. Others "
	       "unpack it with `apfbench unpack`, and make its runs again with `apfbench verify`, "
	       "without building a kernel.\v"
	       "Kernels and images come from the caches; what is not there is made again, and "
	       "must come out the same. The same campaign gives the same bytes. QEMU is not in "
	       "it.\n\n"
	       "Exit status 77: a kernel or an image cannot be had as it was recorded.",
};

static char *file_default(const char *campaign)
{
	g_autofree char *whole = g_canonicalize_filename(campaign, NULL);
	g_autofree char *base = g_path_get_basename(whole);

	return g_strconcat(base, ".tar.zst", NULL);
}

static void size_print(const char *file, const struct pack_list *list)
{
	g_autofree char *bytes = units_size_human(pack_list_bytes(list)), *packed = NULL;
	struct stat info = { 0 };

	stat(file, &info);
	packed = units_size_human((uint64_t)info.st_size);
	text_line(stdout, "%s: %d files, %s, packed %s", file, g_tree_nnodes(list->files), bytes,
		  packed);
}

/* With signals held back. */
static int campaign_pack(const struct options *options)
{
	g_autofree char *file =
		options->file ? g_strdup(options->file) : file_default(options->campaign);
	struct pack_list *list;
	int in_use, err = pack_check(file);

	if (!err)
		err = pack_gather(options->campaign, options->jobs, &list, &in_use);
	if (err)
		return err;
	err = pack_write(list, file);
	if (!err)
		size_print(file, list);
	pack_list_free(list);
	close(in_use);
	return err;
}

int command_pack(int argc, char **argv)
{
	struct options options = { 0 };
	struct guard guard;
	int err;

	command_parse(&pack_argp, "pack", argc, argv, &options);
	guard_begin(&guard);
	err = campaign_pack(&options);
	guard_end(&guard);
	return command_end(err);
}
