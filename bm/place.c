// SPDX-License-Identifier: GPL-2.0-or-later
// The vCPUs that threads are pinned to.
#include "place.h"

#include <errno.h>
#include <sched.h>
#include <string.h>

#include "error.h"
#include "number.h"

/* What Linux can be configured for on x86. */
#define VCPUS_MAX 8192

static const char *const names[] = { "free", "pairs", "list" };

const char *place_name(enum place place)
{
	return names[place];
}

/* Moves *@list past the next number and its comma. Returns 0, -EINVAL or -ERANGE. */
static int list_next(const char **list, uint64_t *vcpu)
{
	int error = digits_scan(list, vcpu);

	if (error || !**list)
		return error;
	/* A comma promises another number. */
	return *(*list)++ == ',' && **list ? 0 : -EINVAL;
}

int place_parse(struct options *options, const char *text)
{
	const char *rest = text;
	uint64_t vcpu;
	int error;

	options->place = strcmp(text, "pairs") ? PLACE_FREE : PLACE_PAIRS;
	if (options->place == PLACE_PAIRS || !strcmp(text, "free"))
		return 0;
	if (strlen(text) > PLACE_LIST_MAX)
		return -ERANGE;
	do {
		error = list_next(&rest, &vcpu);
		if (error)
			return error;
	} while (*rest);
	options->place = PLACE_LIST;
	options->place_list = text;
	return 0;
}

/*
 * Lists the vCPUs that are online and that bm may use, lowest first; @vcpus has room for VCPUS_MAX.
 * Returns how many, or -EINVAL with a line on stderr.
 */
static int usable_list(const char *asker, int *vcpus)
{
	cpu_set_t set[VCPUS_MAX / CPU_SETSIZE];
	int count = 0;

	if (sched_getaffinity(0, sizeof(set), set)) {
		error_print_errno(errno, "%s: cannot read which vCPUs bm may use", asker);
		return -EINVAL;
	}
	for (int i = 0; i < VCPUS_MAX; i++)
		if (CPU_ISSET_S((size_t)i, sizeof(set), set))
			vcpus[count++] = i;
	return count;
}

static int list_resolve(const struct options *options, const char *asker, int *pins,
			const int *usable, int count)
{
	const char *rest = options->place_list;
	int threads = options->faulting + options->working;
	int given = 0;

	while (*rest) {
		uint64_t vcpu;
		int found = 0;

		if (list_next(&rest, &vcpu))
			return -EINVAL;
		while (found < count && (uint64_t)usable[found] != vcpu)
			found++;
		if (found == count) {
			error_print("%s: vCPU %llu is offline or not allowed to bm, which can "
				    "use %d, up to number %d",
				    asker, (unsigned long long)vcpu, count, usable[count - 1]);
			return -EINVAL;
		}
		if (given < threads)
			pins[given] = usable[found];
		given++;
	}
	if (given == threads)
		return 0;
	error_print("%s: %d vCPUs for %d threads (-f %d with -w %d): give one per thread, "
		    "faulting threads first",
		    asker, given, threads, options->faulting, options->working);
	return -EINVAL;
}

int place_resolve(struct options *options, const char *asker)
{
	static int pins[2 * THREADS_MAX];
	static int usable[VCPUS_MAX];
	int count;

	options->pins = NULL;
	if (options->place == PLACE_FREE)
		return 0;
	count = usable_list(asker, usable);
	if (count < 0)
		return count;
	options->pins = pins;
	if (options->place == PLACE_LIST)
		return list_resolve(options, asker, pins, usable, count);
	for (int i = 0; i < options->faulting; i++)
		pins[i] = usable[i % count];
	for (int i = 0; i < options->working; i++)
		pins[options->faulting + i] = usable[i % count];
	return 0;
}
