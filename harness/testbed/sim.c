// SPDX-License-Identifier: GPL-2.0-or-later
/* The simulated testbed: hosts that run in virtual time under QEMU, each a function of its inputs.
 */
#include "testbed/sim.h"
#include "testbed/cache.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/memory.h"
#include "util/process.h"
#include "util/scratch.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define IMAGE_USUAL (UINT64_C(112) << 20) /* of hosts, before one is made */

static int sim_probe(void)
{
	struct qemu_program qemu;
	int err;

	err = qemu_version(&qemu);
	if (err)
		return err;
	err = qemu_require(&qemu, QEMU_OLDEST_MAJOR, QEMU_OLDEST_MINOR, "testbed sim");
	qemu_program_clear(&qemu);
	return err;
}

static void free_kernel(gpointer data)
{
	struct sim_kernel *kernel = data;

	kernel_build_clear(&kernel->build);
	g_free(kernel->bzimage_hash);
	g_free(kernel->config_hash);
	g_free(kernel);
}

static void free_setup(gpointer data)
{
	struct sim_setup *setup = data;

	image_clear(&setup->host_image);
	g_free(setup->files_hash);
	g_free(setup);
}

const struct sim_setup *sim_find_setup(const struct sim *sim, const struct setup *setup)
{
	for (guint i = 0; i < sim->setups->len; i++) {
		const struct sim_setup *row = sim->setups->pdata[i];

		if (!strcmp(row->setup->name, setup->name))
			return row;
	}
	g_assert_not_reached(); /* setups of another experiment than the one that was opened */
}

static const struct sim_kernel *find_kernel(const struct sim *sim, const char *name)
{
	for (guint i = 0; i < sim->kernels->len; i++) {
		const struct sim_kernel *row = sim->kernels->pdata[i];

		if (!strcmp(row->spec->name, name))
			return row;
	}
	g_assert_not_reached(); /* experiment_load() has checked the names */
}

static int build_kernel(struct sim *sim, const struct kernel_spec *spec, bool is_host,
			unsigned int jobs)
{
	struct sim_kernel *kernel = g_new0(struct sim_kernel, 1);
	int err;

	kernel->spec = spec;
	g_ptr_array_add(sim->kernels, kernel);
	err = kernel_build(spec, true, is_host, jobs, &kernel->build);
	if (err || process_dry_run())
		return err;
	err = fs_hash_file(kernel->build.bzimage, &kernel->bzimage_hash);
	if (!err)
		err = fs_hash_file(kernel->build.config, &kernel->config_hash);
	return err;
}

/* One build for a kernel that several setups use, or that is host and guest. */
static int build_kernels(struct sim *sim, const struct experiment *experiment, unsigned int jobs)
{
	for (guint i = 0; i < experiment->kernels->len; i++) {
		const struct kernel_spec *spec = experiment->kernels->pdata[i];
		bool is_host = false, is_guest = false;
		int err;

		for (guint j = 0; j < experiment->setups->len; j++) {
			const struct setup *setup = experiment->setups->pdata[j];

			is_host |= !strcmp(setup->host_kernel, spec->name);
			is_guest |= !strcmp(setup->guest_kernel, spec->name);
		}
		if (!is_host && !is_guest)
			continue;
		err = build_kernel(sim, spec, is_host, jobs);
		if (err)
			return err;
	}
	return 0;
}

static int open_setups(struct sim *sim, const struct experiment *experiment)
{
	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];
		struct sim_setup *row;
		int err;

		row = g_new0(struct sim_setup, 1);
		g_ptr_array_add(sim->setups, row);
		row->setup = setup;
		row->host = find_kernel(sim, setup->host_kernel);
		row->guest = find_kernel(sim, setup->guest_kernel);
		err = sim_make_host_image(sim, row);
		if (err)
			return err;
	}
	return 0;
}

static void leftovers_sweep(void)
{
	if (process_dry_run())
		return;
	scratch_sweep();
	sim_sweep();
}

static void sim_close(void *state)
{
	struct sim *sim = state;

	if (!sim)
		return;
	sim_end_needed(sim);
	leftovers_sweep();
	if (sim->in_use >= 0)
		close(sim->in_use);
	qemu_program_clear(&sim->qemu);
	image_clear(&sim->guest_image);
	g_ptr_array_unref(sim->setups);
	g_ptr_array_unref(sim->kernels);
	g_free(sim);
}

/* Before kernels are built for an hour: can this machine hold one run of each setup? */
static int check_memory(const struct experiment *experiment)
{
	const struct memory memory = memory_read();
	struct memory total = { memory.total, UINT64_MAX };
	const struct setup *largest = NULL;
	uint64_t most = 0;
	int err = 0;

	for (guint i = 0; !err && i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];
		uint64_t need = sim_memory(&setup->settings, IMAGE_USUAL);

		err = memory_check(&total, setup->name, need);
		if (need > most) {
			most = need;
			largest = setup;
		}
	}
	/* One warning is enough. */
	return err || !largest ? err : memory_check(&memory, largest->name, most);
}

static int sim_open(const struct experiment *experiment, unsigned int jobs, void **state)
{
	struct sim *sim = g_new0(struct sim, 1);
	int err;

	leftovers_sweep();
	sim->opened = g_get_real_time();
	sim->kernels = g_ptr_array_new_with_free_func(free_kernel);
	sim->setups = g_ptr_array_new_with_free_func(free_setup);
	sim->in_use = -1;
	err = sim_check_files(experiment);
	if (!err)
		err = sim_read_budget(&sim->budget);
	if (!err)
		err = qemu_version(&sim->qemu);
	if (!err)
		err = qemu_require(&sim->qemu, QEMU_OLDEST_MAJOR, QEMU_OLDEST_MINOR, "testbed sim");
	if (!err && !process_dry_run())
		err = check_memory(experiment);
	if (!err && !process_dry_run())
		err = lock_made(&sim->in_use);
	if (!err && !process_dry_run())
		err = cache_claim();
	if (!err)
		err = build_kernels(sim, experiment, jobs);
	if (!err)
		err = image_guest(&sim->guest_image);
	if (!err)
		err = open_setups(sim, experiment);
	if (err) {
		sim_close(sim);
		return err;
	}
	*state = sim;
	return 0;
}

static const struct kernel_build *sim_kernel_of(void *state, const char *name)
{
	return &find_kernel(state, name)->build;
}

static int sim_compare(const struct kernel_spec *spec, const char *folder)
{
	return kernel_compare(spec, true, folder);
}

static uint64_t sim_memory_of(void *state, const struct setup *setup)
{
	const struct sim_setup *row = sim_find_setup(state, setup);

	return sim_memory(&setup->settings, fs_disk_usage(row->host_image.path));
}

const struct testbed testbed_sim = {
	.name = "sim",
	.help = "a simulated host in virtual time: repeats to the last digit, needs no KVM and no root",
	.probe = sim_probe,
	.open = sim_open,
	.close = sim_close,
	.kernel = sim_kernel_of,
	.compare = sim_compare,
	.memory = sim_memory_of,
	.is_prepared = sim_is_prepared,
	.prepare = sim_prepare,
	.run = sim_run,
	.show = sim_show,
	.trim = sim_trim,
};
