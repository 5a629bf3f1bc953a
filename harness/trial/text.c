// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes a trial as an experiment. */
#include "trial/text.h"

#include "util/error.h"

#include <errno.h>
#include <string.h>

#define SERIES "mainline" /* has the parameter that nonpv and master need */

/* Small sizes: a preparation takes seconds, and pinned threads and skewed ticks keep boots alike.
 * What is for bm stands apart. */
static const char head[] = "testbed = \"sim\";\n"
			   "runs = 5;\n"
			   "boots = 5;\n"
			   "traced = true;\n"
			   "baseline = \"base\";\n"
			   "settings = {\n"
			   "\thost_memory = \"3G\";\n"
			   "\tswap = \"1G\";\n"
			   "\tcontainer = \"160M\";\n"
			   "\tguest_memory = \"512M\";\n";
static const char array[] = "\tarray = \"256M\";\n";
static const char window[] = "\tseconds = 10;\n";
static const char placement[] = "\tplacement = \"pairs\";\n";
static const char fill[] = "\tfill = \"pattern\";\n";

struct use {
	const char *name, *host, *guest; /* parameters */
	bool has_switch;		 /* the series that has them must be there */
};

static const struct use uses[] = {
	{ "pv", "skew_tick=1", "skew_tick=1", false },
	{ "nonpv", "skew_tick=1", "skew_tick=1 no-kvmapf", true },
	{ "master", "skew_tick=1 kvm.async_pf=0", "skew_tick=1 no-kvmapf", true },
};

/* In quotes, with what libconfig gives a meaning escaped. */
static void text_append(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}

static void list_append(GString *out, const GPtrArray *texts)
{
	g_string_append(out, "[ ");
	for (guint i = 0; i < texts->len; i++) {
		if (i)
			g_string_append(out, ", ");
		text_append(out, texts->pdata[i]);
	}
	g_string_append(out, texts->len ? " ]" : "]");
}

/* Paths were meant from the current folder, and the file is in another. */
static void names_add(GPtrArray *to, char *const names[])
{
	for (; names && *names; names++)
		g_ptr_array_add(to, strchr(*names, '/') ? g_canonicalize_filename(*names, NULL)
							: g_strdup(*names));
}

/* count: patches of the only element of changed; 0: all of all elements. */
static void kernel_append(GString *out, const struct trial_options *options, const char *name,
			  const char *source, const GPtrArray *changed, guint count)
{
	g_autoptr(GPtrArray) stack = g_ptr_array_new_with_free_func(g_free);

	names_add(stack, options->under);
	for (guint i = 0; changed && i < changed->len; i++)
		g_ptr_array_add(stack,
				count ? g_strdup_printf("%s:%u", (char *)changed->pdata[i], count)
				      : g_strdup(changed->pdata[i]));
	names_add(stack, options->over);
	g_string_append_printf(out, "\t%s = { source = ", name);
	text_append(out, source);
	g_string_append(out, "; series = ");
	list_append(out, stack);
	g_string_append(out, "; config = [ \"base\" ]; incremental = true; };\n");
}

/* x: patches of the change; -1: the setup is on no axis. */
static void setup_append(GString *out, const struct trial_options *options, const char *name,
			 const char *kernel, int x)
{
	g_string_append_printf(
		out, "\t{ name = \"%s\"; host = \"%s\"; guest = \"%s\"; expect = \"%s\";", name,
		options->guest_only ? "base" : kernel, options->host_only ? "base" : kernel,
		!strcmp(options->setup, "master") ? "none" : options->setup);
	if (x >= 0)
		g_string_append_printf(out, " line = \"patches\"; x = %d;", x);
	g_string_append(out, " }");
}

static const struct use *use_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(uses); i++)
		if (!strcmp(uses[i].name, name))
			return &uses[i];
	return NULL;
}

static bool has_series(const struct trial_options *options, const char *name)
{
	return (options->over && g_strv_contains((const char *const *)options->over, name)) ||
	       (options->under && g_strv_contains((const char *const *)options->under, name));
}

static const struct use *use_check(const struct trial_options *options, int *err)
{
	const struct use *use = use_find(options->setup);

	*err = 0;
	if (!use)
		*err = error_set(EINVAL, "--setup %s: no such setup; there are pv, nonpv, master",
				 options->setup);
	else if (use->has_switch && !has_series(options, SERIES))
		*err = error_set(EINVAL,
				 "--setup %s: needs the series " SERIES
				 ", which can switch async page faults off",
				 options->setup);
	return *err ? NULL : use;
}

static void settings_append(GString *out, const struct trial_options *options,
			    const struct use *use, bool swaps_zeros)
{
	g_string_append(out, head);
	if (!options->has_program)
		g_string_append(out, array);
	g_string_append(out, window);
	if (!options->has_program)
		g_string_append(out, placement);
	if (!options->has_program && !swaps_zeros)
		g_string_append(out, fill);
	g_string_append_printf(out,
			       "\thost_parameters = \"%s\";\n\tguest_parameters = \"%s\";\n};\n",
			       use->host, use->guest);
}

char *trial_text(const struct trial_options *options, const char *title, const char *source,
		 const GPtrArray *changed, guint steps, bool swaps_zeros, int *err)
{
	const struct use *use = use_check(options, err);
	GString *out;

	if (!use)
		return NULL;
	out = g_string_new("title = ");
	text_append(out, title);
	g_string_append(out, ";\n");
	settings_append(out, options, use, swaps_zeros);
	if (options->each)
		g_string_append(out, "axis = \"patches applied\";\n");
	g_string_append(out, "kernels = {\n");
	kernel_append(out, options, "base", source, NULL, 0);
	for (guint i = 1; options->each && i <= steps; i++) {
		g_autofree char *name = g_strdup_printf("patch-%u", i);

		kernel_append(out, options, name, source, changed, i);
	}
	if (!options->each)
		kernel_append(out, options, "changed", source, changed, 0);
	g_string_append(out, "};\nsetups = (\n");
	setup_append(out, options, "base", "base", options->each ? 0 : -1);
	for (guint i = 1; options->each && i <= steps; i++) {
		g_autofree char *name = g_strdup_printf("patch-%u", i);

		g_string_append(out, ",\n");
		setup_append(out, options, name, name, (int)i);
	}
	if (!options->each) {
		g_string_append(out, ",\n");
		setup_append(out, options, "changed", "changed", -1);
	}
	g_string_append(out, "\n);\n");
	return g_string_free(out, FALSE);
}
