// SPDX-License-Identifier: GPL-2.0-or-later
/* The programs that build kernels, and the fixed environment in which they run. */
#ifndef KERNEL_TOOLCHAIN_H
#define KERNEL_TOOLCHAIN_H

#include "kernel/linux_version.h"

#include <glib.h>

/* A program or header that a build needs, and the Debian package that has it. */
struct need {
	const char *what; /* program name, or path of a header */
	const char *package;
};

/* End with a row whose what is NULL. */
extern const struct need kernel_needs[], perf_needs[];

/* Checks that all of them are there. -ENOPKG names what is missing and the apt-get line that
 * installs it. */
int toolchain_check(const struct need *needs);

/* First lines of gcc --version and ld --version; free both with g_free(), also after an error.
 * Errors of process_output(). */
int toolchain_versions(char **compiler, char **linker);

/*
 * A new argument vector of env -i with the fixed environment: of the caller's only PATH, HOME,
 * TMPDIR and CCACHE_DIR reach the build. Its elements are freed with it; it has no NULL at its end
 * yet.
 */
GPtrArray *toolchain_command(void);

/* Variables of every make of a kernel, NULL-terminated. They are part of its hash. */
extern const char *const toolchain_variables[];

/* One more of them for this version of Linux, or NULL. Static text. */
const char *toolchain_more(const struct linux_version *version);

/*
 * "CC=ccache gcc", or "CC=gcc" if there is no ccache or it does not work, which gives a warning;
 * the results are equal. The first call tries ccache, whose output is appended to the log. Static
 * text.
 */
const char *toolchain_cc(const char *log);

/* Appends a printf-formatted argument. */
void argument_add(GPtrArray *argv, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
