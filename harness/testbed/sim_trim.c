// SPDX-License-Identifier: GPL-2.0-or-later
/* Removes the least recently used preparations that nobody needs when the disk budget is used up.
 */
#include "testbed/sim_trim.h"

#include "testbed/sim_cache.h"
#include "testbed/sim_inputs.h"
#include "util/lock.h"
#include "util/paths.h"
#include "util/units.h"

#include <errno.h>
#include <unistd.h>

#define BUDGET_VARIABLE "APFBENCH_SNAPSHOT_BUDGET"
#define BUDGET_INITIAL	"20G"

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

/* Lists have whole hashes, names of entries their beginnings. */
static GHashTable *beginnings_of(GHashTable *hashes)
{
	GHashTable *beginnings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer hash;

	g_hash_table_iter_init(&iter, hashes);
	while (g_hash_table_iter_next(&iter, &hash, NULL))
		g_hash_table_add(beginnings, g_strndup(hash, STORE_DIGITS));
	return beginnings;
}

static int trim_to(uint64_t budget, GHashTable *hashes)
{
	g_autoptr(GHashTable) needed = beginnings_of(hashes);
	g_autoptr(GPtrArray) entries = NULL;
	uint64_t used = 0;
	int err = store_list(&preparation_store, &entries);

	if (err)
		return err;
	for (guint i = 0; i < entries->len; i++)
		used += ((struct store_entry *)entries->pdata[i])->bytes;
	for (guint i = 0; i < entries->len && used > budget; i++) {
		const struct store_entry *entry = entries->pdata[i];

		if (g_hash_table_contains(needed, entry->hash))
			continue;
		err = store_remove(&preparation_store, entry->name);
		if (err == -EBUSY)
			continue;
		if (err)
			return err;
		used -= entry->bytes;
	}
	return 0;
}

/* A campaign declares its own needs before it reads those of others. */
int sim_trim(void *state, const GPtrArray *keep)
{
	struct sim *sim = state;
	g_autoptr(GHashTable) needed = hashes_of(sim, keep);
	g_autofree char *folder = paths_made(preparation_store.kind);
	g_autofree char *path = g_build_filename(folder, SIM_TRIM_LOCK, NULL);
	int lock, err = store_claim(&preparation_store);

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
