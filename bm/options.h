// SPDX-License-Identifier: GPL-2.0-or-later
// The command line.
#ifndef BM_OPTIONS_H
#define BM_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_SHIFT 12
#define PAGE_BYTES ((size_t)1 << PAGE_SHIFT)

/* Of each kind. */
#define THREADS_MAX 4096

/* The -v line prints seconds as an int. */
#define SECONDS_MAX INT32_MAX

/* glibc's srandom() treats 0 as 1: two "different" seeds would give the same run. */
#define SEED_MIN 1
#define SEED_MAX UINT32_MAX

enum layout {
	LAYOUT_PACKED,
	LAYOUT_PADDED
};
enum fill {
	FILL_ZERO,
	FILL_PATTERN
};
enum place {
	PLACE_FREE,
	PLACE_PAIRS,
	PLACE_LIST
};

struct options {
	int faulting;  /* threads that touch random pages */
	int working;   /* threads that count */
	size_t memory; /* bytes, at least one page */
	unsigned int seconds;
	unsigned int seed;
	bool seeded; /* if not, random() starts as with seed 1 */
	bool verbose;
	bool gate;
	bool help;
	enum layout layout;
	enum fill fill;
	enum place place;
	const char *place_list; /* of PLACE_LIST, as it was given */
	const int *pins;	/* vCPU of each thread, faulting ones first; NULL: none is pinned */
	uint64_t interval_ns;	/* 0: no samples */
	bool latency;		/* count accesses by how long they took */
	bool guest_cpu;		/* read what the kernel did with each CPU */
	const char *json_path;	/* NULL: no JSON */
};

/* Fills @options from the defaults and @argv. Returns 0, or -EINVAL with a line on stderr. */
int options_parse(struct options *options, int argc, char **argv);

/* Writes the help into stdout's buffer. */
void options_print_help(void);

/* Static text, as fill_name(). */
const char *layout_name(enum layout layout);
const char *fill_name(enum fill fill);

#endif
