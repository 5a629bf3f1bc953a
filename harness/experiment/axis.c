// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks the positions of an experiment's setups on its axis. */
#include "experiment/axis.h"

#include "util/error.h"

#include <errno.h>
#include <math.h>
#include <string.h>

static int place_check(const struct experiment *experiment, const struct setup *setup)
{
	if (!setup->line && isnan(setup->x))
		return 0;
	if (!setup->line || isnan(setup->x))
		return error_set(EINVAL, "setup %s: line and x go together: it lacks %s",
				 setup->name, setup->line ? "x" : "line");
	if (!experiment->axis)
		return error_set(EINVAL, "setup %s: has line and x, but the experiment has no axis",
				 setup->name);
	return 0;
}

/* Lines are texts in gnuplot's data files, where a quote ends a text. */
static int line_check(const struct setup *setup)
{
	for (const char *c = setup->line; *c; c++)
		if (*c == '"' || *c == '\\')
			return error_set(EINVAL, "setup %s: line has a quote or backslash",
					 setup->name);
	return 0;
}

/* An earlier setup at the same place as the one at index, or NULL. */
static const struct setup *place_taken(const struct experiment *experiment, guint index)
{
	const struct setup *setup = experiment->setups->pdata[index];

	for (guint i = 0; i < index; i++) {
		const struct setup *other = experiment->setups->pdata[i];

		if (other->line && !strcmp(other->line, setup->line) && other->x == setup->x)
			return other;
	}
	return NULL;
}

int axis_check(const struct experiment *experiment)
{
	guint placed = 0;

	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i], *other;
		int err = place_check(experiment, setup);

		if (!err && setup->line)
			err = line_check(setup);
		if (err)
			return err;
		if (!setup->line)
			continue;
		other = place_taken(experiment, i);
		if (other)
			return error_set(
				EINVAL, "setups %s and %s are at the same place: line \"%s\", x %g",
				other->name, setup->name, setup->line, setup->x);
		placed++;
	}
	if (experiment->axis && !placed)
		return error_set(EINVAL, "axis \"%s\": no setup has line and x", experiment->axis);
	return 0;
}

void axis_fill(struct experiment *experiment)
{
	for (guint i = 0; i < experiment->setups->len; i++) {
		struct setup *setup = experiment->setups->pdata[i];

		if (setup->stem || !setup->line || isnan(setup->x))
			continue;
		setup->stem = g_strdup(setup->line);
		setup->place = g_strdup_printf("%.10g", setup->x);
	}
}
