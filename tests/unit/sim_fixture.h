/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A made-up simulated testbed with one setup, in a folder of its own. */
#ifndef TESTS_SIM_FIXTURE_H
#define TESTS_SIM_FIXTURE_H

#include "test.h"

#include "files.h"
#include "testbed/sim.h"
#include "testbed/sim_cache.h"
#include "testbed/sim_command.h"
#include "testbed/sim_inputs.h"
#include "testbed/sim_trim.h"
#include "util/paths.h"

static struct setup setup = { .name = "pv", .host_kernel = "k", .guest_kernel = "k" };
static struct artefact_kernel kernel = {
	.build = { .hash = "6",
		   .bzimage = "/b",
		   .source = "linux 6.1",
		   .compiler = "gcc 12",
		   .patches = (char *[]){ "pv/one 7", NULL } },
	.bzimage_hash = "1",
	.config_hash = "2",
};
static struct artefact_setup made = {
	.setup = &setup,
	.host = &kernel,
	.guest = &kernel,
	.host_image = { .path = "/i", .hash = "3" },
};
static struct artefacts artefacts = {
	.guest_image = { .path = "/g", .hash = "5" },
};
static struct sim sim = {
	.artefacts = &artefacts,
	.qemu = { .path = "/q", .version = "10.0.2", .firmware = "4" },
	.lockstep = { .preload = "/l", .hash = "5" },
};
static struct plan_run run = { &setup, 1, 1, 1, 1, RUN_MEASURED };

static int fixture_make(void **state)
{
	settings_init(&setup.settings);
	artefacts.setups = g_ptr_array_new();
	g_ptr_array_add(artefacts.setups, &made);
	run = (struct plan_run){ &setup, 1, 1, 1, 1, RUN_MEASURED };
	folder_make(state);
	paths_set_made(folder);
	return 0;
}

static int fixture_remove(void **state)
{
	sim_end_needed(&sim);
	settings_clear(&setup.settings);
	g_ptr_array_unref(artefacts.setups);
	return folder_remove(state);
}

#define SIM_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

#endif
