// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps a copy of a kernel's inputs with its measurements: the cache may be pruned. */
#include "kernel/kernel.h"

#include "kernel/inputs.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/json.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define FACTS_FILE "build.json"

/* 0: nothing is there yet; 1: the facts of that build are there; -ESTALE: of another. */
static int kept_look(const char *name, const char *now, const char *folder)
{
	g_autofree char *path = g_build_filename(folder, FACTS_FILE, NULL);
	const char *hash;
	json_t *facts;
	int err = 1, failed;

	if (!fs_exists(path))
		return 0;
	failed = json_read(path, &facts);
	if (failed)
		return failed;
	hash = json_string_value(json_object_get(facts, "hash"));
	if (g_strcmp0(hash, now))
		err = error_set(ESTALE,
				"kernel %s: is not the one in %s (%.12s, now %.12s): source, "
				"patches, config or compiler changed; choose another folder, or "
				"remove this campaign (`apfbench show` has its table)",
				name, path, hash ? hash : "?", now);
	json_decref(facts);
	return err;
}

/* The facts come last: with them the copy is complete. */
static const char *const files[] = { "config", "source.diff", FACTS_FILE };

static int kept_write(const char *from, const char *folder)
{
	int err = fs_make_folder(folder);

	for (size_t i = 0; !err && i < G_N_ELEMENTS(files); i++) {
		g_autofree char *file = g_build_filename(from, files[i], NULL);
		g_autofree char *to = g_build_filename(folder, files[i], NULL);

		if (fs_exists(file))
			err = fs_copy(file, to);
	}
	return err;
}

int kernel_keep(const char *name, const struct kernel_build *build, const char *folder)
{
	int err = kept_look(name, build->hash, folder);

	if (!err)
		err = kept_write(build->folder, folder);
	return err < 0 ? err : 0;
}

int kernel_forget(const char *folder)
{
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path =
			g_build_filename(folder, files[G_N_ELEMENTS(files) - 1 - i], NULL);

		if (unlink(path) < 0 && errno != ENOENT && errno != ENOTDIR)
			return error_sys(errno, "%s: cannot remove", path);
	}
	(void)rmdir(folder); /* fails if somebody has put something else there */
	return 0;
}

int kernel_compare(const struct kernel_spec *spec, bool simulated, const char *folder)
{
	struct inputs inputs;
	int err = inputs_open(spec, simulated, &inputs);

	if (err)
		return err;
	err = kept_look(spec->name, inputs.hash, folder);
	inputs_close(&inputs);
	return err < 0 ? err : 0;
}
