// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench gate`: whether setups are worse than the baseline, as an exit status. */
#include "cmd/command.h"

#include "cmd/compare.h"
#include "cmd/look.h"
#include "cmd/verdict.h"
#include "report/gate.h"
#include "util/error.h"
#include "util/json.h"
#include "util/status.h"
#include "util/units.h"

#include <errno.h>
#include <string.h>

/* No short options: a letter means the same in all commands. */
enum {
	KEY_WITHIN = 256,
	KEY_BASELINE,
	KEY_ACCESSES,
	KEY_METRIC,
	KEY_JSON,
	KEY_ONLY
};

struct options {
	struct compare_options compare;
	struct gate_options gate;
	struct look look;
	char **only;
	bool json;
};

static error_t gate_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;
	double percent;

	switch (key) {
	case KEY_WITHIN:
		if (units_decimal("--within", argument, &percent))
			argp_error(state, "%s", error_text());
		if (percent < 0 || percent >= 100)
			argp_error(state, "--within: %s: must be 0 or more, and below 100 percent",
				   argument);
		options->gate.margin = percent / 100;
		return 0;
	case KEY_BASELINE:
		options->compare.baseline = argument;
		return 0;
	case KEY_ACCESSES:
		options->gate.metric = "accesses";
		return 0;
	case KEY_METRIC:
		options->gate.metric = argument;
		return 0;
	case KEY_JSON:
		options->json = true;
		return 0;
	case KEY_ONLY:
		command_names(state, &options->only, argument);
		options->gate.only = (const char *const *)options->only;
		return 0;
	case ARGP_KEY_ARG:
		compare_argument(state, &options->compare, argument);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &options->compare;
		state->child_inputs[1] = &options->look;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option gate_options_table[] = {
	{ "within", KEY_WITHIN, "PERCENT", 0, "tolerated loss (default: 5)", 0 },
	{ "baseline", KEY_BASELINE, "SETUP", 0,
	  "judge against this setup (default: the experiment's baseline)", 0 },
	{ "only", KEY_ONLY, "SETUP,...", 0, "judge only these (default: all but the baseline)", 0 },
	{ "accesses", KEY_ACCESSES, NULL, 0, "judge page accesses instead of work", 0 },
	{ "metric", KEY_METRIC, "NAME", 0, "judge this metric of the workload (default: its first)",
	  0 },
	{ "json", KEY_JSON, NULL, 0, "print the verdicts as JSON", 0 },
	{ 0 },
};

static const struct argp_child gate_children[] = {
	{ &compare_argp, 0, NULL, 0 },
	{ &look_argp, 0, NULL, 0 },
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp gate_argp = {
	.options = gate_options_table,
	.parser = gate_option,
	.children = gate_children,
	.args_doc = "[CAMPAIGN[:SETUP]]",
	.doc = "Judges the setups of CAMPAIGN (a name in campaigns/ of the output folder, default: "
	       "quick; or a folder) by the intervals of their ratios to the baseline, or with "
	       "--against to the same setups of another campaign: better, "
	       "same, not worse, unclear, or worse (by more than the tolerated loss).\v"
	       "Exit status 0: no setup is worse and none is unclear. 1: at least one is worse. "
	       "125 (git bisect skips it): none is worse, but at least one is unclear. 3: a run is "
	       "invalid.",
};

static void output(const struct gate *gate, const struct look *look, bool as_json)
{
	json_t *json;

	if (!as_json) {
		gate_print(gate, look, stdout);
		return;
	}
	json = gate_json(gate);
	json_print(json, stdout);
	json_decref(json);
}

int command_gate(int argc, char **argv)
{
	struct options options = { .gate.margin = GATE_MARGIN };
	struct compare compare = { NULL, NULL };
	struct gate *gate = NULL;
	int err, status;

	command_parse(&gate_argp, "gate", argc, argv, &options);
	err = compare_open(&options.compare, &compare);
	if (!err)
		err = gate_make(compare.side->report, &options.gate, &gate);
	if (!err)
		output(gate, &options.look, options.json);
	status = err ? command_end(err) : verdict_status(gate);
	gate_free(gate);
	compare_close(&compare);
	g_strfreev(options.only);
	return status;
}
