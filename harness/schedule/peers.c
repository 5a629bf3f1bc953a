// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps for each setup those records that have an input which no earlier record had. */
#include "schedule/peers.h"

#include "campaign/campaign.h"
#include "record/mixture.h"
#include "record/record.h"
#include "util/error.h"

#include <errno.h>

struct peer {
	char *path;
	json_t *record;
};

struct peers {
	GPtrArray *all;	   /* struct peer * */
	GHashTable *known; /* "SETUP INPUT" for each input that a kept record has */
};

static void peer_free(gpointer data)
{
	struct peer *peer = data;

	json_decref(peer->record);
	g_free(peer->path);
	g_free(peer);
}

void peers_free(struct peers *peers)
{
	if (!peers)
		return;
	g_ptr_array_unref(peers->all);
	g_hash_table_unref(peers->known);
	g_free(peers);
}

/* The experiment may be the same while a series or a package has changed. */
int peers_check(const struct peers *peers, const json_t *record)
{
	for (guint i = 0; i < peers->all->len; i++) {
		const struct peer *peer = peers->all->pdata[i];
		g_autofree char *difference = record_mixture(peer->record, record);

		if (difference)
			return error_set(ESTALE,
					 "%s was made with another %s; choose another folder, or "
					 "remove this campaign",
					 peer->path, difference);
	}
	return 0;
}

/* Notes which inputs the record has; true if one of them is new for its setup. */
static bool says_more(struct peers *peers, const json_t *record)
{
	const char *setup = record_string(record, "determined.setup");
	json_t *inputs = (json_t *)record_lookup(record, "determined.inputs");
	bool more = false;
	const char *key;
	json_t *value;

	json_object_foreach (inputs, key, value)
		if (!json_is_null(value))
			more |= g_hash_table_add(peers->known,
						 g_strdup_printf("%s %s", setup, key));
	return more;
}

int peers_add(struct peers *peers, const char *path, json_t *record)
{
	int err = peers_check(peers, record);
	struct peer *peer;

	if (err || !says_more(peers, record))
		return err;
	peer = g_new0(struct peer, 1);
	peer->path = g_strdup(path);
	peer->record = json_incref(record);
	g_ptr_array_add(peers->all, peer);
	return 0;
}

int peers_load(const char *folder, struct peers **peers)
{
	g_autoptr(GPtrArray) names = NULL;
	int err = campaign_records(folder, &names);

	*peers = g_new0(struct peers, 1);
	(*peers)->all = g_ptr_array_new_with_free_func(peer_free);
	(*peers)->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, "records", names->pdata[i], NULL);
		json_t *record = NULL;

		err = record_load(path, &record);
		if (!err)
			err = peers_add(*peers, path, record);
		json_decref(record);
	}
	if (err) {
		peers_free(*peers);
		*peers = NULL;
	}
	return err;
}
