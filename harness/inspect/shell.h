// SPDX-License-Identifier: GPL-2.0-or-later
/* A shell in the prepared host of a setup. */
#ifndef INSPECT_SHELL_H
#define INSPECT_SHELL_H

#include "testbed/testbed.h"

#include <glib.h>

/*
 * Changes the setup to one that has the shell, with its guest or instead of it, and leaves out what
 * only serves to measure. -EINVAL: it has no guest.
 */
int shell_set(struct setup *setup, bool guest);

/*
 * Opens the shell. state: the testbed's, opened with artefacts of a setup of shell_set(). commands:
 * what it executes; NULL: what is typed at the terminal on stdin. *status: that with which it
 * ended, or 0 if the user left it by RELAY_ESCAPE. Nothing is left of it afterwards. Errors of
 * visit_begin() and relay_run(); -EPROTO and others if the host ended before the shell.
 */
int shell_open(const struct testbed *testbed, void *state, const struct plan_run *run,
	       const GString *commands, uint64_t *status);

#endif
