// SPDX-License-Identifier: GPL-2.0-or-later
// The measured window: from the threads' start until they are asked to stop.
#include "window.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

/* The samples that fall into the window, one at its very end included. */
static uint64_t sample_number(const struct options *options)
{
	return options->interval_ns ? options->seconds * NS_PER_SECOND / options->interval_ns : 0;
}

/*
 * All memory is touched here: a first touch within the window would be a page fault of our own.
 * Returns NULL if there is not enough.
 */
static void *area_create(uint64_t count, uint64_t size)
{
	uint64_t bytes;
	void *area;

	/* One byte more, since no bytes at all would also be NULL. */
	if (__builtin_mul_overflow(count, size, &bytes) || bytes >= SIZE_MAX)
		return NULL;
	area = malloc(bytes + 1);
	return area ? memset(area, 0xff, bytes + 1) : NULL;
}

int window_prepare(struct window *window, const struct team *team, const struct options *options)
{
	uint64_t number = sample_number(options);
	uint64_t cells = occupancy_cells(&team->occupancy);
	uint64_t *ticks;

	*window = (struct window){ .reads_cpus = options->guest_cpu };
	if (options->guest_cpu) {
		int error = cpus_prepare(&window->cpus);

		if (!error)
			error = cpus_read(&window->cpus, window->cpus.before);
		if (error)
			return error;
	}
	if (!number)
		return 0;
	window->samples = area_create(number, sizeof(*window->samples));
	ticks = window->samples ? area_create(number, cells * sizeof(*ticks)) : NULL;
	if (!ticks) {
		error_print_errno(ENOMEM, "--interval: cannot keep %llu samples",
				  (unsigned long long)number);
		return -ENOMEM;
	}
	for (uint64_t i = 0; i < number; i++)
		window->samples[i].occupancy = ticks + i * cells;
	return 0;
}

static int samples_take(struct window *window, struct team *team, const struct options *options,
			uint64_t start)
{
	uint64_t number = sample_number(options);

	for (uint64_t i = 0; i < number; i++) {
		struct sample *sample = &window->samples[i];
		int error = clock_sleep_until(start + (i + 1) * options->interval_ns);

		if (error)
			return error;
		sample->tally = team_tally(team);
		occupancy_copy(&team->occupancy, clock_ticks(), sample->occupancy);
		sample->at_ns = clock_now() - start;
		window->sample_count = i + 1;
	}
	return 0;
}

int window_run(struct window *window, struct team *team, const struct options *options)
{
	uint64_t start, ticks;
	int error;

	occupancy_begin(&team->occupancy, clock_ticks());
	team_start(team);
	start = clock_now();
	ticks = clock_ticks();
	error = samples_take(window, team, options, start);
	if (!error)
		error = clock_sleep_until(start + options->seconds * NS_PER_SECOND);
	team_stop(team);
	window->length.ns = clock_now() - start;
	window->length.ticks = clock_ticks() - ticks;
	occupancy_end(&team->occupancy, ticks + window->length.ticks);
	if (error) {
		error_print_errno(-error, "cannot sleep through the window");
		return error;
	}
	return window->reads_cpus ? cpus_read(&window->cpus, window->cpus.after) : 0;
}
