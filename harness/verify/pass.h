// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs that can be made again together: each setup has one set of kernels and images. */
#ifndef VERIFY_PASS_H
#define VERIFY_PASS_H

#include "testbed/testbed.h"
#include "verify/verify.h"

struct pass {
	struct verify *verify;
	const struct testbed *testbed;
	unsigned int jobs;
	struct artefacts *artefacts;
	void *state;	 /* the testbed's, opened */
	GPtrArray *runs; /* struct verify_run *: what is made; borrowed */
};

/*
 * Takes as many of the open runs as go together, and finds their kernels and images. Those whose
 * inputs are missing get their verdict. At least one run is taken or gets one, if one is open.
 * pass_close() is for the caller also after an error. Errors: the machine refused, or the testbed.
 */
int pass_open(struct pass *pass, struct verify *verify, const struct testbed *testbed,
	      unsigned int jobs);
void pass_close(struct pass *pass);

/* Names the inputs that are not the recorded ones, before minutes are spent: what differs will have
 * a reason. */
void pass_note_others(const struct pass *pass);

#endif
