// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of testbeds: those that work, and those that have a place and no code yet. */
#include "testbed/testbed.h"
#include "util/error.h"
#include <errno.h>
#include <stddef.h>
#include <string.h>

static int probe_vm(void)
{
	return error_set(ENOPKG, "testbed vm is not built yet: use sim");
}

static int probe_bare(void)
{
	return error_set(ENOPKG, "testbed bare is not built yet: use sim");
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

const struct testbed *const testbed_table[] = { &testbed_sim, &testbed_vm, &testbed_bare, NULL };

const struct testbed *testbed_find(const char *name)
{
	for (const struct testbed *const *row = testbed_table; *row; row++)
		if (!strcmp((*row)->name, name))
			return *row;
	/* Not in the table: a person has no use for it. */
	return strcmp(testbed_fake.name, name) ? NULL : &testbed_fake;
}
