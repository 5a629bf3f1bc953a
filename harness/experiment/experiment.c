// SPDX-License-Identifier: GPL-2.0-or-later
/* An experiment as an object: made empty, looked into, freed. */
#include "experiment/experiment.h"

#include "experiment/keys.h"
#include "util/paths.h"
#include "util/text.h"

#include <string.h>

static void kernel_spec_free(void *data)
{
	struct kernel_spec *kernel = data;

	g_free(kernel->name);
	g_free(kernel->source);
	g_strfreev(kernel->series);
	g_strfreev(kernel->config);
	g_free(kernel->folder);
	g_free(kernel);
}

void experiment_setup_free(void *data)
{
	struct setup *setup = data;

	g_free(setup->name);
	g_free(setup->host_kernel);
	g_free(setup->guest_kernel);
	g_free(setup->expect);
	g_free(setup->line);
	g_free(setup->stem);
	g_free(setup->place);
	settings_clear(&setup->settings);
	g_free(setup);
}

struct experiment *experiment_new(const char *name)
{
	struct experiment *experiment = g_new0(struct experiment, 1);

	experiment->name = g_strdup(name);
	experiment->testbed = g_strdup("sim");
	experiment->boot_seed = 1;
	experiment->seed = 1;
	experiment->kernels = g_ptr_array_new_with_free_func(kernel_spec_free);
	experiment->setups = g_ptr_array_new_with_free_func(experiment_setup_free);
	return experiment;
}

void experiment_free(struct experiment *experiment)
{
	if (!experiment)
		return;
	g_free(experiment->name);
	g_free(experiment->title);
	g_free(experiment->testbed);
	g_free(experiment->baseline);
	g_free(experiment->reference);
	g_free(experiment->axis);
	g_ptr_array_unref(experiment->setups);
	g_ptr_array_unref(experiment->kernels);
	g_free(experiment);
}

bool experiment_name_is_valid(const char *name)
{
	const size_t length = strlen(name);

	return length <= SETUP_NAME_MAX && g_ascii_isalnum(name[0]) &&
	       strspn(name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_") == length;
}

const struct setup *experiment_setup(const struct experiment *experiment, const char *name)
{
	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];

		if (!strcmp(setup->name, name))
			return setup;
	}
	return NULL;
}

bool setup_is_named(const struct setup *setup, const char *name)
{
	return !strcmp(setup->name, name) || !g_strcmp0(setup->stem, name);
}

bool experiment_has(const struct experiment *experiment, const char *name)
{
	for (guint i = 0; i < experiment->setups->len; i++)
		if (setup_is_named(experiment->setups->pdata[i], name))
			return true;
	return false;
}

const struct kernel_spec *experiment_kernel(const struct experiment *experiment, const char *name)
{
	for (guint i = 0; i < experiment->kernels->len; i++) {
		const struct kernel_spec *kernel = experiment->kernels->pdata[i];

		if (!strcmp(kernel->name, name))
			return kernel;
	}
	return NULL;
}

char *experiment_setup_hint(const struct experiment *experiment, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];

		g_ptr_array_add(names, setup->name);
		if (setup->stem &&
		    !g_ptr_array_find_with_equal_func(names, setup->stem, g_str_equal, NULL))
			g_ptr_array_add(names, setup->stem);
	}
	g_ptr_array_add(names, NULL);
	return names_hint(name, (const char *const *)names->pdata);
}

char *experiment_kernel_hint(const struct experiment *experiment, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < experiment->kernels->len; i++)
		g_ptr_array_add(names, ((struct kernel_spec *)experiment->kernels->pdata[i])->name);
	g_ptr_array_add(names, NULL);
	return names_hint(name, (const char *const *)names->pdata);
}

int experiment_reference_from(struct experiment *experiment, const char *folder)
{
	g_autofree char *given = experiment->reference, *path = NULL;

	if (!given || (!strchr(given, '/') && !g_str_has_suffix(given, ".json"))) {
		experiment->reference = g_steal_pointer(&given);
		return 0;
	}
	path = paths_from(folder, given);
	experiment->reference = g_canonicalize_filename(path, NULL);
	return text_check("reference", experiment->reference);
}
