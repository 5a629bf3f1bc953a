// SPDX-License-Identifier: GPL-2.0-or-later
/* The simulated testbed: hosts in virtual time under QEMU, each a function of its inputs. */
#include "testbed/sim.h"

#include "testbed/sim_cache.h"
#include "testbed/sim_cost.h"
#include "testbed/sim_trim.h"
#include "util/fs.h"
#include "util/memory.h"
#include "util/process.h"
#include "util/scratch.h"

#define IMAGE_USUAL (UINT64_C(112) << 20) /* usual bytes of a host's image, before one is made */

static void programs_clear(struct sim *sim)
{
	qemu_program_clear(&sim->qemu);
	sim_lockstep_clear(&sim->lockstep);
}

/* After an error nothing is left to clear. */
static int programs_find(struct sim *sim)
{
	int err = qemu_version(&sim->qemu);

	if (!err)
		err = qemu_require(&sim->qemu, QEMU_OLDEST_MAJOR, QEMU_OLDEST_MINOR, "testbed sim");
	if (!err)
		err = sim_lockstep_find(&sim->lockstep);
	if (err)
		programs_clear(sim);
	return err;
}

static int probe(void)
{
	struct sim sim = { 0 };
	int err = programs_find(&sim);

	programs_clear(&sim);
	return err;
}

/* Checks that this machine has memory for one run of each setup. */
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
	/* Warns for the largest setup only. */
	return err || !largest ? err : memory_check(&memory, largest->name, most);
}

static int check(const struct experiment *experiment)
{
	uint64_t budget;
	int err = sim_read_budget(&budget);

	if (!err)
		err = probe();
	return err || process_dry_run() ? err : check_memory(experiment);
}

static void leftovers_sweep(void)
{
	if (process_dry_run())
		return;
	scratch_sweep();
	store_sweep(&preparation_store);
}

static void close_all(void *state)
{
	struct sim *sim = state;

	sim_end_needed(sim);
	leftovers_sweep();
	programs_clear(sim);
	g_free(sim);
}

static int open_all(const struct experiment *experiment, const struct artefacts *artefacts,
		    void **state)
{
	struct sim *sim = g_new0(struct sim, 1);
	int err;

	(void)experiment;
	leftovers_sweep();
	sim->opened = g_get_real_time();
	sim->artefacts = artefacts;
	err = sim_read_budget(&sim->budget);
	if (!err)
		err = programs_find(sim);
	if (err) {
		close_all(sim);
		return err;
	}
	*state = sim;
	return 0;
}

static uint64_t memory_of(void *state, const struct setup *setup)
{
	const struct sim *sim = state;
	const struct artefact_setup *made = artefacts_find_setup(sim->artefacts, setup);

	return sim_memory(&setup->settings, fs_disk_usage(made->host_image.path));
}

const struct testbed testbed_sim = {
	.name = "sim",
	.help = "a simulated host in virtual time: repeats to the last digit, needs no KVM and no root",
	.need = { .kernels = true, .simulated = true, .perf = true },
	.probe = probe,
	.check = check,
	.open = open_all,
	.close = close_all,
	.inputs = sim_known_inputs,
	.memory = memory_of,
	.is_prepared = sim_is_prepared,
	.prepare = sim_prepare,
	.run = sim_run,
	.enter = sim_enter,
	.show = sim_show,
	.trim = sim_trim,
};
