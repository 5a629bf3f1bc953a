// SPDX-License-Identifier: GPL-2.0-or-later
/* What a preparation is a function of, and the hash under which it is kept. */
#include "testbed/sim_inputs.h"

#include "testbed/sim_command.h"

/* To be raised when this program would no longer make the same preparations. */
#define PREPARATION_SCHEMA 1

void sim_prepared_settings(const struct settings *settings, struct settings *prepared)
{
	settings_copy(prepared, settings);
	/*
	 * The description is in the host's memory, and parsing it takes instructions: without this,
	 * a preparation for 20 s would differ from one for 60 s.
	 */
	for (const struct setting *row = setting_table; row->name; row++)
		if (!row->prepared)
			settings_set(prepared, row, row->initial);
}

json_t *sim_inputs(const struct sim *sim, const struct artefact_setup *setup, uint64_t boot_seed)
{
	const struct settings *settings = &setup->setup->settings;
	json_t *inputs = artefacts_hashes(sim->artefacts, setup);

	json_object_update_new(
		inputs, json_pack("{s:i, s:s, s:s, s:s, s:o, s:I, s:o}", "schema_version",
				  PREPARATION_SCHEMA, "qemu", sim->qemu.version, "firmware",
				  sim->qemu.firmware, "lockstep", sim->lockstep.hash, "settings",
				  settings_json(settings, true), "boot_seed", (json_int_t)boot_seed,
				  "qemu_command", sim_command_json(settings, boot_seed, false)));
	return inputs;
}

char *sim_hash_of(const struct sim *sim, const struct plan_run *run)
{
	const struct artefact_setup *setup = artefacts_find_setup(sim->artefacts, run->setup);
	json_t *inputs = sim_inputs(sim, setup, run->boot_seed);
	char *text = json_dumps(inputs, JSON_COMPACT | JSON_SORT_KEYS);
	char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);

	free(text);
	json_decref(inputs);
	return hash;
}

void sim_add_inputs(const struct sim *sim, const struct plan_run *run, json_t *inputs)
{
	g_autofree char *hash = run ? sim_hash_of(sim, run) : NULL;
	json_t *command =
		run ? sim_command_json(&run->setup->settings, run->boot_seed, true) : NULL;

	json_object_update_new(inputs, json_pack("{s:s*, s:s, s:s, s:s, s:o*}", "preparation", hash,
						 "qemu_outside", sim->qemu.version, "firmware",
						 sim->qemu.firmware, "lockstep", sim->lockstep.hash,
						 "qemu_command", command));
}

json_t *sim_known_inputs(void *state, const struct plan_run *run)
{
	const struct sim *sim = state;
	json_t *inputs = run ? artefacts_describe(sim->artefacts,
						  artefacts_find_setup(sim->artefacts, run->setup))
			     : json_object();

	sim_add_inputs(sim, run, inputs);
	return inputs;
}
