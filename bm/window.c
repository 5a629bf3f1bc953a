// SPDX-License-Identifier: GPL-2.0-or-later
// The measured window: from the threads' start to the word to stop.
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

int window_prepare(struct window *window, const struct options *options)
{
	uint64_t bytes;

	*window = (struct window){ 0 };
	if (!sample_number(options))
		return 0;
	if (__builtin_mul_overflow(sample_number(options), sizeof(*window->samples), &bytes) ||
	    !(window->samples = malloc(bytes))) {
		error_print_errno(ENOMEM, "--interval: cannot keep %llu samples",
				  (unsigned long long)sample_number(options));
		return -ENOMEM;
	}
	/* Touched now: a first touch within the window would be a page fault of our own. */
	memset(window->samples, 0xff, bytes);
	return 0;
}

static int samples_take(struct window *window, const struct team *team,
			const struct options *options, uint64_t start)
{
	uint64_t number = sample_number(options);

	for (uint64_t i = 0; i < number; i++) {
		int error = clock_sleep_until(start + (i + 1) * options->interval_ns);

		if (error)
			return error;
		window->samples[i].tally = team_tally(team);
		window->samples[i].at_ns = clock_now() - start;
		window->sample_count = i + 1;
	}
	return 0;
}

int window_run(struct window *window, struct team *team, const struct options *options)
{
	uint64_t start, ticks;
	int error;

	team_start(team);
	start = clock_now();
	ticks = clock_ticks();
	error = samples_take(window, team, options, start);
	if (!error)
		error = clock_sleep_until(start + options->seconds * NS_PER_SECOND);
	team_stop(team);
	window->length.ns = clock_now() - start;
	window->length.ticks = clock_ticks() - ticks;
	if (error)
		error_print_errno(-error, "cannot sleep through the window");
	return error;
}
