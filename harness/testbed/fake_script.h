// SPDX-License-Identifier: GPL-2.0-or-later
/* What the fake testbed's preparations and runs do, for tests. */
#ifndef TESTBED_FAKE_SCRIPT_H
#define TESTBED_FAKE_SCRIPT_H

#include <glib.h>

/*
 * Rules "PATTERN:ACTION", separated by blanks. PATTERN is a glob for names like pv-b2-r5 and
 * pv-b2-preparation, ACTION its duration in ms, or one of these. If several rules match, the first
 * number and the first deed apply.
 */
enum fake_deed {
	FAKE_REPLAY,  /* nothing special */
	FAKE_PANIC,   /* the host's kernel panics: -EPROTO */
	FAKE_TIMEOUT, /* found hung: -ETIMEDOUT */
	FAKE_HANG,    /* never returns, a child of its own and a scratch folder beside it */
	FAKE_FULL,    /* -ENOSPC */
	FAKE_CRASH,   /* the process aborts */
	FAKE_KILLED,  /* the process is killed, as by the out-of-memory killer */
	FAKE_QUIET,   /* a record that shows nothing of the mechanism */
	FAKE_OTHER,   /* a record made with another host kernel */
	FAKE_LOST,    /* of a traced run: trace events were lost */
};

struct fake_script;

/* Parses the rules; text may be NULL. Free *script with fake_script_free(), which ignores NULL; it
 * is NULL after an error. -EINVAL names the rule and the actions. */
int fake_script_read(const char *text, struct fake_script **script);
void fake_script_free(struct fake_script *script);

/* What the preparation or run of that name does. */
enum fake_deed fake_script_deed(const struct fake_script *script, const char *name);
guint64 fake_script_ms(const struct fake_script *script, const char *name); /* 0 if not said */

#endif
