// SPDX-License-Identifier: GPL-2.0-or-later
/* Turns a signal that would end the program into an error that unwinds. */
#include "kernel/guard.h"

#include "util/error.h"

#include <errno.h>
#include <stddef.h>
#include <time.h>

static const int ending_signals[] = { SIGINT, SIGTERM, SIGHUP };

#define ENDING_COUNT (sizeof(ending_signals) / sizeof(ending_signals[0]))

void guard_begin(struct guard *guard)
{
	sigset_t before;

	sigprocmask(SIG_BLOCK, NULL, &before);
	sigemptyset(&guard->held);
	for (size_t i = 0; i < ENDING_COUNT; i++) {
		struct sigaction action;

		/* Signals that nohup ignores stay ignored: blocked, they would become pending. */
		if (!sigismember(&before, ending_signals[i]) &&
		    sigaction(ending_signals[i], NULL, &action) == 0 &&
		    action.sa_handler != SIG_IGN)
			sigaddset(&guard->held, ending_signals[i]);
	}
	sigprocmask(SIG_BLOCK, &guard->held, NULL);
}

int guard_check(void)
{
	sigset_t pending;

	sigpending(&pending);
	for (size_t i = 0; i < ENDING_COUNT; i++)
		if (sigismember(&pending, ending_signals[i]))
			return error_set(EINTR, "interrupted");
	return 0;
}

void guard_end(const struct guard *guard)
{
	const struct timespec now = { 0 };

	while (sigtimedwait(&guard->held, NULL, &now) > 0)
		;
	sigprocmask(SIG_UNBLOCK, &guard->held, NULL);
}
