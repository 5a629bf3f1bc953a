// SPDX-License-Identifier: GPL-2.0-or-later
/* The command line of the guest's QEMU. */
#ifndef QEMU_GUEST_COMMAND_H
#define QEMU_GUEST_COMMAND_H

#include "workload/inside.h"

#include <glib.h>

/* Names in the runner's folder; pipes have an .in and an .out. */
#define GUEST_CONSOLE "console"
#define GUEST_RECORD  "record"
#define GUEST_QMP     "qmp"

/*
 * argv, NULL-terminated, of the guest whose pipes and socket are in folder. It does not depend on
 * the run's seed or length in seconds: they come through the gate. Unreference it; it frees its
 * elements.
 */
GPtrArray *guest_command(const struct inside *settings, const struct workload_inside *workload,
			 const char *folder);

#endif
