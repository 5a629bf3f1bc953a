// SPDX-License-Identifier: GPL-2.0-or-later
/* Removes the longest unused preparations that nobody needs when the disk budget is used up. */
#include "testbed/sim_trim.h"

#include "testbed/cache.h"
#include "testbed/sim_cache.h"
#include "testbed/sim_inputs.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/units.h"

#include <errno.h>
#include <unistd.h>

#define BUDGET_VARIABLE "APFBENCH_SNAPSHOT_BUDGET"
#define BUDGET_INITIAL	"20G"

/* One campaign trims at a time; it declares its own needs before it reads those of others. */
#define TRIM_LOCK ".trim"

int sim_read_budget(uint64_t *budget)
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

static int trim_to(uint64_t budget, GHashTable *needed)
{
	g_autoptr(GPtrArray) entries = NULL;
	uint64_t used = 0;
	int err;

	err = cache_list("preparations", &entries);
	if (err)
		return err;
	for (guint i = 0; i < entries->len; i++)
		used += ((struct cache_entry *)entries->pdata[i])->bytes;
	for (guint i = 0; i < entries->len && used > budget; i++) {
		const struct cache_entry *entry = entries->pdata[i];

		if (g_hash_table_contains(needed, entry->name))
			continue;
		err = sim_remove_preparation(entry->name);
		if (err == -EBUSY)
			continue;
		if (err)
			return err;
		used -= entry->bytes;
	}
	return 0;
}

int sim_trim(void *state, const GPtrArray *keep)
{
	struct sim *sim = state;
	g_autoptr(GHashTable) needed = hashes_of(sim, keep);
	g_autofree char *path = sim_folder(TRIM_LOCK);
	g_autofree char *folder = g_path_get_dirname(path);
	int lock, err;

	err = fs_make_folder(folder);
	if (!err)
		err = lock_take(path, true, true, &lock);
	if (err)
		return err;
	err = sim_declare_needed(sim, needed);
	if (!err)
		err = sim_add_needed(sim, needed);
	if (!err)
		err = trim_to(sim->budget, needed);
	close(lock);
	return err;
}
