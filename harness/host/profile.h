// SPDX-License-Identifier: GPL-2.0-or-later
/* What the host's CPUs execute in the window, and why its guest exits. */
#ifndef HOST_PROFILE_H
#define HOST_PROFILE_H

#include "host/guest.h"
#include "host/perf.h"

#include <jansson.h>

struct profile {
	struct perf samples, exits;
};

/* Nothing runs. */
void profile_init(struct profile *profile);

/* Starts both, not recording yet. Files go to folder. The caller calls profile_clear() also after
 * an error. 0 or -errno. */
int profile_prepare(struct profile *profile, const char *folder);

/* Called just before and just after the window; do nothing if nothing was prepared. 0 or -errno. */
int profile_open(struct profile *profile);
int profile_close(struct profile *profile);

/*
 * Called when nothing is measured any more: lets perf resolve its symbols here, where the kernel
 * is. *texts: {"hertz": samples a second on each CPU, "vcpus": [thread ...], "samples": what perf
 * report prints, "callers": who called them, "exits": what perf kvm stat prints, "data": perf's
 * file of the samples in base64, "kallsyms": the kernel's symbols}, a new reference; NULL if
 * nothing was prepared, or after an error. 0 or -errno.
 */
int profile_read(struct profile *profile, const struct guest *guest, json_t **texts);

/* Ends what runs, and frees what it owns. */
void profile_clear(struct profile *profile);

#endif
