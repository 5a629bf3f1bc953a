// SPDX-License-Identifier: GPL-2.0-or-later
/* The folder of preparations: where one is, who may touch it, and which go when the disk budget is
 * used up. */
#include "testbed/cache.h"
#include "testbed/sim.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/units.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUDGET_VARIABLE "APFBENCH_SNAPSHOT_BUDGET"
#define BUDGET_INITIAL	"20G"

char *sim_folder(const char *hash)
{
	g_autofree char *all = paths_made("preparations");

	return g_build_filename(all, hash, NULL);
}

char *sim_snapshot(const char *hash)
{
	g_autofree char *folder = sim_folder(hash);

	return g_build_filename(folder, "snapshot", NULL);
}

/* The folder gets its name when all that is in it is whole and on the disk. */
bool sim_is_made(const char *hash)
{
	g_autofree char *snapshot = sim_snapshot(hash);

	return fs_exists(snapshot);
}

int sim_lock(const char *hash, bool exclusive, bool wait, int *fd)
{
	g_autofree char *all = paths_made("preparations");
	g_autofree char *path = g_strconcat(all, "/", hash, ".lock", NULL);
	int err;

	err = fs_make_folder(all);
	if (err)
		return err;
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (*fd < 0)
		return error_sys(errno, "%s: opening the lock of a preparation", path);
	while (flock(*fd, (exclusive ? LOCK_EX : LOCK_SH) | (wait ? 0 : LOCK_NB)) < 0) {
		if (errno == EINTR)
			continue;
		err = errno == EWOULDBLOCK
			      ? error_set(EBUSY, "%s: in use by another apfbench", path)
			      : error_sys(errno, "%s: cannot lock", path);
		close(*fd);
		*fd = -1;
		return err;
	}
	return 0;
}

void sim_touch(const char *hash)
{
	g_autofree char *folder = sim_folder(hash);

	/* Only the order of removal depends on it. */
	(void)utimensat(AT_FDCWD, folder, NULL, 0);
}

void sim_sweep(void)
{
	g_autofree char *all = paths_made("preparations");
	g_autoptr(GPtrArray) names = NULL;

	if (fs_list(all, &names))
		return;
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];

		if (g_str_has_suffix(name, SIM_UNFINISHED))
			/* One that is in the making is locked, and stays. */
			(void)cache_remove(&(struct cache_entry){ .kind = "preparations",
								  .name = names->pdata[i] });
	}
}

static int read_budget(uint64_t *budget)
{
	const char *text = g_getenv(BUDGET_VARIABLE);

	return units_size(BUDGET_VARIABLE, text ? text : BUDGET_INITIAL, 0, UINT64_MAX, budget);
}

static GHashTable *hashes_of(const struct sim *sim, const GPtrArray *keep)
{
	GHashTable *hashes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; keep && i < keep->len; i++)
		g_hash_table_add(hashes, sim_hash_of(sim, keep->pdata[i]));
	return hashes;
}

int sim_trim(void *state, const GPtrArray *keep)
{
	g_autoptr(GHashTable) needed = hashes_of(state, keep);
	g_autoptr(GPtrArray) entries = NULL;
	uint64_t budget, used = 0;
	int err;

	err = read_budget(&budget);
	if (!err)
		err = cache_list("preparations", &entries);
	if (err)
		return err;
	for (guint i = 0; i < entries->len; i++)
		used += ((struct cache_entry *)entries->pdata[i])->bytes;
	for (guint i = 0; i < entries->len && used > budget; i++) {
		const struct cache_entry *entry = entries->pdata[i];

		if (g_hash_table_contains(needed, entry->name))
			continue;
		err = cache_remove(entry);
		if (err == -EBUSY)
			continue;
		if (err)
			return err;
		used -= entry->bytes;
	}
	return 0;
}
