// SPDX-License-Identifier: GPL-2.0-or-later
/* The steps of a run: preparation and measurement. */
#include "host/run.h"

#include "host/clock.h"
#include "host/console.h"
#include "host/container_stats.h"
#include "host/knob.h"
#include "host/swap_latency.h"
#include "host/turns.h"
#include "util/fs.h"

#include <unistd.h>

/* All in seconds of the host's time. */
#define PREPARE_SECONDS	     (300 + 1200) /* the guest's boot, the prefault */
#define START_SECONDS	     60		  /* from the gate's line to the window */
#define WINDOW_EXTRA_SECONDS 60
#define END_SECONDS	     60 /* from the end of the window to that of the workload */

/* Each boot delays the start of the guest by up to this many microseconds. */
#define BOOT_JITTER_US 20000

void run_init(struct run *run, const char *folder)
{
	*run = (struct run){ .folder = folder, .commands = json_array() };
	run->counters.perf.control = run->counters.perf.acknowledge = -1;
	profile_init(&run->profile);
	guest_init(&run->guest);
}

void run_clear(struct run *run)
{
	ballast_stop(&run->ballast);
	json_decref(payload_finish(&run->program));
	guest_clear(&run->guest);
	counters_clear(&run->counters);
	profile_clear(&run->profile);
	if (run->armed)
		swap_latency_clear();
	if (run->description.traced)
		traced_clear(&run->traced);
	container_destroy(&run->container);
	swap_stop(&run->swap);
	json_decref(run->commands);
	json_decref(run->counts);
	json_decref(run->stats_before);
	json_decref(run->stats);
	json_decref(run->swap_read);
	json_decref(run->balance);
	json_decref(run->series);
	json_decref(run->profiled);
	json_decref(run->payload);
	json_decref(run->beside);
	description_clear(&run->description);
}

/* Also prints it on the console: a person who watches can type the same. */
static void command_add(struct run *run, const char *line)
{
	if (!line)
		return;
	json_array_append_new(run->commands, json_string(line));
	console_say("+ %s", line);
}

static int run_contain(struct run *run)
{
	const struct inside *settings = &run->description.settings;
	int err;

	if (!settings->container)
		return 0;
	err = container_create(&run->container, settings->cgroup, settings->container);
	command_add(run, run->container.create_line);
	command_add(run, run->container.set_line);
	return err;
}

/*
 * On real hardware the guest never starts at the same moment of the host's timer tick twice. Here
 * the boot seed chooses the moment: boots differ in it, and equal ones do not.
 */
static void boot_jitter(uint64_t boot_seed)
{
	/* A multiplicative hash, so that neighbouring seeds give distant moments. */
	uint64_t hash = boot_seed * UINT64_C(0x9e3779b97f4a7c15);

	usleep((useconds_t)((hash >> 32) % BOOT_JITTER_US));
}

static int run_start_guest(struct run *run)
{
	g_autofree char *line = NULL;
	int err = guest_prepare(&run->guest, &run->description.settings, run->folder);

	if (err)
		return err;
	line = container_exec_line(&run->container, (const char *const *)run->guest.command->pdata);
	command_add(run, line);
	if (!inside_has_guest(&run->description.settings))
		return 0;
	boot_jitter(run->description.boot_seed);
	err = guest_start(&run->guest, &run->container);
	if (!err)
		err = guest_wait(&run->guest, WORKLOAD_READY, PREPARE_SECONDS);
	return err ? err : guest_query(&run->guest);
}

/* Done once, in the preparation if there is a snapshot: starting perf is expensive, having it is
 * not. */
static int run_arm(struct run *run)
{
	const struct description *description = &run->description;
	int err;

	if (run->armed || !inside_has_guest(&description->settings) ||
	    (!description->snapshot && !description->settings.counters))
		return 0;
	err = counters_prepare(&run->counters, run->folder);
	if (!err)
		err = swap_latency_prepare(&run->swap);
	run->armed = !err;
	return err;
}

int run_prepare(struct run *run)
{
	const struct inside *settings = &run->description.settings;
	int err = guest_set_workload(&run->guest, settings->workload);

	if (!err)
		err = fs_make_folder(run->folder);
	if (!err)
		err = knob_tune(settings);
	if (!err)
		err = swap_start(&run->swap, settings->swap, settings->read_latency);
	if (!err)
		err = run_contain(run);
	if (!err)
		err = run_start_guest(run);
	return err ? err : run_arm(run);
}

/*
 * Reads everything that is counted for the first time, counters last: from there on they count. The
 * trace first: by the ballast's start it knows of each CPU who is on it.
 */
static int window_open(struct run *run)
{
	int err = 0;

	if (run->description.traced)
		err = traced_open(&run->traced, &run->guest);
	if (!err)
		err = turns_start(run->description.settings.turns);
	if (!err && run->description.settings.ballast)
		err = ballast_start(&run->ballast);
	if (err || !run->description.settings.counters)
		return err;
	run->stats_before = container_stats_read(&run->container);
	err = swap_latency_open();
	return err ? err : counters_open(&run->counters, &run->guest);
}

/* In the opposite order and without delay: what takes long is read when nothing is counted any
 * more. */
static int window_close(struct run *run)
{
	json_t *after;
	int err = 0;

	if (run->description.settings.counters) {
		err = counters_close(&run->counters, &run->guest);
		if (!err)
			err = swap_latency_close();
		if (err)
			return err;
		after = container_stats_read(&run->container);
		run->stats = container_stats_difference(run->stats_before, after);
		json_decref(after);
	}
	if (run->description.traced)
		err = traced_close(&run->traced, &run->guest, &run->ballast);
	if (err)
		return err;
	console_say(CONSOLE_CLOSED);
	return 0;
}

static int window_read(struct run *run)
{
	int err = 0;

	if (run->description.settings.counters) {
		err = counters_read(&run->counters, &run->counts);
		if (!err)
			err = swap_latency_read(&run->swap_read);
	}
	if (!err && run->description.traced)
		err = traced_read(&run->traced, &run->guest,
				  run->guest.reached_ns[WORKLOAD_STARTED], run->window_end_ns,
				  &run->balance, &run->series);
	return err;
}

/*
 * Counts from the workload's start for the length of its window, by the host's clock. bm's threads
 * take a second or more from their last access to the printed total, which is not counted.
 */
static int window_run(struct run *run)
{
	const uint64_t seconds = run->description.settings.seconds;
	struct guest *guest = &run->guest;
	int err = guest_open_gate(guest, &run->description);

	if (!err)
		err = guest_wait(guest, WORKLOAD_STARTED, START_SECONDS);
	if (err)
		return err;
	guest_sleep(guest, guest->reached_ns[WORKLOAD_STARTED] + seconds * CLOCK_SECOND);
	run->window_end_ns = clock_now();
	err = window_close(run);
	if (!err)
		err = profile_close(&run->profile);
	/*
	 * The ballast stays: bm's window ends a little later than the host's, and while its threads
	 * end, vCPUs spin with PAUSE for others that wait for a swap read. At each PAUSE QEMU goes
	 * on to the next CPU. If all others sleep, time advances by a few instructions per turn,
	 * and one such read costs the machine a second or more.
	 */
	if (!err)
		err = guest_wait(guest, WORKLOAD_DONE, WINDOW_EXTRA_SECONDS);
	ballast_stop(&run->ballast);
	turns_stop();
	return err;
}

/* From here to the end of the window the host runs only what is measured. */
static int run_guest(struct run *run)
{
	int err = run_arm(run);

	if (!err && run->description.traced)
		err = traced_prepare(&run->guest, &run->swap);
	if (!err && run->description.profiled)
		err = profile_prepare(&run->profile, run->folder);
	if (err)
		return err;
	console_say(CONSOLE_OPENED);
	err = profile_open(&run->profile);
	if (!err)
		err = window_open(run);
	if (!err)
		err = window_run(run);
	if (!err)
		err = guest_wait(&run->guest, WORKLOAD_ENDED, END_SECONDS);
	guest_freeze(&run->guest);
	if (!err)
		err = window_read(run);
	return err ? err : profile_read(&run->profile, &run->guest, &run->profiled);
}

int run_measure(struct run *run)
{
	const struct inside *settings = &run->description.settings;
	const bool has_guest = inside_has_guest(settings);
	/* A fork may differ from its preparation in this, and in the gate's line. */
	int err = swap_set_latency(&run->swap, settings->read_latency);

	if (err)
		return err;
	if (!has_guest || inside_has_beside(settings))
		err = payload_start(&run->program, run->commands, run->folder);
	if (!err)
		err = has_guest ? run_guest(run) : payload_wait(&run->program, settings->seconds);
	*(has_guest ? &run->beside : &run->payload) = payload_finish(&run->program);
	return err;
}
