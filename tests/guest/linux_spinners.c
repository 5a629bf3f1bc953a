// SPDX-License-Identifier: GPL-2.0-or-later
/* Processes that keep each CPU of the host busy while guests wait for pages. */
#include "linux_spinners.h"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_SPINNERS 64

static pid_t spinners[MAX_SPINNERS];
static int count;

/* A block that is long and without PAUSE costs the simulation least. */
static void __attribute__((noreturn)) spin(void)
{
	for (;;)
		__asm__ volatile(".rept 400\n\tnop\n\t.endr" ::: "memory");
}

static void spinner_begin(int cpu)
{
	const struct sched_param parameters = { .sched_priority = 0 };
	cpu_set_t cpus;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	CPU_ZERO(&cpus);
	CPU_SET((size_t)cpu, &cpus);
	/* Rather none than one that takes the time of others. */
	if (sched_setscheduler(0, SCHED_IDLE, &parameters) ||
	    sched_setaffinity(0, sizeof(cpus), &cpus))
		_exit(1);
	spin();
}

void spinners_start(void)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	if (count)
		return;
	for (; count < cpus && count < MAX_SPINNERS; count++) {
		spinners[count] = fork();
		if (!spinners[count])
			spinner_begin(count);
		if (spinners[count] < 0)
			break;
	}
}

void spinners_stop(void)
{
	while (count) {
		count--;
		kill(spinners[count], SIGKILL);
		waitpid(spinners[count], NULL, 0);
	}
}
