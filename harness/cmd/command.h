// SPDX-License-Identifier: GPL-2.0-or-later
/* What all subcommands share: the table's type, common options, exit. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <argp.h>
#include <stdbool.h>

struct command {
	const char *name;
	int (*run)(int argc, char **argv); /* returns an enum status */
	const char *help;
};

/* Finds argv[1] in the table (ends with a NULL name), runs it; returns the exit status. */
int command_main(const struct command *commands, int argc, char **argv);

int command_build(int argc, char **argv);
int command_debug(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_export(int argc, char **argv);
int command_gate(int argc, char **argv);
int command_list(int argc, char **argv);
int command_pack(int argc, char **argv);
int command_plot(int argc, char **argv);
int command_profile(int argc, char **argv);
int command_prune(int argc, char **argv);
int command_report(int argc, char **argv);
int command_run(int argc, char **argv);
int command_selftest(int argc, char **argv);
int command_shell(int argc, char **argv);
int command_show(int argc, char **argv);
int command_try(int argc, char **argv);
int command_unpack(int argc, char **argv);
int command_verify(int argc, char **argv);

/*
 * Options that several subcommands take, as argp children. A short option means the same wherever
 * it is taken. -o, -q and -n take effect while they are parsed.
 */
extern const struct argp common_argp; /* -o FOLDER, -q; without an input */
/* The common ones, -j N, -s KEY=VALUE, --only, -n and EXPERIMENT; its input is struct work_options.
 */
extern const struct argp work_argp;

struct work_options {
	const char *experiment; /* "quick" if there is none */
	unsigned int jobs;
	const char **overrides; /* NULL-terminated; owned by the array below */
	void *overrides_array;
	char **only; /* names of setups, or NULL: all */
	bool dry_run;
};

/* For ARGP_KEY_ARG: puts a command's only argument, a `what`, into *slot. A second one ends the
 * program with a usage error. */
void command_argument(struct argp_state *state, const char **slot, char *argument,
		      const char *what);

/* For --only: replaces *names by the setups of "A,B". Free with g_strfreev(). */
void command_names(struct argp_state *state, char ***names, const char *argument);

/* For -j: how many at a time. */
unsigned int command_jobs(struct argp_state *state, const char *argument);
#define COMMAND_JOBS_HELP "at most N at a time (default: as many as cores and memory allow)"

void work_options_clear(struct work_options *options);

/*
 * Flushes stdout. Call it before programs are started: that flushes, too, and would lose the errno
 * of a failure, which is reported at exit.
 */
void command_flush(void);

/* Prints "apfbench: TEXT" for an error of the harness and returns its status; 0 gives STATUS_OK.
 * Output that cannot be written is found at exit: STATUS_REFUSED. */
int command_end(int err);

/* argp_parse() as "apfbench NAME". A wrong option ends the program with STATUS_USAGE, --help with
 * STATUS_OK. */
void command_parse(const struct argp *argp, const char *name, int argc, char **argv, void *input);

#endif
