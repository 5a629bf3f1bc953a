// SPDX-License-Identifier: GPL-2.0-or-later
/* Builds a kernel (source, patches, config, make), and puts it into the cache. */
#include "kernel/kernel.h"

#include "kernel/cache.h"
#include "kernel/config.h"
#include "kernel/guard.h"
#include "kernel/inputs.h"
#include "kernel/make.h"
#include "kernel/objects.h"
#include "kernel/perf.h"
#include "kernel/series.h"
#include "kernel/toolchain.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/progress.h"
#include "util/units.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct work {
	const struct inputs *inputs;
	char *folder; /* temporary, removed at the end */
	char *tree;
	char *log;
	unsigned int jobs;
	struct objects objects;
};

static int make_target(const struct work *work, const char *target, const char *doing,
		       const char *count)
{
	g_autoptr(GPtrArray) argv = toolchain_command();
	g_autofree char *what = g_strdup_printf("kernel %s: %s", work->inputs->spec->name, doing);
	const struct step step = { .what = what, .log = work->log, .count = count };
	const char *more = toolchain_more(&work->inputs->version);

	argument_add(argv, "make");
	argument_add(argv, "-C");
	argument_add(argv, "%s", work->tree);
	argument_add(argv, "-j%u", work->jobs);
	argument_add(argv, "O=" OBJECTS);
	argument_add(argv, "%s", toolchain_cc(work->log));
	for (guint i = 0; toolchain_variables[i]; i++)
		argument_add(argv, "%s", toolchain_variables[i]);
	if (more)
		argument_add(argv, "%s", more);
	argument_add(argv, "%s", target);
	return step_run(&step, argv);
}

/* The file that merge_config.sh reads: the fragment itself, or what of it is for this version. */
static int fragment_place(const struct work *work, guint number, char **path)
{
	const struct fragment *fragment = work->inputs->fragments->pdata[number];
	g_autofree char *name = g_strdup_printf("fragment-%u.config", number);
	g_autofree char *place = g_build_filename(work->tree, OBJECTS, name, NULL);

	*path = g_strdup(fragment->merged ? place : fragment->path);
	if (!fragment->merged || process_dry_run())
		return 0;
	return fs_write_atomic(place, fragment->merged, strlen(fragment->merged));
}

static int fragments_merge(const struct work *work)
{
	g_autoptr(GPtrArray) argv = toolchain_command();
	g_autofree char *what =
		g_strdup_printf("kernel %s: merging the config", work->inputs->spec->name);
	const struct step step = { .what = what, .log = work->log };
	int err = 0;

	g_ptr_array_insert(argv, 2, g_strdup_printf("--chdir=%s", work->tree));
	argument_add(argv, "scripts/kconfig/merge_config.sh");
	argument_add(argv, "-m");
	argument_add(argv, "-O");
	argument_add(argv, OBJECTS);
	argument_add(argv, OBJECTS "/.config");
	for (guint i = 0; !err && i < work->inputs->fragments->len; i++) {
		g_autofree char *path = NULL;

		err = fragment_place(work, i, &path);
		argument_add(argv, "%s", path);
	}
	return err ? err : step_run(&step, argv);
}

static int kernel_configure(const struct work *work)
{
	g_autofree char *config = g_build_filename(work->tree, OBJECTS, ".config", NULL);
	int err = make_target(work, "tinyconfig", "tinyconfig", NULL);

	if (!err && work->inputs->fragments->len)
		err = fragments_merge(work);
	if (!err)
		err = make_target(work, "olddefconfig", "olddefconfig", NULL);
	if (!err && !process_dry_run()) {
		err = config_verify(work->inputs->fragments, &work->inputs->version, config);
		if (err)
			error_prefix(err, "kernel %s", work->inputs->spec->name);
	}
	return err;
}

/* The way into the cache begins in result. vmlinux, from which bzImage is made, has the symbols. */
static int files_take(const struct work *work, const char *result)
{
	static const struct {
		const char *object, *name;
	} files[] = {
		{ "arch/x86/boot/bzImage", "bzImage" },
		{ ".config", "config" },
		{ KERNEL_VMLINUX, KERNEL_VMLINUX },
	};
	const struct inputs *inputs = work->inputs;
	g_autofree char *to_diff = g_build_filename(result, "source.diff", NULL);
	int err = 0;

	for (size_t i = 0; !err && i < G_N_ELEMENTS(files); i++) {
		g_autofree char *from =
			g_build_filename(work->tree, OBJECTS, files[i].object, NULL);
		g_autofree char *to = g_build_filename(result, files[i].name, NULL);

		err = fs_copy(from, to);
	}
	if (!err && inputs->source.diff)
		err = fs_write_atomic(to_diff, inputs->source.diff->str, inputs->source.diff->len);
	return err;
}

static int kernel_publish(const struct work *work)
{
	const struct inputs *inputs = work->inputs;
	g_autofree char *result = NULL;
	int err = store_begin(&kernel_store, inputs->hash, &result);

	if (!err)
		err = files_take(work, result);
	if (!err)
		return cache_publish(result, inputs->spec->name, inputs->hash, inputs_json(inputs));
	store_abandon(result);
	return err;
}

static int kernel_compile(const struct work *work)
{
	g_autofree char *count = cache_count(work->inputs->spec->name);
	int err = kernel_configure(work);

	if (!err)
		err = make_target(work, "bzImage", "compiling", count);
	if (!err && !process_dry_run())
		err = kernel_publish(work);
	return err;
}

/* A file of the source in this place would get into the build, and a link would lead the build
 * elsewhere. */
static int objects_check(const struct work *work)
{
	g_autofree char *objects = g_build_filename(work->tree, OBJECTS, NULL);
	struct stat st;

	if (process_dry_run() || lstat(objects, &st) < 0)
		return 0;
	return error_set(EINVAL, "%s: the source has something of this name, which builds need",
			 OBJECTS);
}

static int tree_prepare(struct work *work)
{
	const struct inputs *inputs = work->inputs;
	int err = source_unpack(&inputs->source, work->folder, &work->tree);

	if (!err)
		err = series_apply(inputs->patches, work->tree, work->log, true);
	if (!err)
		err = objects_check(work);
	return err ? error_prefix(err, "kernel %s", inputs->spec->name) : 0;
}

/* Takes perf's own lock: kernels that share one perf may be built at the same time. */
static int perf_compile(const struct work *work)
{
	g_autofree char *present = NULL;
	int lock = -1, err = 0;

	if (process_dry_run())
		return perf_build(work->inputs, work->tree, work->jobs, work->log);
	err = store_lock(&kernel_store, work->inputs->perf_hash, true, &lock);
	if (err)
		return err;
	present = store_find(&kernel_store, work->inputs->perf_hash);
	if (!present)
		err = perf_build(work->inputs, work->tree, work->jobs, work->log);
	close(lock);
	return err;
}

/* In paths, the kernel's makefiles and shells understand only these characters. */
static int folder_check(const char *folder)
{
	static const char plain[] = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "/._-+,@=~";
	const char *temporary = g_getenv("TMPDIR"), *odd = folder;

	while (*odd && (strchr(plain, *odd) || *odd & 0x80))
		odd++;
	if (g_ascii_isspace(*odd))
		return error_set(
			EINVAL,
			"%s: kernels cannot be built in a folder with a blank in its path; "
			"choose another with -o",
			folder);
	if (*odd)
		return error_set(EINVAL,
				 "%s: kernels cannot be built in a folder with %c in its path; "
				 "choose another with -o",
				 folder, *odd);
	if (temporary && *temporary && access(temporary, W_OK | X_OK) < 0)
		return error_set(EINVAL,
				 "TMPDIR: %s: compilers cannot write there (%s); make this folder, "
				 "or unset TMPDIR",
				 temporary, strerror(errno));
	return 0;
}

static const char *build_what(bool kernel, bool perf)
{
	return !kernel ? "perf" : perf ? "kernel and perf" : "kernel";
}

static int log_begin(const struct work *work, const char *what)
{
	g_autofree char *folder = g_path_get_dirname(work->log);
	int err = fs_make_folder(folder);

	if (err)
		return err;
	unlink(work->log);
	progress_note("kernel %s: building %s, log in %s", work->inputs->spec->name, what,
		      work->log);
	return 0;
}

static int work_do(struct work *work, bool kernel, bool perf)
{
	const struct inputs *inputs = work->inputs;
	const char *name = inputs->spec->name;
	int err = process_dry_run() ? 0 : log_begin(work, build_what(kernel, perf));

	if (!err)
		err = folder_check(work->folder);
	if (!err)
		err = tree_prepare(work);
	if (!err && kernel && inputs->spec->incremental)
		err = objects_take(inputs, work->folder, &work->tree, &work->objects);
	if (!err && kernel)
		err = kernel_compile(work);
	if (!err && perf)
		err = perf_compile(work);
	/* A build that failed has sound objects as well; one that was stopped may not. */
	objects_close(inputs, err != -EINTR && guard_check() == 0, &work->objects);
	/* Ctrl-C ends the program that runs at that moment: report the Ctrl-C, not its failure. */
	if (err && err != -EINTR && guard_check() < 0)
		err = error_prefix(-EINTR, "kernel %s", name);
	if (!process_dry_run())
		progress_live("kernel %s: cleaning up", name);
	store_abandon(work->folder);
	progress_clear();
	return err;
}

static int work_begin(const struct inputs *inputs, bool kernel, bool perf, unsigned int jobs)
{
	struct work work = { .inputs = inputs,
			     .jobs = jobs ? jobs : g_get_num_processors(),
			     .objects.lock = -1 };
	gint64 start = g_get_monotonic_time();
	int err = store_begin(&kernel_store, inputs->hash, &work.folder);

	work.log = cache_log(inputs->spec->name, inputs->hash);
	if (!err)
		err = work_do(&work, kernel, perf);
	if (!err && !process_dry_run()) {
		g_autofree char *time = units_duration_human(
			(double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC);

		progress_note("kernel %s: %s built in %s", inputs->spec->name,
			      build_what(kernel, perf), time);
	}
	g_free(work.folder);
	g_free(work.tree);
	g_free(work.log);
	return err;
}

static char **patches_list(const GPtrArray *patches)
{
	char **list = g_new0(char *, patches->len + 1);

	for (guint i = 0; i < patches->len; i++) {
		const struct patch *patch = patches->pdata[i];

		list[i] = patch_label(patch->series, patch->name, patch->hash);
	}
	return list;
}

/* Where the results are, or in a dry run would be. */
static void build_fill(const struct inputs *inputs, bool with_perf, struct kernel_build *build)
{
	g_autofree char *perf = with_perf ? store_find(&kernel_store, inputs->perf_hash) : NULL;

	build->folder = store_find(&kernel_store, inputs->hash);
	if (!build->folder)
		build->folder = store_path(&kernel_store, inputs->spec->name, inputs->hash);
	if (with_perf && !perf)
		perf = store_path(&kernel_store, "perf", inputs->perf_hash);
	build->hash = g_strdup(inputs->hash);
	build->bzimage = g_build_filename(build->folder, "bzImage", NULL);
	build->config = g_build_filename(build->folder, "config", NULL);
	build->perf = perf ? g_build_filename(perf, "perf", NULL) : NULL;
	build->source = g_strdup(inputs->source.text);
	build->compiler = g_strdup(inputs->compiler);
	build->patches = patches_list(inputs->patches);
}

static bool is_missing(const char *hash)
{
	g_autofree char *folder = store_find(&kernel_store, hash);

	return !folder;
}

int kernel_build(const struct kernel_spec *spec, bool simulated, bool with_perf, unsigned int jobs,
		 struct kernel_build *build)
{
	struct inputs inputs;
	struct guard guard;
	bool kernel, perf;
	int lock = -1, err;

	memset(build, 0, sizeof(*build));
	err = inputs_open(spec, simulated, &inputs);
	if (err)
		return err;
	kernel = is_missing(inputs.hash);
	perf = with_perf && is_missing(inputs.perf_hash);
	if ((kernel || perf) && !process_dry_run()) {
		err = store_lock(&kernel_store, inputs.hash, true, &lock);
		/* Another process may have built it while it held the lock. */
		kernel = kernel && is_missing(inputs.hash);
	}
	if (!err && (kernel || perf)) {
		guard_begin(&guard);
		err = work_begin(&inputs, kernel, perf, jobs);
		guard_end(&guard);
	}
	if (lock >= 0)
		close(lock);
	if (!err)
		build_fill(&inputs, with_perf, build);
	inputs_close(&inputs);
	return err;
}

void kernel_build_clear(struct kernel_build *build)
{
	g_free(build->hash);
	g_free(build->folder);
	g_free(build->bzimage);
	g_free(build->config);
	g_free(build->perf);
	g_free(build->source);
	g_free(build->compiler);
	g_strfreev(build->patches);
	memset(build, 0, sizeof(*build));
}
