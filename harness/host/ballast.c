// SPDX-License-Identifier: GPL-2.0-or-later
/* The spinners that keep each host CPU busy. */
#include "host/ballast.h"

#include "util/error.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Straight-line code, of a length between two evils. A jump to itself makes QEMU look up a block
 * for every instruction (twice the wall time). Of a long stretch QEMU translates a piece for each
 * place where a turn may begin in it and each length that is left of a turn: of 400 instructions so
 * many that most of the wall time went into translation. A counter in memory disturbs TCG's caches
 * of addresses, and at a PAUSE QEMU would end the CPU's turn, which the spinner has to prevent.
 */
static void __attribute__((noreturn)) ballast_spin(void)
{
	for (;;)
		__asm__ volatile(".rept 30\n\tnop\n\t.endr" ::: "memory");
}

/* Done by the parent, which can report errors; the child cannot miss either. */
static int spinner_place(pid_t pid, int cpu)
{
	struct sched_param parameters = { .sched_priority = 0 };
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(cpu, &cpus);
	if (sched_setscheduler(pid, SCHED_IDLE, &parameters) < 0)
		return error_sys(errno, "ballast: cannot get SCHED_IDLE");
	if (sched_setaffinity(pid, sizeof(cpus), &cpus) < 0)
		return error_sys(errno, "ballast: cannot pin a spinner to CPU %d", cpu);
	return 0;
}

int ballast_start(struct ballast *ballast)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	int err = 0;

	ballast->pids = g_array_new(FALSE, FALSE, sizeof(pid_t));
	for (int cpu = 0; cpu < cpus && !err; cpu++) {
		pid_t pid = fork();

		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			ballast_spin();
		}
		if (pid < 0) {
			err = error_sys(errno, "ballast: cannot fork");
			break;
		}
		g_array_append_val(ballast->pids, pid);
		err = spinner_place(pid, cpu);
	}
	if (err)
		ballast_stop(ballast);
	return err;
}

void ballast_stop(struct ballast *ballast)
{
	for (guint i = 0; ballast->pids && i < ballast->pids->len; i++) {
		pid_t pid = g_array_index(ballast->pids, pid_t, i);

		kill(pid, SIGKILL);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	g_clear_pointer(&ballast->pids, g_array_unref);
}
