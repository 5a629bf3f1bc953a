// SPDX-License-Identifier: GPL-2.0-or-later
// The benchmark from its command line to its exit status.
#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "array.h"
#include "clock.h"
#include "error.h"
#include "gate.h"
#include "json.h"
#include "lines.h"
#include "options.h"
#include "threads.h"
#include "window.h"

/* The threads use it until the process ends. */
static struct team team;

/*
 * Opens for appending: if the path is stdout's own file, the JSON follows the lines. The empty
 * write finds a serial port that the machine lacks: it can be opened, but not written.
 * Returns 0 or -errno with a line on stderr.
 */
static int json_open(FILE **file, const char *path)
{
	int error, fd;

	*file = NULL;
	if (!path)
		return 0;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOCTTY | O_CLOEXEC, 0666);
	if (fd >= 0 && !write(fd, "", 0))
		*file = fdopen(fd, "a");
	if (*file)
		return 0;
	error = errno;
	error_print_errno(error, "--json: cannot write '%s'", path);
	return -error;
}

/* Returns 0 or -errno with a line on stderr. */
static int json_finish(FILE *file, const struct result *result)
{
	int error = 0;

	if (!file)
		return 0;
	errno = 0;
	json_write(file, result);
	if (fflush(file) || ferror(file))
		error = errno ? errno : EIO;
	if (fclose(file) && !error)
		error = errno;
	if (error)
		error_print_errno(error, "--json: cannot write '%s'", result->options->json_path);
	return -error;
}

/* Does everything before the window: waiting threads, an array in memory, a seed. */
static int bench_prepare(struct options *options, struct window *window, uint64_t *prefault_ns)
{
	char *array = array_create(options->memory);
	uint64_t begin;
	int error;

	if (!array)
		return -ENOMEM;
	error = team_create(&team, options, array);
	if (error)
		return error;
	begin = clock_now();
	array_fill(array, options->memory, options->fill);
	*prefault_ns = clock_now() - begin;
	if (options->gate) {
		error = gate_pass(options);
		if (error)
			return error;
	}
	if (options->seeded)
		srandom(options->seed);
	error = team_pin(&team, options->pins);
	if (!error)
		error = team_observe(&team, options);
	return error ? error : window_prepare(window, &team, options);
}

static int bench_run(struct options *options, FILE *json)
{
	static struct window window;
	struct result result = { .options = options, .team = &team, .window = &window };
	int error;

	if (options->verbose)
		lines_print_options(options);
	error = bench_prepare(options, &window, &result.prefault_ns);
	if (error)
		return error;
	printf("start\n");
	error = lines_flush();
	if (error)
		return error;
	error = window_run(&window, &team, options);
	if (error)
		return error;
	error = team_join(&team);
	if (error)
		return error;
	lines_print_result(&team);
	error = lines_flush();
	return error ? error : json_finish(json, &result);
}

int bench_main(int argc, char **argv)
{
	struct options options;
	FILE *json;
	int error;

	if (options_parse(&options, argc, argv))
		return BM_USAGE;
	if (options.help) {
		options_print_help();
		return lines_flush() ? BM_FAILED : BM_OK;
	}
	/* Opened first, so that no run is wasted on a path that cannot be written. */
	if (json_open(&json, options.json_path))
		return BM_FAILED;
	error = bench_run(&options, json);
	if (!error)
		return BM_OK;
	return error == -EPROTO ? BM_USAGE : BM_FAILED;
}
