// SPDX-License-Identifier: GPL-2.0-or-later
/* What hosts are made of, whatever brings them up: kernels and images, built or found in the
 * caches.
 */
#ifndef ARTEFACT_ARTEFACT_H
#define ARTEFACT_ARTEFACT_H

#include "experiment/experiment.h"
#include "image/image.h"
#include "kernel/kernel.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/* What a testbed needs; if all are false, nothing is made for it. */
struct artefacts_need {
	bool kernels;	/* the kernels that setups name, and the images */
	bool simulated; /* the series and the fragment "sim" on top of each kernel */
	bool perf;	/* perf of each host kernel's own tree, in the hosts' images */
};

struct artefact_kernel {
	const struct kernel_spec *spec;
	struct kernel_build build;
	char *bzimage_hash; /* SHA-256 of the files; NULL in a dry run */
	char *config_hash;
};

struct artefact_setup {
	const struct setup *setup;
	const struct artefact_kernel *host, *guest;
	struct image host_image;
	char *files_hash; /* SHA-256 of what the settings put into the image; NULL: nothing */
};

struct artefacts {
	GPtrArray *kernels; /* struct artefact_kernel * */
	GPtrArray *setups;  /* struct artefact_setup * */
	struct image guest_image;
	int in_use; /* lock_made(), so that prune removes nothing; -1: not held */
};

/*
 * Checks, before kernels are built for an hour, that all programs and files of the setups are there
 * and can be put into an image, and that what bm fills its array with gets to swap. -errno; the
 * text names the setup, and file or setting.
 */
int artefacts_check(const struct experiment *experiment, const struct artefacts_need *need);

/*
 * Builds or finds everything that the experiment's setups need, and keeps it from being pruned
 * until artefacts_free(), which is for the caller after success only. jobs: make -j, 0 = all cores.
 * The experiment must outlive *artefacts. In a dry run it prints the commands, and paths and hashes
 * only look like the real ones. Errors of kernel_build(), image_guest() and image_host().
 */
int artefacts_make(const struct experiment *experiment, const struct artefacts_need *need,
		   unsigned int jobs, struct artefacts **artefacts);

/* No kernel and no image yet, for artefacts_recall(); holds the same lock. artefacts_free() is for
 * the caller after success only. Errors of lock_made(). */
int artefacts_begin(struct artefacts **artefacts);

/* Where the artefacts of recorded runs come from. */
struct recall {
	const struct experiment *experiment; /* it must outlive the artefacts */
	const struct artefacts_need *need;
	const char *folder; /* of the campaign */
	bool packed;	    /* they are in that folder; the caches and this machine do not count */
	unsigned int jobs;  /* make -j, 0 = all cores */
};

/*
 * Adds the kernels and the image with which runs of the setup were recorded. inputs:
 * `determined.inputs` of one of them. Those of a packed campaign come from its folder. Others come
 * from the caches if they are there; else the kernels are built again, provided that they would be
 * the same, and the image is made of what this machine has: it may be another one. Where none are
 * needed none are added. -EAGAIN: they do not go together with those that artefacts has: another
 * build of a kernel, or another guest's image. -ENOPKG, -ENOENT, -EINVAL, -EBADMSG: they cannot be
 * had, and why; other errors: the machine refused.
 */
int artefacts_recall(struct artefacts *artefacts, const struct recall *recall,
		     const struct setup *setup, const json_t *inputs);

/* Frees everything and ends the lock; NULL is ignored. */
void artefacts_free(struct artefacts *artefacts);

/* The artefacts of a setup of the experiment, owned by artefacts. */
const struct artefact_setup *artefacts_find_setup(const struct artefacts *artefacts,
						  const struct setup *setup);

/* The kernel of that name, which a setup uses, owned by artefacts. */
const struct artefact_kernel *artefacts_find_kernel(const struct artefacts *artefacts,
						    const char *name);

/* Hashes of the files that decide what a host of the setup does. A new reference. */
json_t *artefacts_hashes(const struct artefacts *artefacts, const struct artefact_setup *setup);

/* What a record says about them: artefacts_hashes(), builds, patches, source, compiler, files. A
 * new reference. */
json_t *artefacts_describe(const struct artefacts *artefacts, const struct artefact_setup *setup);

/* For artefact/ only: hashes the files of kernel->build. 0 or -errno. */
int artefacts_hash_kernel(struct artefact_kernel *kernel);

#endif
