// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Loaded into QEMU beside the C library (LD_PRELOAD): lets its main thread act only while its CPU
 * thread stands, so that a machine under -icount repeats exactly.
 *
 * When all CPUs sleep, QEMU's main thread moves the virtual clock to the next timer. Between the
 * last CPU's HLT and the moment in which the CPU thread accounts for the instructions that led to
 * it, all CPUs sleep already and the clock is behind. The main thread is awake then if the machine
 * (the real one) is busy and let it wait: it moves the clock too far, by as many instructions.
 * (QEMU 10.0: accel/tcg/icount-common.c, icount_start_warp_timer() against icount_process_data().
 * docs/methods.md#repeating says what of this was seen.)
 *
 * The CPU thread waits, when it has nothing to run, in pthread_cond_wait() with QEMU's big lock. So
 * the main thread, having got that lock, looks whether the CPU thread is in there; if not it gives
 * the lock back until it is. Whatever keeps the main thread from its wait for good (a request of
 * the monitor, the end of the machine) comes before exactness.
 */
#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOOK_MS 100 /* how often a waiting main thread looks whether the machine is to end */

/* QEMU's own: it exports its functions for its modules. */
extern bool bql_locked(void) __attribute__((weak));
extern int qemu_shutdown_requested_get(void) __attribute__((weak));

/* What programs call in place of the C library's. */
int pthread_mutex_lock(pthread_mutex_t *mutex);
int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
ssize_t recvmsg(int fd, struct msghdr *message, int flags);

static struct {
	int (*mutex_lock)(pthread_mutex_t *mutex);
	int (*mutex_unlock)(pthread_mutex_t *mutex);
	int (*cond_wait)(pthread_cond_t *condition, pthread_mutex_t *mutex);
	ssize_t (*recvmsg)(int fd, struct msghdr *message, int flags);
} libc;

/* The big lock guards cpu_runs and main_waits; it is NULL until the CPU thread has waited once. */
static pthread_mutex_t *big_lock;
static bool cpu_runs, main_waits;
static bool asked; /* the monitor has something to read; atomic */
static int stands; /* eventfd: the CPU thread has begun to wait */

static void *next(const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	if (function)
		return function;
	fprintf(stderr, "apfbench: lockstep: the C library has no %s()\n", name);
	abort();
}

/* The C library's functions are wanted before any constructor has run: by the dynamic linker. */
static void find_functions(void)
{
	if (libc.recvmsg)
		return;
	libc.mutex_lock = next("pthread_mutex_lock");
	libc.mutex_unlock = next("pthread_mutex_unlock");
	libc.cond_wait = next("pthread_cond_wait");
	libc.recvmsg = next("recvmsg");
}

__attribute__((constructor)) static void begin(void)
{
	find_functions();
	stands = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (stands < 0) {
		perror("apfbench: lockstep: no eventfd");
		abort();
	}
	/* What QEMU starts, if anything, is not to be held up. */
	if (!bql_locked)
		fputs("apfbench: lockstep: this QEMU exports no bql_locked(): on a busy machine a "
		      "run may differ from its like\n",
		      stderr);
}

static bool is_main_thread(void)
{
	static __thread int answer;

	if (!answer)
		answer = gettid() == getpid() ? 1 : -1;
	return answer > 0;
}

static bool is_to_end(void)
{
	return qemu_shutdown_requested_get && qemu_shutdown_requested_get();
}

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	int err;

	find_functions();
	err = libc.mutex_lock(mutex);
	if (err || mutex != big_lock || !is_main_thread())
		return err;
	while (cpu_runs && !__atomic_load_n(&asked, __ATOMIC_RELAXED) && !is_to_end()) {
		struct pollfd event = { .fd = stands, .events = POLLIN };
		uint64_t count;

		main_waits = true;
		libc.mutex_unlock(mutex);
		/* A signal ends it as well: it may be the one that ends QEMU. */
		if (poll(&event, 1, LOOK_MS) > 0 && read(stands, &count, sizeof(count)) < 0)
			perror("apfbench: lockstep: reading an eventfd");
		err = libc.mutex_lock(mutex);
		main_waits = false;
	}
	return err;
}

int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
	int err;

	find_functions();
	/* Of the threads beside the main one only that of the CPUs waits with the big lock. */
	if (is_main_thread() || !bql_locked || !bql_locked())
		return libc.cond_wait(condition, mutex);
	big_lock = mutex;
	cpu_runs = false;
	if (main_waits && eventfd_write(stands, 1) < 0)
		perror("apfbench: lockstep: writing an eventfd");
	err = libc.cond_wait(condition, mutex);
	cpu_runs = true;
	__atomic_store_n(&asked, false, __ATOMIC_RELAXED);
	return err;
}

/* A request of the monitor, which a thread of its own reads; the main thread answers it. */
ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	ssize_t length;

	find_functions();
	length = libc.recvmsg(fd, message, flags);
	if (length > 0)
		__atomic_store_n(&asked, true, __ATOMIC_RELAXED);
	return length;
}
