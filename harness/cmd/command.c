// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the subcommand, holds the common options, and turns errors into exit statuses. */
#include "cmd/command.h"

#include "cmd/manual.h"
#include "util/error.h"
#include "util/paths.h"
#include "util/process.h"
#include "util/progress.h"
#include "util/status.h"
#include "util/text.h"
#include "util/units.h"
#include "util/version.h"

#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OUTPUT_BUFFER (1 << 20)

#define KEY_MANUAL 256
#define KEY_ONLY   257

/* What is being parsed; argp itself only knows a wrapper around it. */
static const struct argp *command_argp;

static void help_print(const struct command *commands, FILE *out)
{
	fputs("Usage: apfbench COMMAND [OPTION...]\n\n"
	      "Measures KVM kernel patch series: builds kernels, boots guests inside a memory\n"
	      "container, runs bm in them many times, and gives numbers with error bars.\n\n"
	      "Commands (apfbench COMMAND --help says more):\n",
	      out);
	for (; commands->name; commands++)
		fprintf(out, "  %-8s %s\n", commands->name, commands->help);
	fputs("\nExit statuses:\n", out);
	for (const struct status_row *row = status_table; row->name; row++)
		fprintf(out, "  %3d  %-12s %s\n", row->status, row->name, row->meaning);
}

static int command_unknown(const struct command *commands, const char *name)
{
	const char *names[32], *nearest;
	size_t count = 0;

	for (; count < G_N_ELEMENTS(names) - 1 && commands[count].name; count++)
		names[count] = commands[count].name;
	names[count] = NULL;
	nearest = units_nearest(name, names);
	fprintf(stderr, "apfbench: %s: no such command%s%s; see apfbench --help\n", name,
		nearest ? "; did you mean " : "", nearest ? nearest : "");
	return STATUS_USAGE;
}

static char output_buffer[OUTPUT_BUFFER]; /* stdout's until the very end */

/* Why the first write of output failed. */
static int output_errnum;

void command_flush(void)
{
	errno = 0;
	if ((fflush(stdout) || ferror(stdout)) && !output_errnum)
		output_errnum = errno ? errno : EIO;
}

/* At exit, since argp ends --help itself: a full disk must not look like success. */
static void output_check(void)
{
	command_flush();
	if (!output_errnum)
		return;
	fprintf(stderr, "apfbench: cannot write the output: %s\n", strerror(output_errnum));
	_exit(STATUS_REFUSED);
}

int command_main(const struct command *commands, int argc, char **argv)
{
	int err;

	if (atexit(output_check))
		return command_end(error_sys(ENOMEM, "atexit"));
	/* Exceeding the file size limit is then an error like a full disk, not a silent end. */
	signal(SIGXFSZ, SIG_IGN);
	err = version_read();
	if (err)
		return command_end(err);
	/*
	 * Large enough to write a table in one go, so that the errno of a failure is known. glibc
	 * takes a size only with a buffer.
	 */
	if (!isatty(STDOUT_FILENO))
		setvbuf(stdout, output_buffer, _IOFBF, sizeof(output_buffer));
	if (argc < 2) {
		help_print(commands, stderr);
		return STATUS_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		help_print(commands, stdout);
		return STATUS_OK;
	}
	if (!strcmp(argv[1], "--version")) {
		g_autofree char *version = version_text();

		printf("apfbench %s\n", version);
		return STATUS_OK;
	}
	if (!strcmp(argv[1], "--manual"))
		return command_end(manual_print(commands, stdout));
	for (const struct command *command = commands; command->name; command++)
		if (!strcmp(argv[1], command->name))
			return command->run(argc - 1, argv + 1);
	return command_unknown(commands, argv[1]);
}

int command_end(int err)
{
	progress_clear();
	command_flush();
	if (err < 0) {
		g_autofree char *shown = text_printable_lines(error_text());

		fprintf(stderr, "apfbench: %s\n", shown);
	}
	return status_from_error(err);
}

void command_parse(const struct argp *argp, const char *name, int argc, char **argv, void *input)
{
	g_autofree char *full = g_strconcat("apfbench ", name, NULL);
	char *old = argv[0];

	command_argp = argp;
	argp_err_exit_status = STATUS_USAGE;
	argv[0] = full;
	argp_parse(argp, argc, argv, 0, NULL, input);
	argv[0] = old;
}

static error_t common_option(int key, char *argument, struct argp_state *state)
{
	switch (key) {
	case 'o':
		if (!*argument)
			argp_error(state, "-o: the folder's name is empty");
		if (!g_utf8_validate(argument, -1, NULL))
			argp_error(state, "-o: the folder's name is not UTF-8");
		paths_set_made(argument);
		return 0;
	case 'q':
		progress_set_quiet(true);
		return 0;
	case KEY_MANUAL:
		manual_section(command_argp, state->name, stdout);
		exit(STATUS_OK);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option common_options[] = {
	{ "output", 'o', "FOLDER", 0,
	  "folder for caches and campaigns (default: build/ of the source tree, or "
	  "~/.cache/apfbench when installed)",
	  0 },
	{ "quiet", 'q', NULL, 0, "print warnings and errors only", 0 },
	{ "manual", KEY_MANUAL, NULL, OPTION_HIDDEN, "this command's part of the man page", 0 },
	{ 0 },
};

const struct argp common_argp = { .options = common_options, .parser = common_option };

static error_t work_option(int key, char *argument, struct argp_state *state)
{
	struct work_options *options = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		options->overrides_array = g_ptr_array_new();
		return 0;
	case ARGP_KEY_ARG:
		command_argument(state, &options->experiment, argument, "experiment");
		return 0;
	case 'j':
		options->jobs = command_jobs(state, argument);
		return 0;
	case 's':
		g_ptr_array_add(options->overrides_array, argument);
		return 0;
	case KEY_ONLY:
		command_names(state, &options->only, argument);
		return 0;
	case 'n':
		options->dry_run = true;
		process_set_dry_run(true);
		return 0;
	case ARGP_KEY_SUCCESS:
		g_ptr_array_add(options->overrides_array, NULL);
		options->overrides = (const char **)((GPtrArray *)options->overrides_array)->pdata;
		if (!options->experiment)
			options->experiment = "quick";
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option work_options_table[] = {
	{ "jobs", 'j', "N", 0, COMMAND_JOBS_HELP, 0 },
	{ "set", 's', "KEY=VALUE", 0,
	  "change a key of the experiment, or with SETUP.KEY=VALUE one of a setup (see apfbench "
	  "list --settings)",
	  0 },
	{ "only", KEY_ONLY, "SETUP,...", 0, "these setups only; a later call can make the others",
	  0 },
	{ "dry-run", 'n', NULL, 0, "print the plan and every external command, and do nothing", 0 },
	{ 0 },
};

static const struct argp_child work_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

const struct argp work_argp = {
	.options = work_options_table,
	.parser = work_option,
	.children = work_children,
};

unsigned int command_jobs(struct argp_state *state, const char *argument)
{
	uint64_t jobs = 1;

	if (units_number("-j", argument, 1, 1024, &jobs))
		argp_error(state, "%s", error_text());
	return (unsigned int)jobs;
}

void work_options_clear(struct work_options *options)
{
	g_ptr_array_unref(options->overrides_array);
	g_strfreev(options->only);
}

void command_names(struct argp_state *state, char ***names, const char *argument)
{
	if (!*argument)
		argp_error(state, "--only: names no setup");
	g_strfreev(*names);
	*names = g_strsplit(argument, ",", -1);
}

void command_argument(struct argp_state *state, const char **slot, char *argument, const char *what)
{
	if (*slot)
		argp_error(state, "%s: only one %s at a time", argument, what);
	*slot = argument;
}
