// SPDX-License-Identifier: GPL-2.0-or-later
/* From a kernel's description to its bzImage, config and perf, by way of the cache. */
#ifndef KERNEL_KERNEL_H
#define KERNEL_KERNEL_H

#include "experiment/experiment.h"

#include <stdbool.h>

/* The file of the symbols, in the folder of a build that the cache has. Builds of earlier versions
 * and those in packs lack it. */
#define KERNEL_VMLINUX "vmlinux"

struct kernel_build {
	char *hash;   /* of source version, patches, config fragments, compiler; 64 hex digits */
	char *folder; /* made/kernels/NAME-HASH, HASH being its first 16 digits */
	char *bzimage;
	char *config;	/* the final .config */
	char *perf;	/* stripped perf of the same tree, or NULL if not asked for */
	char *source;	/* "linux-source-6.1 6.1.192-2", "git abc123 (dirty, diff 5678)" ... */
	char *compiler; /* first line of gcc --version */
	char **patches; /* "SERIES/PATCH SHA256", its first 16 digits, lowest first; ends with NULL
			 */
};

/*
 * Finds the kernel in the cache, or builds it. simulated: the testbed's series "sim" (and its
 * fragment) goes on top. with_perf: perf as well. jobs: make -j, 0 = all cores. In a dry run
 * (process_dry_run()) it prints every command that is needed, and fills *build all the same. After
 * success the caller calls kernel_build_clear(). Errors: -EBADMSG: patch (which patch, file, hunk),
 * compiler, or an option that did not survive; a compiler's text has the log's last lines. -EINVAL:
 * what the experiment says is wrong (series, fragment, a folder that is not a kernel source).
 * -ENOENT, -ENOPKG: source or a program is missing: which Debian package has it.
 * -EINTR: make was interrupted. -ENOSPC: too little room for an unpacked source.
 */
int kernel_build(const struct kernel_spec *spec, bool simulated, bool with_perf, unsigned int jobs,
		 struct kernel_build *build);
void kernel_build_clear(struct kernel_build *build);

/*
 * Whether the patches of a kernel that is not in the cache apply, in seconds: for those that are
 * built after others. Waits while another process builds it. Errors as of kernel_build(). Does
 * nothing in a dry run, nor for a source that is a folder.
 */
int kernel_check(const struct kernel_spec *spec, bool simulated);

/*
 * Fills *build from the folder of a finished kernel: build.json, config and bzImage, as in the
 * cache; no perf. It is for kernel_build_clear() after success only. -ENOENT: one of these files is
 * missing; -EINVAL: build.json is no such file; else -errno.
 */
int kernel_read(const char *folder, struct kernel_build *build);

/* kernel_read() of the entry of the cache that has this hash. -ENOENT if there is none. */
int kernel_recall(const char *hash, struct kernel_build *build);

/* A kernel as it was built before. */
struct kernel_former {
	const struct kernel_spec *spec;
	bool simulated;
	const char *hash; /* struct kernel_build */
	const char *kept; /* folder of kernel_keep(), maybe without anything in it */
};

/*
 * The file with the symbols of the build that has this hash, from the cache; name: the kernel's,
 * for errors. Free with g_free(). -ENOPKG: it is not there, and what to do.
 */
int kernel_symbols(const char *name, const char *hash, char **path);

/*
 * kernel_build() of a kernel that would get the same hash again. -ENOPKG: it would not; the text
 * names what differs in source, patches, config and compiler. Nor would it if one of them is a path
 * and no name: that is of another machine, or a stranger's choice of what the build executes.
 */
int kernel_rebuild(const struct kernel_former *former, bool with_perf, unsigned int jobs,
		   struct kernel_build *build);

/*
 * Copies build.json, config and, of a dirty tree, source.diff of the build into the folder, unless
 * they are there. -ESTALE if it has those of another build of the kernel of this name; else -errno.
 */
int kernel_keep(const char *name, const struct kernel_build *build, const char *folder);

/* Removes what kernel_keep() left in the folder, and the folder unless it has more in it. 0 or
 * -errno. */
int kernel_forget(const char *folder);

/*
 * Compares the kernel that would be built now with the one that kernel_keep() left in the folder. 0
 * if they are equal or nothing was left, -ESTALE if they differ; kernel_build()'s errors for inputs
 * that are wrong or missing.
 */
int kernel_compare(const struct kernel_spec *spec, bool simulated, const char *folder);

#endif
