// SPDX-License-Identifier: GPL-2.0-or-later
/* Tries whether a kernel's patches apply, long before it is its turn to be built. */
#include "kernel/kernel.h"

#include "kernel/cache.h"
#include "kernel/guard.h"
#include "kernel/inputs.h"
#include "kernel/series.h"
#include "util/error.h"
#include "util/process.h"
#include "util/progress.h"

#include <errno.h>
#include <unistd.h>

/* A copy of a whole folder would take longer than what it saves. */
static bool is_worth_it(const struct inputs *inputs)
{
	g_autofree char *built = store_find(&kernel_store, inputs->hash);

	return !built && inputs->source.kind != SOURCE_FOLDER && !process_dry_run();
}

static int patches_try(const struct inputs *inputs)
{
	g_autofree char *folder = NULL, *tree = NULL, *log = NULL;
	int err = store_begin(&kernel_store, inputs->hash, &folder);

	if (err)
		return err;
	log = g_build_filename(folder, "log", NULL);
	err = source_unpack(&inputs->source, folder, &tree);
	if (!err)
		err = series_apply(inputs->patches, tree, log, false);
	/* Ctrl-C ends the program that runs at that moment: report the Ctrl-C, not its failure. */
	if (err && err != -EINTR && guard_check() < 0)
		err = -EINTR;
	progress_live("kernel %s: cleaning up", inputs->spec->name);
	store_abandon(folder);
	progress_clear();
	return err ? error_prefix(err, "kernel %s", inputs->spec->name) : 0;
}

/* Without the lock, another process would take the tree for what a killed one has left. */
static int check_locked(const struct inputs *inputs)
{
	struct guard guard;
	int lock, err = store_lock(&kernel_store, inputs->hash, true, &lock);

	if (err)
		return error_prefix(err, "kernel %s", inputs->spec->name);
	/* Whoever held the lock may have built it. */
	if (is_worth_it(inputs)) {
		guard_begin(&guard);
		err = patches_try(inputs);
		guard_end(&guard);
	}
	close(lock);
	return err;
}

int kernel_check(const struct kernel_spec *spec, bool simulated)
{
	struct inputs inputs;
	int err = inputs_open(spec, simulated, &inputs);

	if (err)
		return err;
	if (is_worth_it(&inputs))
		err = check_locked(&inputs);
	inputs_close(&inputs);
	return err;
}
