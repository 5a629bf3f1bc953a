// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts a trial's patches and experiment into their folder. */
#include "trial/trial.h"

#include "change/change.h"
#include "kernel/linux_version.h"
#include "kernel/series.h"
#include "trial/base.h"
#include "trial/text.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/progress.h"
#include "util/units.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define NAME	    "try"
#define NAME_DIGITS 12 /* of the hash in the experiment's name */

const struct store trial_store = {
	.kind = "trials",
	.facts = "trial.json",
};

struct trial {
	const struct trial_options *options;
	struct base base;
	struct linux_version version; /* of the base */
	GPtrArray *changes;	      /* struct change * */
	GPtrArray *stack;	      /* char *: what the changed kernel has over the base */
	guint patches;		      /* in all */
	char *text;		      /* of the experiment */
	char *hash;
};

static void change_free(gpointer data)
{
	change_clear(data);
	g_free(data);
}

static int changes_read(struct trial *trial)
{
	const struct trial_options *options = trial->options;
	const char *said = NULL;
	struct change *change;
	int err = 0;

	if (*options->changes)
		err = change_read_all(options->changes, trial->base.tree, &trial->changes);
	else if (!trial->base.tree)
		err = error_set(EINVAL,
				"%s: is no git tree, so it does not say what has changed; "
				"name a patch",
				trial->base.source);
	if (!err && trial->changes)
		said = ((struct change *)trial->changes->pdata[0])->base_commit;
	if (!err)
		err = base_choose(options, said, &trial->base);
	if (err || trial->changes)
		return err;
	trial->changes = g_ptr_array_new_with_free_func(change_free);
	change = g_new0(struct change, 1);
	g_ptr_array_add(trial->changes, change);
	return base_now(&trial->base, change);
}

/* A quilt folder stays where it is: its patches' contents are part of the hash. */
static int folder_count(const struct trial *trial, const char *folder, GChecksum *sum, guint *count)
{
	char *const stack[] = { (char *)folder, NULL };
	GPtrArray *patches = NULL;
	int err = series_stack(NULL, &trial->version, stack, false, &patches);

	if (err)
		return err;
	*count = patches->len;
	for (guint i = 0; i < patches->len; i++)
		g_checksum_update(sum, (const guchar *)((struct patch *)patches->pdata[i])->hash,
				  -1);
	g_ptr_array_unref(patches);
	return *count ? 0 : error_set(EINVAL, "%s: the series has no patch", folder);
}

static void change_hash(const struct change *change, GChecksum *sum)
{
	for (guint i = 0; i < change->patches->len; i++) {
		const struct change_patch *patch = change->patches->pdata[i];

		g_checksum_update(sum, (const guchar *)patch->text, (gssize)patch->length);
		g_checksum_update(sum, (const guchar *)"", 1);
	}
}

static int stack_make(struct trial *trial, GChecksum *sum)
{
	int err = 0;

	trial->stack = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; !err && i < trial->changes->len; i++) {
		const struct change *change = trial->changes->pdata[i];
		guint count = 0;

		if (change->folder) {
			err = folder_count(trial, change->folder, sum, &count);
			g_ptr_array_add(trial->stack,
					g_canonicalize_filename(change->folder, NULL));
		} else {
			change_hash(change, sum);
			count = change->patches->len;
			g_ptr_array_add(trial->stack,
					g_strdup_printf("./" TRIAL_CHANGE "-%u", i + 1));
		}
		trial->patches += count;
	}
	if (!err && trial->options->each && trial->stack->len > 1)
		err = error_set(EINVAL, "--each: takes one series; these are %u",
				trial->stack->len);
	return err;
}

static int text_make(struct trial *trial)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	const struct change *first = trial->changes->pdata[0];
	int err = linux_version_of_source(NULL, trial->base.source, &trial->version);

	if (!err)
		err = stack_make(trial, sum);
	if (err)
		return err;
	trial->text = trial_text(trial->options, first->title, trial->base.source, trial->stack,
				 trial->patches, linux_version_swaps_zeros(&trial->version), &err);
	if (err)
		return err;
	g_checksum_update(sum, (const guchar *)trial->text, -1);
	trial->hash = g_strdup(g_checksum_get_string(sum));
	return 0;
}

/* try-0123456789ab.conf: what its campaign is called. */
static char *file_of(const struct trial *trial, const char *folder)
{
	g_autofree char *name = g_strdup_printf(NAME "-%.*s.conf", NAME_DIGITS, trial->hash);

	return g_build_filename(folder, name, NULL);
}

static int files_write(const struct trial *trial, const char *folder)
{
	g_autofree char *file = file_of(trial, folder);
	int err = 0;

	for (guint i = 0; !err && i < trial->changes->len; i++) {
		const struct change *change = trial->changes->pdata[i];
		g_autofree char *to = g_build_filename(folder, trial->stack->pdata[i], NULL);

		if (!change->folder)
			err = change_write(change, to);
	}
	return err ? err : fs_write_atomic(file, trial->text, strlen(trial->text));
}

static int entry_make(const struct trial *trial)
{
	g_autofree char *folder = NULL;
	int err = store_begin(&trial_store, trial->hash, &folder);

	if (err)
		return err;
	err = files_write(trial, folder);
	if (err) {
		store_abandon(folder);
		return err;
	}
	return store_publish(&trial_store, folder, NAME, trial->hash,
			     json_pack("{s:s}", "source", trial->base.source));
}

static int entry_find(const struct trial *trial, char **file)
{
	g_autofree char *folder = NULL;
	int lock, err = store_lock(&trial_store, trial->hash, true, &lock);

	if (err)
		return err;
	folder = store_find(&trial_store, trial->hash);
	if (!folder) {
		err = entry_make(trial);
		folder = store_path(&trial_store, NAME, trial->hash);
	}
	close(lock);
	*file = err ? NULL : file_of(trial, folder);
	return err;
}

static void trial_note(const struct trial *trial)
{
	const struct change *first = trial->changes->pdata[0];

	const struct base *base = &trial->base;

	progress_note("try: %s (%u patch%s) on %s%s%.12s", first->title, trial->patches,
		      trial->patches == 1 ? "" : "es", base->tree ? base->tree : base->source,
		      base->tree ? " at " : "", base->tree ? base->commit : "");
}

int trial_make(const struct trial_options *options, char **file)
{
	struct trial trial = { .options = options };
	int err = 0;

	*file = NULL;
	if (options->host_only && options->guest_only)
		return error_set(EINVAL, "--host-only, --guest-only: together they leave nothing "
					 "that is changed");
	err = base_open(options, &trial.base);
	if (!err)
		err = changes_read(&trial);
	if (!err)
		err = text_make(&trial);
	if (!err)
		trial_note(&trial);
	if (!err)
		err = entry_find(&trial, file);
	base_clear(&trial.base);
	g_clear_pointer(&trial.changes, g_ptr_array_unref);
	g_clear_pointer(&trial.stack, g_ptr_array_unref);
	g_free(trial.text);
	g_free(trial.hash);
	return err;
}
