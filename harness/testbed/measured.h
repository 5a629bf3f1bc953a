// SPDX-License-Identifier: GPL-2.0-or-later
/* What every testbed does after a run: reads the runner's result, and makes the record. */
#ifndef TESTBED_MEASURED_H
#define TESTBED_MEASURED_H

#include "artefact/artefact.h"
#include "experiment/plan.h"

#include <glib.h>
#include <jansson.h>

/*
 * Reads the result that the runner wrote to this file, the second serial port of a host that is a
 * machine. *result is a new reference. -EPROTO if it is missing or broken.
 */
int measured_read(const char *path, json_t **result);

/*
 * After the failure err, which it returns: saves the guest's lines in what the runner wrote as
 * folder/guest.log, and puts what the workload knows of the failure into the error's text and
 * class. Best effort.
 */
int measured_explain(const char *record, const struct settings *settings, const char *folder,
		     int err);

struct measured_mark {	    /* a moment of a run, and what the host had cost until then */
	gint64 at;	    /* monotonic, us; 0: it never came */
	double cpu_seconds; /* of QEMU */
};

struct measured { /* a run */
	const struct plan_run *run;
	const char *folder;		     /* of the logs */
	char *const *command;		     /* that brought the host up; ends with NULL */
	double cpu_seconds;		     /* of QEMU */
	gint64 began;			     /* real time, us */
	gint64 started, ended;		     /* monotonic, us */
	struct measured_mark opened, closed; /* the window */
};

/*
 * Makes the record, not yet judged: a new reference. The caller adds to determined.inputs and
 * circumstances what only that testbed has. result is taken over; its guest's lines go to
 * folder/guest.log.
 */
json_t *measured_record(const struct artefacts *artefacts, const struct measured *measured,
			json_t *result);

#endif
