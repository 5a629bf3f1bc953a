// SPDX-License-Identifier: GPL-2.0-or-later
/* A key of a sweep with its values. */
#ifndef EXPERIMENT_SWEEP_KEY_H
#define EXPERIMENT_SWEEP_KEY_H

#include "settings/settings.h"

struct sweep_value {
	char *text; /* as settings_get() has it; of kernel parameters what is appended */
	char *name; /* in names of setups */
	double x;   /* position on the axis; NAN: no number */
};

struct sweep_key {
	const struct setting *setting;
	char *axis;	   /* what x is, with its unit */
	GPtrArray *values; /* struct sweep_value * */
};

/*
 * A key from its name and the texts of its values. Free with sweep_key_free(), which ignores NULL.
 * -EINVAL: no such setting, one that cannot be swept, a bad value, no value, two equal ones.
 */
int sweep_key_make(const char *name, char *const *texts, struct sweep_key **key);
void sweep_key_free(void *key);

/* Are values added to what a setup has? So are kernel parameters; all else takes its place. */
bool sweep_key_is_appended(const struct setting *setting);

/* Have all values a place on an axis? */
bool sweep_key_is_numeric(const struct sweep_key *key);

/* Gives the setting the value; kernel parameters follow those that are there. -EINVAL: they have
 * this parameter already, or become too long. */
int sweep_key_set(const struct sweep_key *key, const struct sweep_value *value,
		  struct settings *settings);

#endif
