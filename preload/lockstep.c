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
 * the lock back until it is. What would be waited for in vain otherwise comes before exactness: a
 * request of the monitor, until its answer; the end of the machine; a timer in real time that is
 * due, since such a one ends each of the CPU thread's slices before its first instruction.
 */
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOOK_MS 100  /* how often a waiting main thread looks whether the machine is to end */
#define HOLD_MS 1000 /* the CPU thread waits for an answer of the main one so long at most */

/* The version that new programs get; dlsym() alone gives the oldest with glibc before 2.36. */
#define COND_WAIT_VERSION "GLIBC_2.3.2"

/*
 * QEMU's own: it exports its functions for its modules. mutex_is_bql() takes a struct whose first
 * member is the mutex; it came in 10.2, from which on bql_locked() is false during a wait.
 */
extern bool mutex_is_bql(void *mutex) __attribute__((weak));
extern bool bql_locked(void) __attribute__((weak));
extern int qemu_shutdown_requested_get(void) __attribute__((weak));
extern bool qemu_clock_expired(int type) __attribute__((weak));
#define QEMU_CLOCK_REALTIME 0

/* What programs call in place of the C library's. */
int pthread_mutex_lock(pthread_mutex_t *mutex);
int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
ssize_t recvmsg(int fd, struct msghdr *message, int flags);
ssize_t sendmsg(int fd, const struct msghdr *message, int flags);

static struct {
	int (*mutex_lock)(pthread_mutex_t *mutex);
	int (*mutex_unlock)(pthread_mutex_t *mutex);
	int (*cond_wait)(pthread_cond_t *condition, pthread_mutex_t *mutex);
	ssize_t (*recvmsg)(int fd, struct msghdr *message, int flags);
	ssize_t (*sendmsg)(int fd, const struct msghdr *message, int flags);
} libc;

/* NULL until the CPU thread has waited once, which it does before any CPU runs. */
static pthread_mutex_t *big_lock;
static pthread_t cpu_thread;
/* Guarded by the big lock. */
static bool cpu_runs, main_waits, main_wants_cpu;
/* A request of the monitor has not been answered; atomic. */
static bool asked;
/* An eventfd: the main thread is to look again. */
static int wake_up;

static void *next(const char *name, const char *version)
{
	void *function = version ? dlvsym(RTLD_NEXT, name, version) : NULL;

	if (!function)
		function = dlsym(RTLD_NEXT, name);
	if (function)
		return function;
	fprintf(stderr, "apfbench: lockstep: the C library has no %s()\n", name);
	abort();
}

/* The C library's functions are wanted before any constructor has run: by the dynamic linker. */
static void find_functions(void)
{
	if (libc.sendmsg)
		return;
	libc.mutex_lock = next("pthread_mutex_lock", NULL);
	libc.mutex_unlock = next("pthread_mutex_unlock", NULL);
	libc.cond_wait = next("pthread_cond_wait", COND_WAIT_VERSION);
	libc.recvmsg = next("recvmsg", NULL);
	libc.sendmsg = next("sendmsg", NULL);
}

__attribute__((constructor)) static void begin(void)
{
	find_functions();
	wake_up = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (wake_up < 0) {
		perror("apfbench: lockstep: no eventfd");
		abort();
	}
}

static bool is_main_thread(void)
{
	static __thread int answer;

	if (!answer)
		answer = gettid() == getpid() ? 1 : -1;
	return answer > 0;
}

static void look_again(void)
{
	if (eventfd_write(wake_up, 1) < 0 && errno != EAGAIN)
		perror("apfbench: lockstep: writing an eventfd");
}

static bool may_go_on(void)
{
	return !cpu_runs || __atomic_load_n(&asked, __ATOMIC_SEQ_CST) ||
	       (qemu_shutdown_requested_get && qemu_shutdown_requested_get()) ||
	       (qemu_clock_expired && qemu_clock_expired(QEMU_CLOCK_REALTIME));
}

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	int errnum = errno, err;

	find_functions();
	err = libc.mutex_lock(mutex);
	if (err || mutex != big_lock || !is_main_thread())
		return err;
	while (!may_go_on()) {
		struct pollfd event = { .fd = wake_up, .events = POLLIN };
		uint64_t count;

		main_waits = true;
		libc.mutex_unlock(mutex);
		/* A signal ends it as well: it may be the one that ends QEMU. */
		if (poll(&event, 1, LOOK_MS) > 0 && read(wake_up, &count, sizeof(count)) < 0)
			perror("apfbench: lockstep: reading an eventfd");
		err = libc.mutex_lock(mutex);
		main_waits = false;
	}
	errno = errnum;
	return err;
}

/* Of the threads beside the main one, that of the CPUs waits with the big lock, and is the first to
 * do so. */
static bool is_cpu_wait(pthread_mutex_t *mutex)
{
	if (is_main_thread())
		return false;
	if (big_lock)
		return mutex == big_lock && pthread_equal(cpu_thread, pthread_self());
	if (mutex_is_bql ? !mutex_is_bql(mutex) : !bql_locked || !bql_locked())
		return false;
	cpu_thread = pthread_self();
	big_lock = mutex;
	fputs("apfbench: lockstep is on\n", stderr);
	return true;
}

/* "stop" waits for the CPU thread. */
static int main_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
	int err;

	main_wants_cpu = true;
	err = libc.cond_wait(condition, mutex);
	main_wants_cpu = false;
	return err;
}

/*
 * "cont" is answered some turns of the main thread later than it wakes the CPUs: they begin when
 * that is done, or the main thread would run beside them, or its answer wait until they sleep.
 */
static void wait_for_answer(pthread_mutex_t *mutex)
{
	for (int ms = 0; ms < HOLD_MS && __atomic_load_n(&asked, __ATOMIC_SEQ_CST); ms++) {
		if (main_wants_cpu)
			return;
		libc.mutex_unlock(mutex);
		poll(NULL, 0, 1);
		libc.mutex_lock(mutex);
	}
}

int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
	int err;

	find_functions();
	if (is_main_thread() && mutex == big_lock)
		return main_cond_wait(condition, mutex);
	if (!is_cpu_wait(mutex))
		return libc.cond_wait(condition, mutex);
	cpu_runs = false;
	if (main_waits)
		look_again();
	err = libc.cond_wait(condition, mutex);
	wait_for_answer(mutex);
	cpu_runs = true;
	return err;
}

static bool has_text(const struct msghdr *message, ssize_t length)
{
	for (size_t i = 0; i < message->msg_iovlen && length > 0; i++) {
		const struct iovec *part = &message->msg_iov[i];
		const char *bytes = part->iov_base;

		for (size_t j = 0; j < part->iov_len && length > 0; j++, length--)
			if (bytes[j] > ' ')
				return true;
	}
	return false;
}

/*
 * A request of the monitor, which a thread of its own reads byte by byte; the main thread answers
 * it. The newline behind it is none: it may be read when "cont" has been answered already.
 */
ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	ssize_t length;

	find_functions();
	length = libc.recvmsg(fd, message, flags);
	if (has_text(message, length)) {
		__atomic_store_n(&asked, true, __ATOMIC_SEQ_CST);
		look_again();
	}
	return length;
}

static bool is_answer(const struct msghdr *message)
{
	for (size_t i = 0; i < message->msg_iovlen; i++) {
		const struct iovec *part = &message->msg_iov[i];

		if (memmem(part->iov_base, part->iov_len, "\"return\"", 8) ||
		    memmem(part->iov_base, part->iov_len, "\"error\"", 7))
			return true;
	}
	return false;
}

/* Events, as of a machine that goes on, come before the answer. */
ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	find_functions();
	if (is_main_thread() && is_answer(message))
		__atomic_store_n(&asked, false, __ATOMIC_SEQ_CST);
	return libc.sendmsg(fd, message, flags);
}
