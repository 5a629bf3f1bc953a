// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench shell`: a shell in the prepared host of a setup. */
#include "cmd/command.h"

#include "cmd/experiment.h"
#include "experiment/part.h"
#include "inspect/protocol.h"
#include "inspect/shell.h"
#include "inspect/visit.h"
#include "util/error.h"
#include "util/progress.h"
#include "util/status.h"
#include "util/units.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

/* No short option: a letter means the same in all commands. */
#define KEY_GUEST 256

struct options {
	const char *what; /* EXPERIMENT:SETUP[:BOOT] */
	bool guest;
	unsigned int jobs;
	GPtrArray *overrides;
};

static error_t shell_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case KEY_GUEST:
		options->guest = true;
		return 0;
	case 's':
		g_ptr_array_add(options->overrides, argument);
		return 0;
	case 'j':
		options->jobs = command_jobs(state, argument);
		return 0;
	case ARGP_KEY_ARG:
		command_argument(state, &options->what, argument, "host");
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which host? EXPERIMENT:SETUP, as in quick:pv");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option shell_options_table[] = {
	{ "guest", KEY_GUEST, NULL, 0, "with the setup's guest, in which bm runs", 0 },
	{ "set", 's', "KEY=VALUE", 0, "change a key of the experiment, as for run", 0 },
	{ "jobs", 'j', "N", 0, "make -j of kernels that are not in the cache", 0 },
	{ 0 },
};

static const struct argp_child shell_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp shell_argp = {
	.options = shell_options_table,
	.parser = shell_option,
	.children = shell_children,
	.args_doc = "EXPERIMENT:SETUP[:BOOT]",
	.doc = "Opens a busybox shell in the simulated host of a setup, prepared as for a run: swap "
	       "device, container, and what `cat $APFBENCH_COMMANDS` prints to start the guest by "
	       "hand. With --guest it is started, and bm runs in it for as long as the shell is "
	       "open. Nothing is measured or recorded.\v"
	       "BOOT chooses the boot's seed (default: 1). The host ends with its shell (exit, "
	       "Ctrl-D), or at once with Ctrl-]. If stdin is no terminal, the shell executes what "
	       "comes from there (at most 512K), and the host ends. Nothing that is written in the "
	       "host stays.\n\n"
	       "Time in the host: docs/debugging.md.\n\n"
	       "Exit status 3: the shell ended with a status other than 0, or the host failed.",
};

/* All of stdin, before anything is started that Ctrl-C would leave behind. */
static int commands_read(GString **commands)
{
	g_autoptr(GString) text = g_string_new(NULL);
	char buffer[1 << 14];
	ssize_t length;

	while ((length = read(STDIN_FILENO, buffer, sizeof(buffer))) != 0) {
		if (length < 0 && errno != EINTR)
			return error_sys(errno, "stdin: cannot read the commands");
		if (length > 0)
			g_string_append_len(text, buffer, length);
		if (text->len > SHELL_COMMANDS_MAX)
			return error_set(EINVAL,
					 "stdin: more than %d bytes of commands: bring files into "
					 "the host by --set host_files=FILE=/TARGET",
					 SHELL_COMMANDS_MAX);
	}
	*commands = g_steal_pointer(&text);
	return 0;
}

/* The run's setup is set by the caller. */
static int boot_choose(const struct experiment *experiment, const char *text, struct plan_run *run)
{
	int err = text ? units_number("boot", text, 1, experiment->boots, &run->boot) : 0;

	run->boot_seed = experiment->boot_seed + run->boot - 1;
	run->seed = experiment->seed;
	return err ? error_prefix(err, "%s", experiment->name) : 0;
}

static int shell_of(const struct experiment *part, const struct testbed *testbed,
		    const struct plan_run *run, const struct options *options, uint64_t *status)
{
	struct artefacts *artefacts = NULL;
	GString *commands = NULL;
	void *state = NULL;
	int err = isatty(STDIN_FILENO) ? 0 : commands_read(&commands);

	if (!err)
		err = testbed_make(testbed, part, options->jobs, &artefacts);
	if (!err)
		err = testbed->open(part, artefacts, &state);
	if (!err) {
		err = shell_open(testbed, state, run, commands, status);
		testbed->close(state);
	}
	artefacts_free(artefacts);
	if (commands)
		g_string_free(commands, TRUE);
	return err;
}

static int shell_at(struct experiment *experiment, const char *setup, const char *boot,
		    const struct options *options, uint64_t *status)
{
	struct plan_run run = { .boot = 1, .run = 1, .kind = RUN_MEASURED };
	const char *const names[] = { setup, NULL };
	const struct testbed *testbed = NULL;
	struct experiment part;
	int err = part_take(experiment, names, &part);

	if (err)
		return err;
	run.setup = part.setups->pdata[0];
	if (part.setups->len > 1)
		err = error_set(EINVAL, "%s: is %u setups, and a shell is in one", setup,
				part.setups->len);
	if (!err)
		err = boot_choose(experiment, boot, &run);
	if (!err)
		err = experiment_testbed(experiment->testbed, &testbed);
	if (!err)
		err = visit_check(testbed);
	if (!err)
		err = shell_set(part.setups->pdata[0], options->guest);
	if (!err)
		err = shell_of(&part, testbed, &run, options, status);
	part_clear(&part);
	return err;
}

static int shell(const struct options *options, uint64_t *status)
{
	g_auto(GStrv) parts = g_strsplit(options->what, ":", 3);
	const guint count = g_strv_length(parts);
	struct experiment *experiment = NULL;
	int err;

	if (count < 2)
		return error_set(EINVAL, "%s: is not EXPERIMENT:SETUP[:BOOT], as in quick:pv",
				 options->what);
	err = experiment_load(parts[0], (const char *const *)options->overrides->pdata,
			      &experiment);
	if (!err)
		err = shell_at(experiment, parts[1], count > 2 ? parts[2] : NULL, options, status);
	experiment_free(experiment);
	return err;
}

int command_shell(int argc, char **argv)
{
	struct options options = { .overrides = g_ptr_array_new() };
	uint64_t shells = 0;
	int status;

	command_parse(&shell_argp, "shell", argc, argv, &options);
	g_ptr_array_add(options.overrides, NULL);
	status = command_end(shell(&options, &shells));
	g_ptr_array_unref(options.overrides);
	if (status == STATUS_OK && shells) {
		progress_note("the shell ended with status %" PRIu64, shells);
		status = STATUS_RUN_FAILED;
	}
	return status;
}
