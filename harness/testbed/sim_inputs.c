// SPDX-License-Identifier: GPL-2.0-or-later
/* What a preparation is a function of, and the hash under which it is kept. */
#include "testbed/sim.h"

void sim_prepared_settings(const struct settings *settings, struct settings *prepared)
{
	settings_copy(prepared, settings);
	/*
	 * The description lies in the host's memory and its parsing takes instructions: a
	 * preparation for 20 s and one for 60 s would not be the same.
	 */
	for (const struct setting *row = setting_table; row->name; row++)
		if (!row->prepared)
			settings_set(prepared, row, row->initial);
}

json_t *sim_inputs(const struct sim *sim, const struct sim_setup *setup, uint64_t boot_seed)
{
	const struct settings *settings = &setup->setup->settings;

	return json_pack("{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:I, s:o}",
			 "schema_version", SIM_PREPARATION_SCHEMA, "qemu", sim->qemu.version,
			 "firmware", sim->qemu.firmware, "lockstep", sim->qemu.lockstep,
			 "host_kernel", setup->host->bzimage_hash, "guest_kernel",
			 setup->guest->bzimage_hash, "host_config", setup->host->config_hash,
			 "guest_config", setup->guest->config_hash, "host_image",
			 setup->host_image.hash, "guest_image", sim->guest_image.hash, "settings",
			 settings_json(settings, true), "boot_seed", (json_int_t)boot_seed,
			 "qemu_command", sim_command(settings, boot_seed, false));
}

char *sim_hash(const json_t *inputs)
{
	char *text = json_dumps(inputs, JSON_COMPACT | JSON_SORT_KEYS);
	char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);

	free(text);
	return hash;
}

char *sim_hash_of(const struct sim *sim, const struct plan_run *run)
{
	json_t *inputs = sim_inputs(sim, sim_find_setup(sim, run->setup), run->boot_seed);
	char *hash = sim_hash(inputs);

	json_decref(inputs);
	return hash;
}
