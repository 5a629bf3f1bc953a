// SPDX-License-Identifier: GPL-2.0-or-later
/* An experiment: what a file in configs/ says, checked and complete. */
#ifndef EXPERIMENT_EXPERIMENT_H
#define EXPERIMENT_EXPERIMENT_H

#include "experiment/settings.h"
#include <glib.h>

#define EXPERIMENT_SCHEMA 1

struct kernel_spec {
	char *name;
	char *source;  /* package name (linux-source-6.1), folder, tarball, or "GITREPO#REF" */
	char **series; /* stack: "mainline", "apf:5", or a path to a quilt series folder (with :N)
			*/
	char **config; /* fragments: names in configs/kernel (without .config), or paths */
	char *folder;  /* the experiment file's: where relative paths begin. NULL: the current one
			*/
};

struct setup {
	char *name;
	char *host_kernel; /* name of a kernel_spec */
	char *guest_kernel;
	char *expect; /* what must show of the mechanism: a name in expect_table (expect.h) */
	char *line;   /* curve on the experiment's axis, or NULL */
	double x;     /* place on it; NAN: none */
	struct settings settings;
};

struct experiment {
	char *name; /* file name without .conf */
	char *title;
	char *testbed;	    /* "sim" */
	uint64_t runs;	    /* of each setup */
	uint64_t boots;	    /* over which the runs are spread, <= runs */
	uint64_t boot_seed; /* first seed of boots; boot b has boot_seed + b - 1 */
	uint64_t seed;	    /* first seed of runs; run r has seed + r - 1 */
	char *baseline;	    /* setup to which ratios refer */
	char *reference;    /* name in results/reference/ (without .json), absolute path or NULL */
	char *axis;	    /* what the setups' x is, or NULL: they do not lie on one */
	GPtrArray *kernels; /* struct kernel_spec * */
	GPtrArray *setups;  /* struct setup *, in the file's order */
};

/*
 * name: of a file in configs/ or a path (with / or .conf). overrides: NULL-terminated "key=value"
 * or "setup.key=value", or NULL. Without a setup the key is one of the file's top level (runs,
 * boots, seed, baseline ...) or a setting of all setups, and an error if a setup sets it itself;
 * with one it is a setting. -EINVAL names file, line, key and the nearest known key, or for an
 * unknown name the nearest one; -ENOENT: the path is not there.
 */
int experiment_load(const char *name, const char *const overrides[],
		    struct experiment **experiment);
void experiment_free(struct experiment *experiment);

const struct setup *experiment_setup(const struct experiment *experiment, const char *name);
const struct kernel_spec *experiment_kernel(const struct experiment *experiment, const char *name);

/* ": did you mean NEAREST?" or ": known are A, B", to follow a wrong name. Free with g_free(). */
char *experiment_setup_hint(const struct experiment *experiment, const char *name);
char *experiment_kernel_hint(const struct experiment *experiment, const char *name);

/* Calls warn() for each thing that is unwise, once for all the setups that it concerns. */
void experiment_advise(const struct experiment *experiment, void (*warn)(const char *text));

/*
 * For a campaign's experiment.json: {"schema_version", "name", "title", "baseline", "reference",
 * "axis", "testbed", "runs", "boots", "boot_seed", "seed", "kernels": {NAME: {"source", "series",
 * "config"}}, "setups": [{"name", "host", "guest", "expect", "settings": {all}}]}. "axis" is
 * {"title", "setups": {NAME: {"line", "x"}}}, left out where there is none. From "testbed" on it
 * decides the results; before, what tables show.
 */
json_t *experiment_json(const struct experiment *experiment);

/*
 * Differences of two experiment_json(), or of what plan_run_describe() says, in what decides the
 * results, one "path: old -> new" a line,
 * "" if none. Free with g_free().
 */
char *experiment_difference(const json_t *old, const json_t *now);

/* The setup of that name in an experiment_json(), or NULL: borrowed. */
const json_t *experiment_json_setup(const json_t *experiment, const char *name);

/* All keys and settings in Markdown: the tables of docs/experiment-file.md. Free with g_free(). */
char *experiment_manual(void);

/* For experiment/ alone. */
struct experiment *experiment_new(const char *name); /* with defaults; experiment_free() */
void experiment_setup_free(void *setup);
/* A reference that is a path begins in the folder, NULL for the current one. -EINVAL: not UTF-8. */
int experiment_reference_from(struct experiment *experiment, const char *folder);

/* Names (without .conf) in configs/, sorted. */
int experiment_list(GPtrArray **names);

#endif
