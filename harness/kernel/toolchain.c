// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes builds independent of the machine's environment, time and user. */
#include "kernel/toolchain.h"

#include "kernel/log.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"
#include "util/progress.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

const struct need kernel_needs[] = {
	{ "as", "binutils" }, { "bc", "bc" },
	{ "bison", "bison" }, { "flex", "flex" },
	{ "gcc", "gcc" },     { "gzip", "gzip" },
	{ "ld", "binutils" }, { "make", "make" },
	{ "git", "git" },     { "/usr/include/gelf.h", "libelf-dev" },
	{ NULL, NULL },
};

const struct need perf_needs[] = {
	{ "/usr/include/gelf.h", "libelf-dev" },
	{ "/usr/include/zlib.h", "zlib1g-dev" },
	{ "strip", "binutils" },
	{ NULL, NULL },
};

/* The month of the cover letter; any fixed time would do. */
static const char *const fixed_environment[] = {
	"LC_ALL=C",
	"TZ=UTC",
	"KBUILD_BUILD_TIMESTAMP=Mon Nov  1 00:00:00 UTC 2010",
	"KBUILD_BUILD_USER=apfbench",
	"KBUILD_BUILD_HOST=apfbench",
	"KBUILD_BUILD_VERSION=1",
	"LOCALVERSION=", /* set, though empty: otherwise a git tree adds "+" to its version */
	NULL,
};

#define WITH_CCACHE "CC=ccache gcc"

const char *const toolchain_variables[] = { "ARCH=x86", NULL };

/* Since this version a kernel's config, and with it the kernel, has the version of a Rust compiler
 * that happens to be there. */
static const struct linux_version asks_for_rust = { 6, 12 };

const char *toolchain_more(const struct linux_version *version)
{
	return linux_version_compare(version, &asks_for_rust) < 0 ? NULL : "RUSTC=false";
}

int toolchain_check(const struct need *needs)
{
	g_autoptr(GString) missing = g_string_new(NULL);
	g_autoptr(GString) packages = g_string_new(NULL);

	for (const struct need *need = needs; need->what; need++) {
		g_autofree char *found = *need->what == '/' ? NULL : process_find(need->what);

		if (found || (*need->what == '/' && fs_exists(need->what)))
			continue;
		g_string_append_printf(missing, "%s%s", missing->len ? ", " : "", need->what);
		if (!strstr(packages->str, need->package))
			g_string_append_printf(packages, " %s", need->package);
	}
	if (!missing->len)
		return 0;
	return error_set(ENOPKG, "kernel builds lack %s; run: apt-get install%s", missing->str,
			 packages->str);
}

static int version_ask(const char *program, char **line)
{
	const char *const argv[] = { program, "--version", NULL };
	char *environment[] = { (char *)"LC_ALL=C", NULL };
	const struct process_options options = { .environment = environment };
	int err = process_output(argv, &options, line);

	if (!err)
		(*line)[strcspn(*line, "\n")] = '\0';
	return err;
}

int toolchain_versions(char **compiler, char **linker)
{
	int err = version_ask("gcc", compiler);

	return err ? err : version_ask("ld", linker);
}

void argument_add(GPtrArray *argv, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(argv, g_strdup_vprintf(format, args));
	va_end(args);
}

/* Without a home folder ccache has no place of its own: it gets one in the output folder. */
static void ccache_environment(GPtrArray *argv)
{
	const char *chosen = g_getenv("CCACHE_DIR"), *home = g_getenv("HOME");
	g_autofree char *made = paths_made("ccache");

	if (chosen)
		argument_add(argv, "CCACHE_DIR=%s", chosen);
	else if (!home || access(home, W_OK) < 0)
		argument_add(argv, "CCACHE_DIR=%s", made);
}

GPtrArray *toolchain_command(void)
{
	GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
	const char *path = g_getenv("PATH"), *home = g_getenv("HOME"), *tmp = g_getenv("TMPDIR");

	argument_add(argv, "env");
	argument_add(argv, "-i");
	argument_add(argv, "PATH=%s", path ? path : "/usr/bin:/bin");
	if (home)
		argument_add(argv, "HOME=%s", home);
	if (tmp)
		argument_add(argv, "TMPDIR=%s", tmp);
	ccache_environment(argv);
	for (guint i = 0; fixed_environment[i]; i++)
		argument_add(argv, "%s", fixed_environment[i]);
	return argv;
}

/* ccache fails the build if it cannot write to its folder or read its settings. */
static bool ccache_works(const char *log)
{
	static const char *const compile[] = { "ccache", "gcc",	      "-c", "-x",
					       "c",	 "/dev/null", "-o", "/dev/null" };
	const struct process_options options = { .log = log };
	g_autoptr(GPtrArray) argv = toolchain_command();
	g_autofree char *text = NULL;
	off_t before = log_size(log);
	const char *last;

	for (size_t i = 0; i < G_N_ELEMENTS(compile); i++)
		argument_add(argv, "%s", compile[i]);
	g_ptr_array_add(argv, NULL);
	if (process_run((const char *const *)argv->pdata, &options) == 0)
		return true;
	last = log_read(log, before, &text) ? NULL : strrchr(g_strchomp(text), '\n');
	progress_warn("ccache does not work, so kernels are compiled without it: %s",
		      last   ? last + 1
		      : text ? text
			     : "it gives no reason");
	return false;
}

const char *toolchain_cc(const char *log)
{
	static const char *found;

	if (!found) {
		g_autofree char *ccache = process_find("ccache");

		if (ccache && process_dry_run())
			return WITH_CCACHE;
		found = ccache && ccache_works(log) ? WITH_CCACHE : "CC=gcc";
	}
	return found;
}
