// SPDX-License-Identifier: GPL-2.0-or-later
/* Adds boots in batches, and looks at the intervals between them. */
#include "schedule/until.h"

#include "report/report.h"
#include "stats/until.h"
#include "util/error.h"
#include "util/progress.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>

static bool is_wanted(const struct until *until, const struct report_setup *setup)
{
	bool named = !until->only;

	for (size_t i = 0; !named && until->only[i]; i++)
		named = report_setup_is(setup, until->only[i]);
	return named && setup->baseline && setup->baseline != setup && !setup->is_payload;
}

/* The widest half-width of what is wanted, into *widest; all of them as "pv 0.3 %" into text. */
static int widths_read(const struct report *report, const struct until *until, double *widest,
		       GString *text)
{
	*widest = NAN;
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		double half;

		if (!is_wanted(until, setup))
			continue;
		half = stats_half_width(&setup->figures->ratio);
		if (isnan(half))
			return error_set(EPROTO,
					 "%s: no interval of %s: it or %s has fewer than two boots "
					 "with valid runs; `apfbench show` says why",
					 report->name, setup->name, setup->baseline->name);
		*widest = fmax(*widest, half);
		g_string_append_printf(text, "%s%s %.2f %%", text->len ? ", " : "", setup->name,
				       100 * half);
	}
	return isnan(*widest)
		       ? error_set(EINVAL, "%s: no setup has a ratio to a baseline", report->name)
		       : 0;
}

static int look(const char *folder, const struct until *until, double *widest, GString *text)
{
	struct campaign *campaign = NULL;
	struct report *report = NULL;
	int err = campaign_load(folder, &campaign);

	if (!err)
		err = report_make(campaign, &report);
	if (!err)
		err = widths_read(report, until, widest, text);
	report_free(report);
	campaign_free(campaign);
	return err;
}

static void boots_set(struct experiment *experiment, uint64_t boots)
{
	experiment->runs = experiment->runs / experiment->boots * boots;
	experiment->boots = boots;
}

/* What a person wants to know after a batch. */
static void look_note(const struct experiment *experiment, const struct until *until, double widest,
		      const char *text)
{
	const double needed = stats_until_needed(experiment->boots, widest, until->half_width);

	if (widest <= until->half_width)
		progress_note("%s: %" PRIu64 " boots, intervals to either side: %s; done",
			      experiment->name, experiment->boots, text);
	else
		progress_note("%s: %" PRIu64 " boots, intervals to either side: %s; at this spread "
			      "%.2f %% needs about %.0f boots",
			      experiment->name, experiment->boots, text, 100 * until->half_width,
			      needed);
}

static int experiment_check(const struct experiment *experiment)
{
	if (!experiment->baseline)
		return error_set(EINVAL,
				 "%s: --until needs ratios, and the experiment names no "
				 "baseline",
				 experiment->name);
	if (experiment->runs % experiment->boots)
		return error_set(EINVAL,
				 "%s: --until needs as many runs on each boot: runs = %" PRIu64
				 " is no multiple of boots = %" PRIu64,
				 experiment->name, experiment->runs, experiment->boots);
	return 0;
}

int schedule_until(struct experiment *experiment, const struct testbed *testbed, const char *folder,
		   const struct schedule_options *options, const struct until *until, bool *reached)
{
	int err = experiment_check(experiment);

	*reached = false;
	if (!err && experiment->boots < UNTIL_BOOTS)
		boots_set(experiment, UNTIL_BOOTS);
	while (!err) {
		g_autoptr(GString) text = g_string_new(NULL);
		double widest;

		err = schedule_run(experiment, testbed, folder, options);
		if (!err)
			err = look(folder, until, &widest, text);
		if (err)
			break;
		look_note(experiment, until, widest, text->str);
		*reached = widest <= until->half_width;
		if (*reached || experiment->boots >= until->most)
			break;
		boots_set(experiment,
			  MIN(stats_until_boots(experiment->boots, widest, until->half_width),
			      until->most));
	}
	return err;
}
