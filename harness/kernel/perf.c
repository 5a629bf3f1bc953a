// SPDX-License-Identifier: GPL-2.0-or-later
/* Builds perf for the host image. */
#include "kernel/perf.h"

#include "kernel/cache.h"
#include "kernel/make.h"
#include "kernel/toolchain.h"
#include "util/process.h"

/*
 * Everything that needs a library beyond libc, libm, libelf, libz and libtraceevent is off: the
 * image would have to carry it. jevents (names of hardware events) needs python and makes perf more
 * than twice as large; the counters read here are tracepoints. prefix and srcdir keep paths of this
 * machine out of the binary.
 */
const char *const perf_variables[] = {
	"prefix=/usr",	      "srcdir=/usr/src/perf",
	"WERROR=0",	      "NO_LIBPERL=1",
	"NO_LIBPYTHON=1",     "NO_JEVENTS=1",
	"NO_SLANG=1",	      "NO_LIBNUMA=1",
	"NO_LIBBPF=1",	      "NO_DWARF=1",
	"NO_LIBUNWIND=1",     "NO_LIBDW_DWARF_UNWIND=1",
	"NO_LIBCRYPTO=1",     "NO_DEMANGLE=1",
	"NO_LIBAUDIT=1",      "NO_LIBBABELTRACE=1",
	"NO_LIBCAP=1",	      "NO_LIBZSTD=1",
	"NO_LZMA=1",	      "NO_JVMTI=1",
	"NO_AUXTRACE=1",      "NO_SDT=1",
	"NO_LIBDEBUGINFOD=1", "NO_AIO=1",
	"NO_BIONIC=1",	      NULL,
};

/* Later perf takes these libraries if they are there, and compiles programs for BPF. */
static const char *const later_variables[] = { "NO_LIBLLVM=1", "NO_CAPSTONE=1", "NO_LIBPFM4=1",
					       "BUILD_BPF_SKEL=0", NULL };

/* Tracepoints take a library that was a part of the kernel's tree before. */
static const struct need later_needs[] = {
	{ "/usr/include/traceevent/event-parse.h", "libtraceevent-dev" },
	{ "pkg-config", "pkg-config" },
	{ NULL, NULL },
};

/* The first version whose perf is of this kind. */
static const struct linux_version later = { 6, 2 };

static bool is_later(const struct linux_version *version)
{
	return linux_version_compare(version, &later) >= 0;
}

const char *const *perf_more(const struct linux_version *version)
{
	static const char *const none[] = { NULL };

	return is_later(version) ? later_variables : none;
}

/*
 * Builds in the tree itself, which is thrown away afterwards: with O= the path of the objects gets
 * into perf. Makefile.perf by name, because only then can srcdir, another path that gets in, be
 * set.
 */
static int perf_make(const struct inputs *inputs, const char *tree, unsigned int jobs,
		     const char *log)
{
	g_autoptr(GPtrArray) argv = toolchain_command();
	g_autofree char *what = g_strdup_printf("kernel %s: compiling perf", inputs->spec->name);
	g_autofree char *count = cache_count("perf");
	const struct step step = { .what = what, .log = log, .count = count };

	argument_add(argv, "make");
	argument_add(argv, "-C");
	argument_add(argv, "%s/tools/perf", tree);
	argument_add(argv, "-f");
	argument_add(argv, "Makefile.perf");
	argument_add(argv, "-j%u", jobs);
	argument_add(argv, "%s", toolchain_cc(log));
	for (guint i = 0; toolchain_variables[i]; i++)
		argument_add(argv, "%s", toolchain_variables[i]);
	for (guint i = 0; perf_variables[i]; i++)
		argument_add(argv, "%s", perf_variables[i]);
	for (const char *const *more = perf_more(&inputs->version); *more; more++)
		argument_add(argv, "%s", *more);
	argument_add(argv, "perf");
	return step_run(&step, argv);
}

/* In the folder that becomes the cache's entry; in a dry run only the commands are printed. */
static int perf_strip(const struct inputs *inputs, const char *tree, const char *result)
{
	g_autofree char *built = g_build_filename(tree, "tools/perf/perf", NULL);
	g_autofree char *stripped = g_build_filename(result, "perf", NULL);
	/* The build id is a hash over debug information, with its paths, which is stripped here. */
	const char *const strip[] = { "strip", "-s",	 "-R",	".note.gnu.build-id",
				      "-o",    stripped, built, NULL };
	int err = process_check(strip, NULL);

	if (process_dry_run())
		return err;
	if (!err)
		return cache_publish(result, "perf", inputs->perf_hash,
				     json_pack("{s:s, s:s}", "source", inputs->source.text,
					       "compiler", inputs->compiler));
	store_abandon(result);
	return err;
}

int perf_build(const struct inputs *inputs, const char *tree, unsigned int jobs, const char *log)
{
	g_autofree char *result = NULL;
	int err = toolchain_check(perf_needs);

	if (!err && is_later(&inputs->version))
		err = toolchain_check(later_needs);
	if (!err)
		err = perf_make(inputs, tree, jobs, log);
	if (!err)
		err = store_begin(&kernel_store, inputs->perf_hash, &result);
	return err ? err : perf_strip(inputs, tree, result);
}
