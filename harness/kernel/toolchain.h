// SPDX-License-Identifier: GPL-2.0-or-later
/* The programs that build kernels, and the fixed environment in which they run. */
#ifndef KERNEL_TOOLCHAIN_H
#define KERNEL_TOOLCHAIN_H

#include <glib.h>

/* A program or header that a build needs, and the Debian package that brings it. */
struct need {
	const char *what; /* program name, or path of a header */
	const char *package;
};

/* End with a row whose what is NULL. */
extern const struct need kernel_needs[], perf_needs[];

/* -ENOPKG names all that is missing and the apt-get line that brings it. */
int toolchain_check(const struct need *needs);

/* First lines of gcc --version and ld --version. */
int toolchain_versions(char **compiler, char **linker);

/*
 * An argument vector (elements are freed with it, no NULL at the end yet) of env -i with the fixed
 * environment: nothing of the caller's reaches the build but PATH, HOME, TMPDIR and CCACHE_DIR.
 */
GPtrArray *toolchain_command(void);

/* Variables of every make of a kernel; ends with NULL. They are part of its hash. */
extern const char *const toolchain_variables[];

/*
 * "CC=ccache gcc", or "CC=gcc" where there is no ccache or it does not work, of which a warning
 * tells: the result is the same. The first call tries it; what it says goes to the log.
 */
const char *toolchain_cc(const char *log);

/* Appends a printf-formatted argument. */
void argument_add(GPtrArray *argv, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
