// SPDX-License-Identifier: GPL-2.0-or-later
/* Carries bytes between our standard streams and a host's socket. */
#ifndef INSPECT_RELAY_H
#define INSPECT_RELAY_H

#include "schedule/interrupt.h"

#include <glib.h>
#include <stdbool.h>

#define RELAY_ESCAPE 0x1d /* Ctrl-] */

enum relay_end {
	RELAY_HOST,    /* the host closed its end */
	RELAY_ESCAPED, /* the user typed RELAY_ESCAPE */
};

struct relay {
	int host;	  /* connected socket */
	GString *pending; /* what the host gets first; used up */
	bool typed;	  /* then what is typed at the terminal on stdin, in raw mode */
	const struct interrupt *interrupt;
};

/*
 * Until one side ends it. stdin's mode is as before afterwards, whatever the end. Returns an enum
 * relay_end; -EINTR after a signal; -errno if stdout takes no more.
 */
int relay_run(const struct relay *relay);

/* Connects to the socket at that path. 0 or -errno. */
int relay_connect(const char *path, int *fd);

#endif
