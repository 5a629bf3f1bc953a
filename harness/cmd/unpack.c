// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench unpack`: a campaign out of a file of `apfbench pack`. */
#include "cmd/command.h"

#include "kernel/guard.h"
#include "pack/read.h"
#include "util/error.h"
#include "util/text.h"
#include "util/units.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

#define SUFFIX ".tar.zst"

struct options {
	const char *file, *folder;
};

static error_t unpack_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (!*argument)
			argp_error(state, "a name is empty");
		command_argument(state, options->file ? &options->folder : &options->file, argument,
				 "folder");
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which file?");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_child unpack_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp unpack_argp = {
	.parser = unpack_option,
	.children = unpack_children,
	.args_doc = "FILE [FOLDER]",
	.doc = "Unpacks FILE, which `apfbench pack` has written, into FOLDER (default: FILE without "
	       ".tar.zst, in the current folder), which must be missing or empty. `apfbench show` "
	       "and `plot` print its table and plot, `apfbench verify` makes its runs again with "
	       "the kernels and images in it.\v"
	       "It may be a stranger's: only what its list names is unpacked, into that folder, "
	       "with the sizes and hashes in the list, and all of it or nothing. Nothing in it is "
	       "executed on this machine. Kernels and images run in simulated hosts, and only if "
	       "they have the hashes in the records; but QEMU's emulator, which runs them, does "
	       "not promise to contain a hostile kernel.",
};

static int folder_default(const char *file, char **folder)
{
	g_autofree char *base = g_path_get_basename(file);

	if (!g_str_has_suffix(base, SUFFIX) || strlen(base) == strlen(SUFFIX))
		return error_set(EINVAL, "%s: has not the suffix " SUFFIX ": say which FOLDER",
				 file);
	*folder = g_strndup(base, strlen(base) - strlen(SUFFIX));
	return 0;
}

static int file_unpack(const struct options *options)
{
	g_autofree char *folder = g_strdup(options->folder), *bytes = NULL;
	struct pack_list *list = NULL;
	int err = folder ? 0 : folder_default(options->file, &folder);

	if (!err)
		err = pack_read(options->file, folder, &list);
	if (err)
		return err;
	bytes = units_size_human(pack_list_bytes(list));
	/* Without a slash it would be a name in campaigns/. */
	text_line(stdout, "%s%s: %d files, %s", strchr(folder, '/') ? "" : "./", folder,
		  g_tree_nnodes(list->files), bytes);
	pack_list_free(list);
	return 0;
}

int command_unpack(int argc, char **argv)
{
	struct options options = { 0 };
	struct guard guard;
	int err;

	command_parse(&unpack_argp, "unpack", argc, argv, &options);
	guard_begin(&guard);
	err = file_unpack(&options);
	guard_end(&guard);
	return command_end(err);
}
