// SPDX-License-Identifier: GPL-2.0-or-later
/* Exit statuses of apfbench: the one table (help and man page print it). */
#ifndef UTIL_STATUS_H
#define UTIL_STATUS_H

enum status {
	STATUS_OK = 0,
	STATUS_WORSE = 1,
	STATUS_USAGE = 2,
	STATUS_RUN_FAILED = 3,
	STATUS_REFUSED = 4,
	STATUS_BUILD_FAILED = 5,
	STATUS_STALE = 6,
	STATUS_DIFFERS = 7,
	STATUS_LACKING = 77,
	STATUS_UNCLEAR = 125, /* git bisect skips */
	STATUS_INTERRUPTED = 130,
};

struct status_row {
	enum status status;
	const char *name;
	const char *meaning;
};

/* Ends with a row whose name is NULL. */
extern const struct status_row status_table[];

/* The exit status for what a function of the harness returned (0 or -errno). */
enum status status_from_error(int err);

#endif
