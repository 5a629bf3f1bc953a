// SPDX-License-Identifier: GPL-2.0-or-later
/* Gathers runs whose kernels and images can be had, and go together. */
#include "verify/pass.h"

#include "campaign/campaign.h"
#include "record/record.h"
#include "record/repeat.h"
#include "util/error.h"
#include "util/progress.h"
#include "util/units.h"

#include <errno.h>
#include <string.h>

/* What became of a setup in this pass. */
struct gathered {
	char *image; /* the recorded hash of the host's image that it has; NULL: not recorded */
	int err;     /* of artefacts_recall() */
	char *why;
};

static void gathered_free(gpointer data)
{
	struct gathered *gathered = data;

	g_free(gathered->image);
	g_free(gathered->why);
	g_free(gathered);
}

static const json_t *inputs_of(const struct verify_run *run)
{
	return record_lookup(run->record, "determined.inputs");
}

static void refuse(struct verify_run *run, const char *why)
{
	run->verdict = VERIFY_CANNOT;
	run->text = g_strdup(why);
}

/* Is it the record that asks too much, and not the machine that fails? */
static bool is_lacking(int err)
{
	return err == -ENOPKG || err == -ENOENT || err == -EINVAL || err == -EBADMSG;
}

static struct gathered *gather(struct pass *pass, const struct verify_run *run)
{
	const struct recall recall = {
		.experiment = pass->verify->experiment,
		.need = &pass->testbed->need,
		.folder = pass->verify->folder,
		.packed = campaign_is_packed(pass->verify->folder),
		.jobs = pass->jobs,
	};
	struct gathered *gathered = g_new0(struct gathered, 1);

	gathered->image =
		g_strdup(json_string_value(json_object_get(inputs_of(run), "host_image")));
	gathered->err = artefacts_recall(pass->artefacts, &recall, run->run.setup, inputs_of(run));
	gathered->why = gathered->err ? error_keep() : NULL;
	return gathered;
}

/* Another image of the same setup, and what does not go together with others, is for a later pass.
 */
static int run_take(struct pass *pass, GHashTable *known, struct verify_run *run, bool *decided)
{
	const char *image = json_string_value(json_object_get(inputs_of(run), "host_image"));
	struct gathered *gathered = g_hash_table_lookup(known, run->run.setup->name);

	if (!gathered) {
		gathered = gather(pass, run);
		g_hash_table_insert(known, run->run.setup->name, gathered);
	}
	if (g_strcmp0(gathered->image, image) || (gathered->err == -EAGAIN && *decided))
		return 0;
	if (gathered->err && gathered->err != -EAGAIN && !is_lacking(gathered->err))
		return error_restore(gathered->err, g_steal_pointer(&gathered->why));
	if (gathered->err)
		refuse(run, gathered->why);
	else
		g_ptr_array_add(pass->runs, run);
	*decided = true;
	return 0;
}

/* What needs no kernel comes first: one may take an hour to build. */
static void programs_check(struct verify_run *run, const json_t *programs)
{
	g_autofree char *obstacle = repeat_obstacle(inputs_of(run), programs);

	if (!json_is_object(inputs_of(run)))
		refuse(run,
		       "its record has no inputs, as those of failed runs of earlier versions");
	else if (obstacle)
		refuse(run, obstacle);
}

static int runs_take(struct pass *pass)
{
	g_autoptr(GHashTable) known =
		g_hash_table_new_full(g_str_hash, g_str_equal, NULL, gathered_free);
	json_t *programs = pass->testbed->inputs(pass->state, NULL);
	bool decided = false;
	int err = 0;

	for (guint i = 0; i < pass->verify->runs->len; i++) {
		struct verify_run *run = pass->verify->runs->pdata[i];

		if (run->verdict == VERIFY_OPEN)
			programs_check(run, programs);
	}
	json_decref(programs);
	for (guint i = 0; !err && i < pass->verify->runs->len; i++) {
		struct verify_run *run = pass->verify->runs->pdata[i];

		if (run->verdict == VERIFY_OPEN)
			err = run_take(pass, known, run, &decided);
	}
	return err;
}

int pass_open(struct pass *pass, struct verify *verify, const struct testbed *testbed,
	      unsigned int jobs)
{
	int err;

	*pass = (struct pass){ .verify = verify, .testbed = testbed, .jobs = jobs };
	pass->runs = g_ptr_array_new();
	err = artefacts_begin(&pass->artefacts);
	if (!err)
		err = testbed->open(verify->experiment, pass->artefacts, &pass->state);
	return err ? err : runs_take(pass);
}

/* Runs of a setup stand together. */
void pass_note_others(const struct pass *pass)
{
	const struct setup *noted = NULL;

	for (guint i = 0; i < pass->runs->len; i++) {
		const struct verify_run *run = pass->runs->pdata[i];
		json_t *known = pass->testbed->inputs(pass->state, &run->run);
		g_autoptr(GPtrArray) others =
			repeat_inputs(record_lookup(run->record, "determined.inputs"), known, true);

		json_decref(known);
		if (others->len && run->run.setup != noted)
			progress_note("%s: is made again with %u other input%s: %s%s", run->name,
				      others->len, units_plural(others->len),
				      (char *)others->pdata[0], others->len > 1 ? "; ..." : "");
		if (others->len)
			noted = run->run.setup;
	}
}

void pass_close(struct pass *pass)
{
	if (pass->state)
		pass->testbed->close(pass->state);
	artefacts_free(pass->artefacts);
	g_ptr_array_unref(pass->runs);
}
