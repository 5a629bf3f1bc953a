// SPDX-License-Identifier: GPL-2.0-or-later
/* Starts a simulated host's QEMU. */
#include "testbed/sim_machine.h"

#include "testbed/sim_command.h"

int sim_machine_start(const struct sim *sim, const struct plan_run *run,
		      const struct sim_start *start, const char *folder, struct machine *machine)
{
	const struct artefact_setup *setup = artefacts_find_setup(sim->artefacts, run->setup);
	struct sim_paths paths = { .preload = sim->lockstep.preload };
	int err = machine_open(machine, start->access, folder);

	if (err)
		return err;
	paths.files = (struct command_paths){
		.qemu = sim->qemu.path,
		.kernel = setup->host->build.bzimage,
		.initrd = setup->host_image.path,
		.description = machine->description,
		.console = machine->console,
		.record = machine->record,
		.control = machine->control,
		.terminal = start->access == MACHINE_TERMINAL ? machine->door : NULL,
		.debugger = start->access == MACHINE_DEBUGGER ? machine->door : NULL,
	};
	err = machine_start(
		machine,
		sim_command(&run->setup->settings, run->boot_seed, &paths, start->incoming),
		start->text);
	if (err)
		machine_end(machine);
	return err;
}
