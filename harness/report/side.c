// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds campaigns, setups and references by the names that people give them. */
#include "report/side.h"

#include "report/reference.h"
#include "util/error.h"

#include <errno.h>
#include <string.h>

/* Splits "CAMPAIGN:SETUP", unless there is a campaign of the whole name. */
static void name_split(const char *text, char **campaign, char **setup)
{
	const char *colon = strrchr(text, ':');

	*campaign = g_strdup(text);
	*setup = NULL;
	if (!colon || campaign_is(text))
		return;
	(*campaign)[colon - text] = '\0';
	*setup = g_strdup(colon + 1);
}

static int baseline_set(const struct campaign *campaign, const char *name)
{
	if (!name)
		return 0;
	if (!experiment_json_has(campaign->experiment, name))
		return error_set(EINVAL, "--baseline: %s has no setup \"%s\"", campaign->folder,
				 name);
	json_object_set_new(campaign->experiment, "baseline", json_string(name));
	return 0;
}

static int setup_check(const struct side *side)
{
	g_autoptr(GString) names = NULL;

	if (!side->setup || report_setup(side->report, side->setup))
		return 0;
	names = g_string_new(NULL);
	for (guint i = 0; i < side->report->setups->len; i++)
		g_string_append_printf(
			names, "%s%s", i ? ", " : "",
			((const struct report_setup *)side->report->setups->pdata[i])->name);
	return error_set(EINVAL, "%s: the campaign has no setup \"%s\"; it has: %s", side->text,
			 side->setup, names->str);
}

static int campaign_open(const char *name, const char *baseline, struct side *side)
{
	int err = campaign_load(name, &side->campaign);

	if (!err)
		err = baseline_set(side->campaign, baseline);
	if (!err)
		err = report_make(side->campaign, &side->report);
	return err ? err : setup_check(side);
}

int side_open(const char *text, const char *baseline, struct side **side)
{
	g_autofree char *name = NULL;
	struct side *made = g_new0(struct side, 1);
	int err = 0;

	*side = NULL;
	made->text = g_strdup(text);
	name_split(text, &name, &made->setup);
	if (campaign_is(name) || !reference_is(text))
		err = campaign_open(name, baseline, made);
	if (err) {
		side_free(made);
		return err;
	}
	*side = made;
	return 0;
}

void side_free(struct side *side)
{
	if (!side)
		return;
	report_free(side->report);
	campaign_free(side->campaign);
	g_free(side->text);
	g_free(side->setup);
	g_free(side);
}
