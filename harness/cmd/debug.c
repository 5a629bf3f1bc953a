// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench debug`: makes a recorded run again under gdb. */
#include "cmd/command.h"

#include "inspect/debug.h"

/* No short option: a letter means the same in all commands. */
enum {
	KEY_START = 256,
	KEY_GDB
};

struct options {
	const char *record;
	struct debug_options debug;
};

static error_t debug_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case KEY_START:
		options->debug.start = true;
		return 0;
	case KEY_GDB:
		options->debug.gdb = true;
		return 0;
	case 'j':
		options->debug.jobs = command_jobs(state, argument);
		return 0;
	case ARGP_KEY_ARG:
		command_argument(state, &options->record, argument, "record");
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which run? CAMPAIGN/RUN, or the file of its record");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option debug_options_table[] = {
	{ "start", KEY_START, NULL, 0, "stop at the start, not at the recorded failure", 0 },
	{ "gdb", KEY_GDB, NULL, 0, "run gdb here instead of printing its command line", 0 },
	{ "jobs", 'j', "N", 0, "make -j of kernels that are not in the cache", 0 },
	{ 0 },
};

static const struct argp_child debug_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp debug_argp = {
	.options = debug_options_table,
	.parser = debug_option,
	.children = debug_children,
	.args_doc = "RECORD",
	.doc = "Makes a recorded run again, with gdb in charge of its host's CPUs. RECORD is "
	       "CAMPAIGN/RUN, as in quick/pv-b1-r1, or the file of a record in a campaign. Prints "
	       "the command line of a gdb that stops where the host's kernel first warned, oopsed or "
	       "panicked, or at the start of a run that did not fail; and, when the host has ended, "
	       "whether it ended as recorded.\v"
	       "Kernels and images are found as for verify. Ctrl-C ends the host. docs/debugging.md "
	       "has an example, and what a stop does to the digits.\n\n"
	       "Exit status 77: an input or the kernel's symbols are missing.",
};

int command_debug(int argc, char **argv)
{
	struct options options = { 0 };

	command_parse(&debug_argp, "debug", argc, argv, &options);
	return command_end(debug_record(options.record, &options.debug));
}
