// SPDX-License-Identifier: GPL-2.0-or-later
/* The command table. */
#include "cmd/command.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static const struct command commands[] = {
	{ "run", command_run, "make the missing runs of an experiment, and print its table" },
	{ "build", command_build, "build the kernels and images of an experiment" },
	{ "show", command_show, "print the table of a campaign, from its records only" },
	{ "export", command_export, "print the runs of a campaign for other programs" },
	{ "plot", command_plot, "draw the pictures of a campaign, as PNG, SVG and PDF" },
	{ "report", command_report, "write all of a campaign as a page, or for a cover letter" },
	{ "try", command_try, "is a change of the kernel good? Builds, measures, judges" },
	{ "profile", command_profile, "print what the host of a profiled run executed" },
	{ "gate", command_gate, "judge a campaign: is a setup worse than the baseline?" },
	{ "selftest", command_selftest, "check that known differences are found, and no others" },
	{ "shell", command_shell, "open a shell in the prepared host of a setup" },
	{ "debug", command_debug, "make a recorded run again under gdb" },
	{ "verify", command_verify, "make recorded runs again, and say which of them repeat" },
	{ "pack", command_pack, "write a campaign with its kernels and images to one file" },
	{ "unpack", command_unpack, "unpack such a file" },
	{ "list", command_list, "list experiments, setups, kernels, settings, campaigns" },
	{ "doctor", command_doctor, "check what is missing, and which testbeds work here" },
	{ "prune", command_prune, "list and remove what the caches hold" },
	{ NULL, NULL, NULL },
};

/*
 * A file that we open must not get the number of a standard stream that was closed: it would get
 * the messages. The stand-in fails like a closed stream.
 */
static void standard_streams_fill(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			abort();
}

int main(int argc, char **argv)
{
	standard_streams_fill();
	/* Ignored, as some callers leave it, it would hide how a child ended. */
	signal(SIGCHLD, SIG_DFL);
	return command_main(commands, argc, argv);
}
