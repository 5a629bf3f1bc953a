// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of testbeds: those that work, and those that are planned. */
#include "testbed/testbed.h"
#include "util/error.h"
#include <errno.h>
#include <stddef.h>
#include <string.h>

static int probe_vm(void)
{
	return error_set(ENOPKG, "testbed vm does not exist yet: use sim");
}

static int probe_bare(void)
{
	return error_set(ENOPKG, "testbed bare does not exist yet: use sim");
}

static const struct testbed testbed_vm = {
	.name = "vm",
	.help = "a host in a virtual machine in real time",
	.probe = probe_vm,
};

static const struct testbed testbed_bare = {
	.name = "bare",
	.help = "the running kernel is the host",
	.probe = probe_bare,
};

/* Each is in a file of its own. */
extern const struct testbed testbed_sim, testbed_fake, testbed_fake_built;

const struct testbed *const testbed_table[] = {
	&testbed_sim,
	&testbed_vm,
	&testbed_bare,
	NULL,
};

/* For tests only. */
static const struct testbed *const unlisted[] = {
	&testbed_fake,
	&testbed_fake_built,
	NULL,
};

static const struct testbed *find_in(const struct testbed *const *table, const char *name)
{
	for (; *table; table++)
		if (!strcmp((*table)->name, name))
			return *table;
	return NULL;
}

const struct testbed *testbed_find(const char *name)
{
	const struct testbed *found = find_in(testbed_table, name);

	return found ? found : find_in(unlisted, name);
}
