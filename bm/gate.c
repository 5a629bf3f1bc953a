// SPDX-License-Identifier: GPL-2.0-or-later
// The gate between the prefault and the window: bm waits there for a line that starts the window.
#include "gate.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "error.h"
#include "lines.h"
#include "number.h"
#include "place.h"

#define TRACED " traced"
#define PLACE  " place "

/* A seed, seconds, " traced" and a list of vCPUs as --place takes it. */
#define LINE_MAX (PLACE_LIST_MAX + 64)

/* Reads up to the newline and no further: what follows is not ours. @line gets no newline. */
static int line_read(char *line, size_t size)
{
	size_t length = 0;

	for (;;) {
		ssize_t got = read(STDIN_FILENO, &line[length], 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			int error = errno;

			error_print_errno(error, "gate: cannot read stdin");
			return -error;
		}
		if (!got) {
			error_print("gate: stdin ended before a line \"SEED SECONDS\"");
			return -EPROTO;
		}
		if (line[length] == '\n')
			break;
		if (line[length] == '\0' || ++length == size) {
			error_print(
				"gate: expected \"SEED SECONDS\", got a line that is too long or "
				"is not text");
			return -EPROTO;
		}
	}
	line[length] = '\0';
	return 0;
}

/* Sets *@place to what follows " place ", NULL if nothing does. */
static int line_parse(const char *line, uint64_t *seed, uint64_t *seconds, bool *traced,
		      const char **place)
{
	int error = digits_scan(&line, seed);

	if (error)
		return error;
	if (*seed < SEED_MIN || *seed > SEED_MAX)
		return -ERANGE;
	if (*line++ != ' ')
		return -EINVAL;
	error = digits_scan(&line, seconds);
	if (error)
		return error;
	if (*seconds < 1 || *seconds > SECONDS_MAX)
		return -ERANGE;
	*traced = !strncmp(line, TRACED, strlen(TRACED));
	if (*traced)
		line += strlen(TRACED);
	*place = strncmp(line, PLACE, strlen(PLACE)) ? NULL : line + strlen(PLACE);
	return *line && !*place ? -EINVAL : 0;
}

/* Turns on everything that shows where the time goes. Returns 0, or -EPROTO with a line on stderr.
 */
static int traced_set(struct options *options)
{
	if (!options->json_path) {
		error_print("gate: \"traced\": what it adds is only written to the JSON, "
			    "add --json FILE");
		return -EPROTO;
	}
	if (!options->interval_ns)
		options->interval_ns = NS_PER_SECOND;
	options->latency = true;
	options->guest_cpu = true;
	return 0;
}

/* Returns 0, or -EPROTO with a line on stderr. @place has to stay. */
static int place_set(struct options *options, const char *place)
{
	if (place_parse(options, place)) {
		error_print("gate: place '%s': expected free, pairs or a list of vCPU numbers",
			    place);
		return -EPROTO;
	}
	return place_resolve(options, "gate: place") ? -EPROTO : 0;
}

int gate_pass(struct options *options)
{
	static char line[LINE_MAX]; /* a list of vCPUs is used later */
	uint64_t seed, seconds;
	const char *place;
	bool traced;
	int error;

	printf("ready\n");
	error = lines_flush();
	if (error)
		return error;
	error = line_read(line, sizeof(line));
	if (error)
		return error;
	if (line_parse(line, &seed, &seconds, &traced, &place)) {
		error_print("gate: '%s': expected \"SEED SECONDS\", a seed from 1 to 4294967295 "
			    "and whole seconds from 1 to 2147483647, and maybe \"traced\" and "
			    "\"place\" with vCPUs",
			    line);
		return -EPROTO;
	}
	options->seed = (unsigned int)seed;
	options->seeded = true;
	options->seconds = (unsigned int)seconds;
	error = place ? place_set(options, place) : 0;
	return !error && traced ? traced_set(options) : error;
}
