// SPDX-License-Identifier: GPL-2.0-or-later
/* Files in which each running campaign lists the preparations that it still needs. */
#include "testbed/sim_trim.h"

#include "testbed/sim_cache.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/paths.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Makes a file for one hash per line, locked by this campaign as long as it lives. */
static int list_make(struct sim *sim)
{
	g_autofree char *folder = paths_made(preparation_store.kind);
	g_autofree char *path = g_build_filename(folder, SIM_NEEDED "XXXXXX", NULL);
	int fd = mkostemp(path, O_CLOEXEC), err;

	if (fd < 0)
		return error_sys(errno, "%s: cannot make this file", path);
	close(fd);
	err = lock_take(path, true, false, &sim->needed);
	if (err) {
		unlink(path);
		return err;
	}
	sim->needed_path = g_steal_pointer(&path);
	return 0;
}

int sim_declare_needed(struct sim *sim, GHashTable *hashes)
{
	g_autoptr(GString) text = g_string_new(NULL);
	int err = sim->needed_path ? 0 : list_make(sim);
	GHashTableIter iter;
	gpointer hash;

	if (err)
		return err;
	g_hash_table_iter_init(&iter, hashes);
	while (g_hash_table_iter_next(&iter, &hash, NULL))
		g_string_append_printf(text, "%s\n", (char *)hash);
	if (ftruncate(sim->needed, 0) < 0 ||
	    pwrite(sim->needed, text->str, text->len, 0) != (ssize_t)text->len)
		err = error_sys(errno, "%s: cannot write", sim->needed_path);
	return err;
}

void sim_end_needed(struct sim *sim)
{
	if (!sim->needed_path)
		return;
	unlink(sim->needed_path);
	close(sim->needed);
	g_clear_pointer(&sim->needed_path, g_free);
}

/* Adds the list's hashes; removes a list whose campaign has ended. */
static int list_read(const char *path, GHashTable *hashes)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	int fd, err = lock_take(path, true, false, &fd);

	if (!err) {
		unlink(path);
		close(fd);
	}
	if (err != -EBUSY)
		return err;
	err = fs_read(path, &text, NULL);
	if (err)
		return fs_exists(path) ? err : 0; /* its campaign has just ended */
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++)
		if (**line)
			g_hash_table_add(hashes, g_strdup(*line));
	return 0;
}

int sim_add_needed(const struct sim *sim, GHashTable *hashes)
{
	g_autofree char *folder = paths_made(preparation_store.kind);
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(folder, &names);

	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);

		if (g_str_has_prefix(names->pdata[i], SIM_NEEDED) &&
		    g_strcmp0(path, sim->needed_path))
			err = list_read(path, hashes);
	}
	return err;
}
