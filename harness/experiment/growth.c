// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares and adopts numbers of boots. */
#include "experiment/growth.h"

static json_int_t count_of(const json_t *experiment, const char *key)
{
	return json_integer_value(json_object_get(experiment, key));
}

/* 0 if boots have different numbers of runs. */
static json_int_t runs_per_boot(const json_t *experiment)
{
	const json_int_t runs = count_of(experiment, "runs"), boots = count_of(experiment, "boots");

	return boots > 0 && runs % boots == 0 ? runs / boots : 0;
}

bool growth_is(const json_t *old, const json_t *now)
{
	return runs_per_boot(old) && runs_per_boot(old) == runs_per_boot(now) &&
	       count_of(now, "boots") >= count_of(old, "boots");
}

void growth_adopt(const json_t *old, struct experiment *experiment)
{
	json_t *now = experiment_json(experiment);

	if (growth_is(now, old)) {
		experiment->boots = (uint64_t)count_of(old, "boots");
		experiment->runs = (uint64_t)count_of(old, "runs");
	}
	json_decref(now);
}
