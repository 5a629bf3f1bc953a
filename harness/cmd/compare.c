// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens the sides of a comparison as the options name them. */
#include "cmd/compare.h"

#include "cmd/command.h"
#include "report/against.h"
#include "util/error.h"

#include <errno.h>

/* No short options: a letter means the same in all commands. */
enum {
	KEY_AGAINST = 512,
	KEY_FORCE
};

static error_t compare_option(int key, char *argument, struct argp_state *state)
{
	struct compare_options *options = state->input;

	switch (key) {
	case KEY_AGAINST:
		options->against = argument;
		return 0;
	case KEY_FORCE:
		options->force = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option compare_options_table[] = {
	{ "against", KEY_AGAINST, "SIDE", 0,
	  "compare with SIDE: a campaign, CAMPAIGN:SETUP, or published figures (a name in "
	  "results/reference)",
	  0 },
	{ "force", KEY_FORCE, NULL, 0,
	  "with --against: compare figures of different testbeds or machines, too", 0 },
	{ 0 },
};

const struct argp compare_argp = {
	.options = compare_options_table,
	.parser = compare_option,
};

void compare_argument(struct argp_state *state, struct compare_options *options, char *argument)
{
	if (options->campaign)
		argp_error(state,
			   "%s: only one campaign at a time; to compare two: apfbench %s %s "
			   "--against %s",
			   argument, strrchr(state->name, ' ') + 1, options->campaign, argument);
	options->campaign = argument;
}

/* Published figures become the campaign's reference, in place of its own. */
static int reference_take(const struct compare_options *options, struct side *side)
{
	struct reference *reference;
	int err = reference_load(options->against, &reference);

	if (err)
		return err;
	if (!workload_is_same(reference->workload, side->campaign->workload))
		err = error_set(EINVAL, "%s: has no figures of %s, which %s runs in its guests",
				options->against, side->campaign->workload->name, side->text);
	reference_free(reference);
	if (err)
		return err;
	json_object_set_new(side->campaign->experiment, "reference", json_string(options->against));
	g_clear_pointer(&side->report, report_free);
	return report_make(side->campaign, &side->report);
}

static int against_take(const struct compare_options *options, struct compare *compare)
{
	int err = side_open(options->against, NULL, &compare->other);

	if (err)
		return err;
	if (!compare->other->campaign)
		return reference_take(options, compare->side);
	if (options->baseline)
		return error_set(EINVAL, "--baseline %s: --against %s names the baseline already",
				 options->baseline, options->against);
	return against_apply(compare->side, compare->other, options->force);
}

int compare_open(const struct compare_options *options, struct compare *compare)
{
	const char *name = options->campaign ? options->campaign : "quick";
	int err = side_open(name, options->baseline, &compare->side);

	if (err)
		return err;
	if (!compare->side->campaign)
		return error_set(EINVAL,
				 "%s: is a reference; hold a campaign against it: CAMPAIGN "
				 "--against %s",
				 name, name);
	if (compare->side->setup && !options->against)
		return error_set(EINVAL,
				 "%s: names a setup, but not what to compare it with; add "
				 "--against SIDE",
				 name);
	return options->against ? against_take(options, compare) : 0;
}

void compare_close(struct compare *compare)
{
	/* The first points into the second. */
	side_free(compare->side);
	side_free(compare->other);
	*compare = (struct compare){ NULL, NULL };
}
