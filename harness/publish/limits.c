// SPDX-License-Identifier: GPL-2.0-or-later
/* The one text on the limits of testbeds and intervals, with the sizes of the campaign. */
#include "publish/limits.h"

#include "publish/setting_values.h"

#include <math.h>
#include <string.h>

#define SHIFT_MOST	    63
#define MILLIONS_PER_SECOND 1000.0 /* instructions of one ns each */

/* Virtual time is 2^shift ns for each instruction of any CPU. Free with g_free(). */
static char *speed_text(const char *shifts)
{
	g_auto(GStrv) list = g_strsplit(shifts, ", ", -1);
	GString *text = g_string_new(NULL);

	for (char **shift = list; *shift; shift++) {
		double speed = ldexp(MILLIONS_PER_SECOND,
				     -(int)CLAMP(g_ascii_strtoll(*shift, NULL, 10), 0, SHIFT_MOST));

		if (text->len)
			g_string_append(text, ", ");
		if (g_ascii_isdigit(**shift))
			g_string_append_printf(text, "%.10g", speed);
		else
			g_string_append(text, *shift);
	}
	return g_string_free(text, FALSE);
}

static char *simulated_text(const json_t *experiment)
{
	g_autofree char *cpus = setting_values(experiment, "host_cpus");
	g_autofree char *shifts = setting_values(experiment, "icount_shift");
	g_autofree char *latency = setting_values(experiment, "read_latency");
	g_autofree char *speed = speed_text(shifts);

	return g_strdup_printf("The host is simulated, and a model: %s CPUs that share %s million "
			       "instructions per virtual second (icount shift %s), and a disk that "
			       "takes %s ms per read.",
			       cpus, speed, shifts, latency);
}

GPtrArray *limits_make(const json_t *experiment)
{
	static const char *const always[] = {
		"Ratios depend on core speed against disk speed. Absolute totals mean nothing "
		"beside those of other machines.",
		"An interval is about boots of this machine: about seeds, not about other "
		"latencies, core speeds, kernels or sizes. Those can move a ratio by much more "
		"than the interval.",
		"Each interval is for one ratio: of twenty, one is expected to miss the truth. An "
		"interval that contains 1 does not show that a setup makes no difference.",
	};
	const char *testbed = json_string_value(json_object_get(experiment, "testbed"));
	GPtrArray *limits = g_ptr_array_new_with_free_func(g_free);

	if (!g_strcmp0(testbed, "sim"))
		g_ptr_array_add(limits, simulated_text(experiment));
	else
		g_ptr_array_add(limits,
				g_strdup_printf("The testbed is %s.", testbed ? testbed : "-"));
	for (size_t i = 0; i < G_N_ELEMENTS(always); i++)
		g_ptr_array_add(limits, g_strdup(always[i]));
	return limits;
}
