// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Loaded into QEMU before the C library (LD_PRELOAD): lets QEMU's main thread act only while its
 * CPU thread waits, so that a machine under -icount repeats exactly.
 *
 * When all CPUs sleep, QEMU's main thread moves the virtual clock to the next timer. Between the
 * last CPU's HLT and the moment in which the CPU thread accounts for the instructions that led to
 * it, all CPUs sleep already and the clock is behind. On a busy machine (the real one) the main
 * thread may be late, and run just then: it moves the clock too far, by that many instructions.
 * (QEMU 10.0: accel/tcg/icount-common.c, icount_start_warp_timer() against icount_process_data().
 * docs/methods.md#repeating says what was seen.)
 *
 * The CPU thread waits, when it has nothing to run, in pthread_cond_wait() with QEMU's big lock. So
 * the main thread, once it has that lock, checks that the CPU thread waits; if not it gives the
 * lock back until the CPU thread does. Three things may not wait, and come before exactness: a
 * request of the monitor, until its answer; the end of the machine; a timer in real time that is
 * due, since it ends each of the CPU thread's slices before its first instruction.
 */
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOOK_MS 100  /* how often a waiting main thread checks whether the machine is to end */
#define HOLD_MS 1000 /* longest wait of the CPU thread for an answer of the main thread */

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

/* These take the place of the C library's. */
int pthread_mutex_lock(pthread_mutex_t *mutex);
int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
ssize_t recvmsg(int fd, struct msghdr *message, int flags);
ssize_t sendmsg(int fd, const struct msghdr *message, int flags);

/* Written once, by the first caller of any of them: before there are threads. */
static struct {
	int (*mutex_lock)(pthread_mutex_t *mutex);
	int (*mutex_unlock)(pthread_mutex_t *mutex);
	int (*cond_wait)(pthread_cond_t *condition, pthread_mutex_t *mutex);
	ssize_t (*recvmsg)(int fd, struct msghdr *message, int flags);
	ssize_t (*sendmsg)(int fd, const struct msghdr *message, int flags);
} libc;

/*
 * NULL until the CPU thread has waited once, which it does before any CPU runs. All threads compare
 * their mutexes with it, most of them without that lock: who sees it (acquire) sees cpu_thread,
 * which is written before it (release) and never again.
 */
static pthread_mutex_t *_Atomic big_lock;
static pthread_t cpu_thread;
/* Read and written with the big lock held. */
static bool cpu_runs, main_waits, main_wants_cpu;
/* A request of the monitor has not been answered. Set by the monitor's thread, without a lock. */
static atomic_bool asked;
/* An eventfd: the main thread is to look again. Written before there are threads. */
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

/* The dynamic linker calls some of them before any constructor has run. */
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

static bool is_big_lock(pthread_mutex_t *mutex)
{
	return mutex == atomic_load_explicit(&big_lock, memory_order_acquire);
}

static bool may_go_on(void)
{
	return !cpu_runs || atomic_load(&asked) ||
	       (qemu_shutdown_requested_get && qemu_shutdown_requested_get()) ||
	       (qemu_clock_expired && qemu_clock_expired(QEMU_CLOCK_REALTIME));
}

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	int errnum = errno, err;

	find_functions();
	err = libc.mutex_lock(mutex);
	if (err || !is_big_lock(mutex) || !is_main_thread())
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

/* Among the threads beside the main one only the CPU thread waits with the big lock, or it is the
 * first to do so. What is written here is written with that lock held. */
static bool is_cpu_wait(pthread_mutex_t *mutex)
{
	pthread_mutex_t *known = atomic_load_explicit(&big_lock, memory_order_acquire);

	if (is_main_thread())
		return false;
	if (known)
		return mutex == known && pthread_equal(cpu_thread, pthread_self());
	if (mutex_is_bql ? !mutex_is_bql(mutex) : !bql_locked || !bql_locked())
		return false;
	cpu_thread = pthread_self();
	atomic_store_explicit(&big_lock, mutex, memory_order_release);
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
 * The main thread wakes the CPUs at "cont", and answers some turns later. The CPUs begin after the
 * answer: otherwise the main thread would run beside them, or its answer wait until they sleep.
 */
static void wait_for_answer(pthread_mutex_t *mutex)
{
	for (int ms = 0; ms < HOLD_MS && atomic_load(&asked); ms++) {
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
	if (is_main_thread() && is_big_lock(mutex))
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
 * it. The newline behind it does not count: it may be read after "cont" has been answered.
 */
ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	ssize_t length;

	find_functions();
	length = libc.recvmsg(fd, message, flags);
	if (has_text(message, length)) {
		atomic_store(&asked, true);
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

/* Events (as RESUME) come before the answer. */
ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	find_functions();
	if (is_main_thread() && is_answer(message))
		atomic_store(&asked, false);
	return libc.sendmsg(fd, message, flags);
}
