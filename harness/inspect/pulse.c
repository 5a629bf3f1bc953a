// SPDX-License-Identifier: GPL-2.0-or-later
/* Asks the monitor whether the machine runs, at the moments in which that changes nothing. */
#include "inspect/pulse.h"

#include "util/process.h"

#include <string.h>

void pulse_begin(struct pulse *pulse, const struct machine *machine)
{
	*pulse = (struct pulse){ .machine = machine, .stands = true };
}

/* A machine that has ended stands: whoever waits for its end sees that. */
static bool is_running(const struct machine *machine)
{
	json_t *answer = NULL;
	int err = qmp_command(machine->monitor, "query-status", NULL, &answer);
	const bool running = !err && json_is_true(json_object_get(answer, "running"));

	json_decref(answer);
	return running;
}

void pulse_look(struct pulse *pulse)
{
	const pid_t pid = pulse->machine->pid;
	const long ticks = process_cpu_ticks(pid);

	/* A machine under icount uses CPU time whenever it runs. */
	if (!pulse->stands)
		pulse->stands = ticks == pulse->ticks && watch_is_asleep(pid);
	if (pulse->stands)
		pulse->stands = !is_running(pulse->machine);
	pulse->ticks = ticks;
}

void pulse_nudge(struct pulse *pulse)
{
	pulse->stands = !is_running(pulse->machine);
}
