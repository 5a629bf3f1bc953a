// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads and compares versions of Linux. */
#include "kernel/linux_version.h"

#include "experiment/default_source.h"
#include "kernel/source.h"
#include "util/error.h"

#include <errno.h>
#include <glib.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PARTS 4 /* characters of each of the two numbers */

/* A new major number came after .19 or .20, always. */
#define MINORS_OF_MAJOR 20

static bool number_read(const char *text, size_t length, unsigned int *number)
{
	char digits[PARTS + 1] = "";

	if (!length || length > PARTS || strspn(text, "0123456789") < length)
		return false;
	memcpy(digits, text, length);
	*number = (unsigned int)strtoul(digits, NULL, 10);
	return true;
}

bool linux_version_read(const char *text, struct linux_version *version)
{
	const char *point = strchr(text, '.');

	return point && number_read(text, (size_t)(point - text), &version->major) &&
	       number_read(point + 1, strlen(point + 1), &version->minor);
}

int linux_version_compare(const struct linux_version *a, const struct linux_version *b)
{
	unsigned int left = a->major, right = b->major;

	if (left == right) {
		left = a->minor;
		right = b->minor;
	}
	return (left > right) - (left < right);
}

unsigned int linux_version_distance(const struct linux_version *a, const struct linux_version *b)
{
	int64_t left = (int64_t)a->major * MINORS_OF_MAJOR + a->minor;
	int64_t right = (int64_t)b->major * MINORS_OF_MAJOR + b->minor;

	return (unsigned int)(left < right ? right - left : left - right);
}

bool linux_version_swaps_zeros(const struct linux_version *version)
{
	static const struct linux_version first_without = { 6, 12 };

	return linux_version_compare(version, &first_without) < 0;
}

int linux_version_of_source(const char *folder, const char *source, struct linux_version *version)
{
	g_autofree char *text = source_version(folder, source);
	g_autofree char *package = NULL;
	int err = text && linux_version_read(text, version) ? 1 : default_source(&package);

	if (err)
		return err > 0 ? 0 : err;
	if (linux_version_read(strrchr(package, '-') + 1, version))
		return 0;
	return error_set(EINVAL, "setup/packages: %s does not say its version", package);
}
