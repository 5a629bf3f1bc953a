// SPDX-License-Identifier: GPL-2.0-or-later
/* What the files of the simulated testbed share. */
#ifndef TESTBED_SIM_H
#define TESTBED_SIM_H

#include "image/image.h"
#include "kernel/kernel.h"
#include "qemu/machine.h"
#include "qemu/version.h"
#include "testbed/testbed.h"
#include <glib.h>

/* Raised when preparations of before are no longer what this program would make. */
#define SIM_PREPARATION_SCHEMA 1

struct sim_kernel {
	const struct kernel_spec *spec;
	struct kernel_build build;
	char *bzimage_hash;
	char *config_hash;
};

struct sim_setup {
	const struct setup *setup;
	const struct sim_kernel *host;
	const struct sim_kernel *guest;
	struct image host_image;
	char *files_hash; /* of what the settings put into it, or NULL */
};

struct sim {
	struct qemu_program qemu;
	gint64 opened;	    /* real time, us: what was prepared before comes from the cache */
	int in_use;	    /* lock_made(), or -1 in a dry run */
	int needed;	    /* open file that tells other campaigns what this one needs */
	char *needed_path;  /* or NULL: not told yet */
	uint64_t budget;    /* bytes of disk for preparations */
	GPtrArray *kernels; /* struct sim_kernel * */
	GPtrArray *setups;  /* struct sim_setup * */
	struct image guest_image;
};

const struct sim_setup *sim_find_setup(const struct sim *sim, const struct setup *setup);

/* --- sim_shape.c: from settings to a machine --- */

/* The host kernel's command line. Free with g_free(). */
char *sim_parameters(const struct settings *settings);

/* parameters: of sim_parameters(), must outlive the shape. */
struct machine_shape sim_shape(const struct settings *settings, uint64_t boot_seed,
			       const char *parameters);

/* Command line normalized of paths, as a JSON array. */
json_t *sim_command(const struct settings *settings, uint64_t boot_seed, bool incoming);

/* Bytes of memory that QEMU takes at most; image: size of the host's image. */
uint64_t sim_memory(const struct settings *settings, uint64_t image);

/* CPU seconds without a console byte after which a host hangs: preparing, and running. */
uint64_t sim_prepare_patience(const struct settings *settings);
uint64_t sim_run_patience(const struct settings *settings);

/* --- sim_files.c: what an experiment brings into the host --- */

/* Asked before kernels are built for an hour: are all payloads and files there? */
int sim_check_files(const struct experiment *experiment);

/* Fills host_image and files_hash of a row whose kernels are known. */
int sim_make_host_image(const struct sim *sim, struct sim_setup *row);

/* --- sim_inputs.c: what a preparation is a function of --- */

/* All inputs, versions and hashes. */
json_t *sim_inputs(const struct sim *sim, const struct sim_setup *setup, uint64_t boot_seed);

/* SHA-256 of sim_inputs(). Free with g_free(). */
char *sim_hash(const json_t *inputs);
char *sim_hash_of(const struct sim *sim, const struct plan_run *run);

/* The settings with which all preparations of a kind are made: what can differ between forks is at
 * its default. */
void sim_prepared_settings(const struct settings *settings, struct settings *prepared);

/* --- sim_cache.c: the folder of preparations --- */

/* made/preparations/HASH, free with g_free(). */
char *sim_folder(const char *hash);
char *sim_snapshot(const char *hash);
bool sim_is_made(const char *hash);

/* Text of what preparation.json says of it: "pv, boot seed 3"; NULL if it does not say. g_free().
 */
char *sim_describe_preparation(const char *name);

/* While it is made, the folder's name ends in this. */
#define SIM_UNFINISHED ".tmp"

/*
 * Removes what killed processes left unfinished, and locks of preparations that are gone; best
 * effort, and leaves the error text alone.
 */
void sim_sweep(void);

/* Removes one with its lock: "HASH" or "HASH.tmp". -EBUSY while a process makes or loads it. */
int sim_remove_preparation(const char *name);

/* Locks a preparation until *fd is closed: exclusively (making, removing) or shared (loading).
 * -EBUSY if not wait. */
int sim_lock(const char *hash, bool exclusive, bool wait, int *fd);

/* Notes that it is used now. */
void sim_touch(const char *hash);

/*
 * APFBENCH_SNAPSHOT_BUDGET=SIZE ("20G" if not set; 0: none stays longer than its runs need it):
 * bytes of disk that preparations may take before the longest unused are removed. -EINVAL names it.
 */
int sim_read_budget(uint64_t *budget);

/*
 * sim_needed.c, all with sim_trim()'s lock held: tells other campaigns, until sim_end_needed() or
 * this process's end, which preparations (hashes) may not go; adds theirs.
 */
int sim_tell_needed(struct sim *sim, GHashTable *hashes);
int sim_add_needed(const struct sim *sim, GHashTable *hashes);
void sim_end_needed(struct sim *sim);

/* testbed.trim */
int sim_trim(void *state, const GPtrArray *keep);

/* testbed.show */
int sim_show(void *state, const struct plan_run *run, FILE *out);

/* --- sim_prepare.c, sim_run.c, sim_record.c --- */

bool sim_is_prepared(void *state, const struct plan_run *run);
int sim_prepare(void *state, const struct plan_run *run, const char *folder);
int sim_run(void *state, const struct plan_run *run, const char *folder, json_t **record);

/* The result that the runner wrote to the second serial port. -EPROTO if it is missing or broken.
 */
int sim_read_result(const char *path, json_t **result);

/* For a preparation that failed: the guest's lines in what the runner wrote, into folder/guest.log;
 * best effort. */
void sim_save_guest_log(const char *record, const char *folder);

struct sim_mark {	    /* a moment of a run, and what QEMU had cost until then */
	gint64 at;	    /* monotonic, us; 0: it never came */
	double cpu_seconds; /* of QEMU */
};

struct sim_facts { /* of one run */
	const struct sim_setup *setup;
	const struct plan_run *run;
	const char *hash;   /* of the preparation */
	const char *folder; /* of the logs */
	const struct machine *machine;
	double cpu_seconds;
	gint64 began;			/* real time, us */
	gint64 started, ended;		/* monotonic, us */
	struct sim_mark opened, closed; /* the window */
};

/* result is stolen. */
json_t *sim_make_record(const struct sim *sim, const struct sim_facts *facts, json_t *result);

#endif
