// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes runs until there are enough. */
#include "cmd/measure.h"

#include "schedule/folder.h"
#include "util/progress.h"

#include <errno.h>
#include <inttypes.h>

void measure_adopt(const char *folder, struct experiment *experiment)
{
	const uint64_t boots = experiment->boots;

	folder_adopt(folder, experiment);
	if (experiment->boots != boots)
		progress_note("%s: the campaign has grown from %" PRIu64 " to %" PRIu64 " boots",
			      experiment->name, boots, experiment->boots);
}

/* Ratios of the setups that `only` names need their baseline, too. NULL: all setups. The array is
 * freed with g_free(), its texts are borrowed. */
static const char **only_with_baseline(const char *const *only, const char *baseline)
{
	GPtrArray *names;

	if (!only)
		return NULL;
	names = g_ptr_array_new();
	for (; *only; only++)
		g_ptr_array_add(names, (gpointer)*only);
	if (baseline)
		g_ptr_array_add(names, (gpointer)baseline);
	g_ptr_array_add(names, NULL);
	return (const char **)g_ptr_array_free(names, FALSE);
}

int measure(struct experiment *experiment, const struct testbed *testbed, const char *folder,
	    const struct schedule_options *options, const struct until *until)
{
	struct schedule_options campaign = *options;
	struct until narrow = *until;
	g_autofree const char **only = NULL;
	bool reached = true;
	int err;

	if (!(until->half_width > 0))
		return schedule_run(experiment, testbed, folder, options);
	only = only_with_baseline(options->only, experiment->baseline);
	narrow.only = options->only;
	campaign.only = only;
	err = schedule_until(experiment, testbed, folder, &campaign, &narrow, &reached);
	return err || reached ? err : -EOVERFLOW;
}
