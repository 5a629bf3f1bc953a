// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the kernels and images of an experiment's setups. */
#include "artefact/artefact.h"
#include "artefact/content.h"
#include "artefact/files.h"
#include "artefact/zeros.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/process.h"

#include <string.h>
#include <unistd.h>

static void free_kernel(gpointer data)
{
	struct artefact_kernel *kernel = data;

	kernel_build_clear(&kernel->build);
	g_free(kernel->bzimage_hash);
	g_free(kernel->config_hash);
	g_free(kernel);
}

static void free_setup(gpointer data)
{
	struct artefact_setup *setup = data;

	image_clear(&setup->host_image);
	g_free(setup->files_hash);
	g_free(setup);
}

static struct artefacts *artefacts_new(void)
{
	struct artefacts *artefacts = g_new0(struct artefacts, 1);

	artefacts->kernels = g_ptr_array_new_with_free_func(free_kernel);
	artefacts->setups = g_ptr_array_new_with_free_func(free_setup);
	artefacts->in_use = -1;
	return artefacts;
}

int artefacts_begin(struct artefacts **artefacts)
{
	struct artefacts *made = artefacts_new();
	int err = lock_made(&made->in_use);

	if (err)
		artefacts_free(made);
	else
		*artefacts = made;
	return err;
}

void artefacts_free(struct artefacts *artefacts)
{
	if (!artefacts)
		return;
	if (artefacts->in_use >= 0)
		close(artefacts->in_use);
	image_clear(&artefacts->guest_image);
	g_ptr_array_unref(artefacts->setups);
	g_ptr_array_unref(artefacts->kernels);
	g_free(artefacts);
}

const struct artefact_setup *artefacts_find_setup(const struct artefacts *artefacts,
						  const struct setup *setup)
{
	for (guint i = 0; i < artefacts->setups->len; i++) {
		const struct artefact_setup *row = artefacts->setups->pdata[i];

		if (!strcmp(row->setup->name, setup->name))
			return row;
	}
	g_assert_not_reached(); /* setups of another experiment */
}

const struct artefact_kernel *artefacts_find_kernel(const struct artefacts *artefacts,
						    const char *name)
{
	for (guint i = 0; i < artefacts->kernels->len; i++) {
		const struct artefact_kernel *row = artefacts->kernels->pdata[i];

		if (!strcmp(row->spec->name, name))
			return row;
	}
	g_assert_not_reached(); /* experiment_load() has checked the names */
}

int artefacts_check(const struct experiment *experiment, const struct artefacts_need *need)
{
	int err = need->kernels ? content_check(experiment) : 0;

	for (guint i = 0; need->kernels && !err && i < experiment->setups->len; i++) {
		err = files_check(experiment->setups->pdata[i]);
		if (!err)
			err = zeros_check(experiment, experiment->setups->pdata[i]);
	}
	return err;
}

int artefacts_hash_kernel(struct artefact_kernel *kernel)
{
	int err = fs_hash_file(kernel->build.bzimage, &kernel->bzimage_hash);

	return err ? err : fs_hash_file(kernel->build.config, &kernel->config_hash);
}

static int make_kernel(struct artefacts *artefacts, const struct kernel_spec *spec, bool simulated,
		       bool with_perf, unsigned int jobs)
{
	struct artefact_kernel *kernel = g_new0(struct artefact_kernel, 1);
	int err;

	kernel->spec = spec;
	g_ptr_array_add(artefacts->kernels, kernel);
	err = kernel_build(spec, simulated, with_perf, jobs, &kernel->build);
	return err || process_dry_run() ? err : artefacts_hash_kernel(kernel);
}

struct kernel_use {
	bool host, guest;
};

static struct kernel_use kernel_use_of(const struct experiment *experiment, const char *name)
{
	struct kernel_use use = { false, false };

	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];

		use.host |= !strcmp(setup->host_kernel, name);
		use.guest |= !strcmp(setup->guest_kernel, name);
	}
	return use;
}

/* What the first one lacks is found at once when it is built; that of others, only minutes later.
 */
static int check_kernels(const struct experiment *experiment, bool simulated)
{
	bool is_first = true;
	int err = 0;

	for (guint i = 0; !err && i < experiment->kernels->len; i++) {
		const struct kernel_spec *spec = experiment->kernels->pdata[i];
		const struct kernel_use use = kernel_use_of(experiment, spec->name);

		if (!use.host && !use.guest)
			continue;
		if (!is_first)
			err = kernel_check(spec, simulated);
		is_first = false;
	}
	return err;
}

/* Builds each kernel once, even if several setups use it, or as host and guest. */
static int make_kernels(struct artefacts *artefacts, const struct experiment *experiment,
			const struct artefacts_need *need, unsigned int jobs)
{
	int err = check_kernels(experiment, need->simulated);

	for (guint i = 0; !err && i < experiment->kernels->len; i++) {
		const struct kernel_spec *spec = experiment->kernels->pdata[i];
		const struct kernel_use use = kernel_use_of(experiment, spec->name);

		if (use.host || use.guest)
			err = make_kernel(artefacts, spec, need->simulated, use.host && need->perf,
					  jobs);
	}
	return err;
}

static int make_setup(struct artefacts *artefacts, const struct setup *setup)
{
	struct artefact_setup *row = g_new0(struct artefact_setup, 1);
	g_auto(GStrv) pairs = files_pairs(&setup->settings);
	int err = 0;

	g_ptr_array_add(artefacts->setups, row);
	row->setup = setup;
	row->host = artefacts_find_kernel(artefacts, setup->host_kernel);
	row->guest = artefacts_find_kernel(artefacts, setup->guest_kernel);
	if (*pairs && !process_dry_run())
		err = image_hash_extra(pairs, &row->files_hash);
	if (!err)
		err = image_host(row->guest->build.bzimage, &artefacts->guest_image,
				 row->host->build.perf, pairs, &row->host_image);
	return err;
}

static int make_all(struct artefacts *artefacts, const struct experiment *experiment,
		    const struct artefacts_need *need, unsigned int jobs)
{
	int err = process_dry_run() ? 0 : lock_made(&artefacts->in_use);

	if (!err)
		err = make_kernels(artefacts, experiment, need, jobs);
	if (!err)
		err = content_image(experiment, &artefacts->guest_image);
	for (guint i = 0; !err && i < experiment->setups->len; i++)
		err = make_setup(artefacts, experiment->setups->pdata[i]);
	return err;
}

int artefacts_make(const struct experiment *experiment, const struct artefacts_need *need,
		   unsigned int jobs, struct artefacts **artefacts)
{
	struct artefacts *made = artefacts_new();
	int err = need->kernels ? make_all(made, experiment, need, jobs) : 0;

	if (err) {
		artefacts_free(made);
		return err;
	}
	*artefacts = made;
	return 0;
}
