// SPDX-License-Identifier: GPL-2.0-or-later
/* Blocks the signals that end a program and hands them out through a signalfd. */
#include "schedule/interrupt.h"

#include "util/error.h"

#include <errno.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

static const int ending_signals[] = { SIGINT, SIGTERM, SIGHUP };

#define ENDING_COUNT (sizeof(ending_signals) / sizeof(ending_signals[0]))

int interrupt_begin(struct interrupt *interrupt)
{
	sigset_t set;
	int err;

	sigemptyset(&set);
	for (size_t i = 0; i < ENDING_COUNT; i++) {
		struct sigaction action;

		/* Signals that nohup or a shell's & ignores stay ignored. */
		if (sigaction(ending_signals[i], NULL, &action) == 0 &&
		    action.sa_handler != SIG_IGN)
			sigaddset(&set, ending_signals[i]);
	}
	sigprocmask(SIG_BLOCK, &set, &interrupt->before);
	interrupt->fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (interrupt->fd >= 0)
		return 0;
	err = error_sys(errno, "cannot wait for signals");
	sigprocmask(SIG_SETMASK, &interrupt->before, NULL);
	return err;
}

void interrupt_end(struct interrupt *interrupt)
{
	/* A second Ctrl-C for the same stop must not kill us when it is unblocked. */
	while (interrupt_taken(interrupt))
		;
	close(interrupt->fd);
	sigprocmask(SIG_SETMASK, &interrupt->before, NULL);
}

int interrupt_taken(const struct interrupt *interrupt)
{
	struct signalfd_siginfo info;

	return read(interrupt->fd, &info, sizeof(info)) == sizeof(info) ? (int)info.ssi_signo : 0;
}

void interrupt_leave(const struct interrupt *interrupt)
{
	for (size_t i = 0; i < ENDING_COUNT; i++)
		signal(ending_signals[i], SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	sigprocmask(SIG_SETMASK, &interrupt->before, NULL);
}
