// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Loaded into a simulated host's QEMU by test_smoke.sh: delays its threads where a busy machine
 * sometimes does, so that what does not repeat there does not repeat in the test either. The CPU
 * thread is delayed between an instruction that leaves its loop (HLT) and the accounting of its
 * time, once in 20; the main thread whenever it wakes, sometimes for long; the monitor's thread
 * before each read.
 */
#include <dlfcn.h>
#include <poll.h>
#include <setjmp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define JUMP_ODDS    20
#define JUMP_HOLD_US 100
#define WAKE_HOLD_US 200 /* at most */
#define LONG_ODDS    500
#define LONG_HOLD_US 5000
#define READ_HOLD_US 300

typedef void jump(sigjmp_buf place, int value);
typedef int wait(struct pollfd *files, nfds_t count, const struct timespec *timeout,
		 const sigset_t *mask);
typedef ssize_t receive(int fd, struct msghdr *message, int flags);

/* With and without _FORTIFY_SOURCE. */
void __longjmp_chk(sigjmp_buf place, int value) __attribute__((noreturn));

static __thread unsigned int state = 1;

static void hold(long us)
{
	struct timespec begin, now;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	do
		clock_gettime(CLOCK_MONOTONIC, &now);
	while ((now.tv_sec - begin.tv_sec) * 1000000 + (now.tv_nsec - begin.tv_nsec) / 1000 < us);
}

static void hold_and_jump(const char *name, sigjmp_buf place, int value)
{
	jump *real = (jump *)dlsym(RTLD_NEXT, name);

	if (!(rand_r(&state) % JUMP_ODDS))
		hold(JUMP_HOLD_US);
	real(place, value);
}

void siglongjmp(sigjmp_buf place, int value)
{
	hold_and_jump("siglongjmp", place, value);
	abort();
}

void __longjmp_chk(sigjmp_buf place, int value)
{
	hold_and_jump("__longjmp_chk", place, value);
	abort();
}

int ppoll(struct pollfd *files, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
	wait *real = (wait *)dlsym(RTLD_NEXT, "ppoll");
	int ready = real(files, count, timeout, mask);

	if (gettid() == getpid())
		hold(rand_r(&state) % LONG_ODDS ? rand_r(&state) % WAKE_HOLD_US : LONG_HOLD_US);
	return ready;
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	receive *real = (receive *)dlsym(RTLD_NEXT, "recvmsg");

	hold(READ_HOLD_US);
	return real(fd, message, flags);
}
