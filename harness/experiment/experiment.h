// SPDX-License-Identifier: GPL-2.0-or-later
/* An experiment: the contents of a file in configs/, checked and complete. */
#ifndef EXPERIMENT_EXPERIMENT_H
#define EXPERIMENT_EXPERIMENT_H

#include "settings/settings.h"

#include <glib.h>

#define EXPERIMENT_SCHEMA 1

/* Characters of a name of a setup or kernel. */
#define SETUP_NAME_MAX 32

/* Can a setup or a kernel have this name? It goes into file names. */
bool experiment_name_is_valid(const char *name);

struct kernel_spec {
	char *name;
	char *source;	  /* package name (linux-source-6.1), folder, tarball, or "GITREPO#REF" */
	char **series;	  /* stack: "mainline", "apf:5", or a quilt series folder (with :N) */
	char **config;	  /* fragments: names in configs/kernel (without .config), or paths */
	char *folder;	  /* where relative paths begin: the experiment file's; NULL: the current */
	bool incremental; /* its objects are kept, and those of the last such build used */
};

struct setup {
	char *name;
	char *host_kernel; /* name of a kernel_spec */
	char *guest_kernel;
	char *expect; /* trace that its runs must show: a name in expect_table (expect.h) */
	char *line;   /* curve on the experiment's axis, or NULL */
	double x;     /* position on it; NAN: none */
	char *stem; /* what it is at all places: its line, or the swept setup; NULL: off the axis */
	char *place; /* the same for setups that can be compared: "8", "pairs-8"; or NULL */
	struct settings settings;
};

struct experiment {
	char *name; /* file name without .conf */
	char *title;
	char *testbed;	    /* "sim" */
	uint64_t runs;	    /* per setup */
	uint64_t boots;	    /* that the runs are spread over, <= runs */
	uint64_t boot_seed; /* first seed of boots; boot b has boot_seed + b - 1 */
	uint64_t seed;	    /* first seed of runs; run r has seed + r - 1 */
	bool traced;	    /* each setup with a guest has one more run, which is traced */
	char *baseline;	    /* that ratios are to: a setup, or a stem (its setup at the place) */
	char *reference;    /* name in results/reference/ (without .json), absolute path or NULL */
	char *axis;	    /* what the setups' x is; NULL: there is no axis */
	GPtrArray *kernels; /* struct kernel_spec * */
	GPtrArray *setups;  /* struct setup *, in the file's order */
};

/*
 * name: of a file in configs/, or a path (with / or .conf). overrides: NULL-terminated "key=value"
 * or "setup.key=value", or NULL. A key without a setup is one of the file's top level (runs, boots,
 * seed, baseline ...) or a setting of all setups, and an error if a setup sets it itself; a key
 * with a setup is a setting. Free *experiment with experiment_free(); it is NULL after an error.
 * -EINVAL names file, line, key and the nearest known key or name; -ENOENT: the path does not
 * exist; other errors: the file cannot be read.
 */
int experiment_load(const char *name, const char *const overrides[],
		    struct experiment **experiment);
void experiment_free(struct experiment *experiment);

/* The setup or kernel of that name, owned by the experiment, or NULL. */
const struct setup *experiment_setup(const struct experiment *experiment, const char *name);

/* Is that the setup's name or its stem? */
bool setup_is_named(const struct setup *setup, const char *name);

/* Has any setup that name or stem? */
bool experiment_has(const struct experiment *experiment, const char *name);

const struct kernel_spec *experiment_kernel(const struct experiment *experiment, const char *name);

/* ": did you mean NEAREST?" or ": known are A, B", to append to a wrong name. Free with g_free().
 */
char *experiment_setup_hint(const struct experiment *experiment, const char *name);
char *experiment_kernel_hint(const struct experiment *experiment, const char *name);

/* Calls warn() for each thing that is unwise, once for all setups that it applies to. text is valid
 * during the call only. */
void experiment_advise(const struct experiment *experiment, void (*warn)(const char *text));

/*
 * A new object for a campaign's experiment.json: {"schema_version", "name", "title", "baseline",
 * "reference", "axis", "traced", "testbed", "runs", "boots", "boot_seed", "seed", "kernels": {NAME:
 * {"source", "series", "config"}}, "setups": [{"name", "host", "guest", "expect", "settings":
 * {all}}]}. "axis" is {"title", "setups": {NAME: {"line", "x", "stem", "place"}}}, left out without
 * an axis, and "traced" is true, or left out; a campaign's file also has "grown": true where
 * boots were added to those that it had. The members from "testbed" on determine the results;
 * those before it only affect tables, and which traced runs there are beside the others.
 */
json_t *experiment_json(const struct experiment *experiment);

/*
 * The experiment of an experiment_json(), as far as results depend on it, and with the stems of its
 * setups: no title, baseline, reference, axis or traced runs. It is checked as strictly as a file:
 * it may be a stranger's. Paths in it are those that its file had; settings that name files have
 * only the last part. Free *experiment with experiment_free(); it is NULL after an error. -EINVAL:
 * it is of another schema, or no file could say the same.
 */
int experiment_restore(const json_t *json, struct experiment **experiment);

/*
 * How two experiment_json(), or two objects of plan_run_describe(), differ in what determines the
 * results: one "path: old -> new" per line, "" if they do not. Free with g_free().
 */
char *experiment_difference(const json_t *old, const json_t *now);

/* The setup of that name in an experiment_json(), a borrowed reference, or NULL. */
const json_t *experiment_json_setup(const json_t *experiment, const char *name);

/* Is that the default of the setting? Old campaigns lack settings that came later. */
bool experiment_json_is_default(const char *setting, const json_t *value);

/* Has a setup of an experiment_json() that name or stem? */
bool experiment_json_has(const json_t *experiment, const char *name);

/* Does that row run a program in its host, and no guest? Rows of old campaigns have no such
 * setting, and a guest. */
bool experiment_json_is_payload(const json_t *setup);

/* All keys and settings in Markdown: the tables of docs/experiment-file.md. Free with g_free(). */
char *experiment_manual(void);

/* For experiment/ only. */
struct experiment *experiment_new(const char *name); /* with defaults; experiment_free() */
void experiment_setup_free(void *setup);
/* Fills in what a file may leave out, and checks what depends on more than one place of it.
 * -EINVAL. */
int experiment_complete(struct experiment *experiment);
/* Makes a reference that is a path absolute; a relative one starts at folder (NULL: the current).
 * -EINVAL: not UTF-8. */
int experiment_reference_from(struct experiment *experiment, const char *folder);

/* Names (without .conf) in configs/, sorted: char *, freed with *names, which is the caller's.
 * Errors: the folder cannot be read. */
int experiment_list(GPtrArray **names);

#endif
