// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * On the host, without a guest: get_user_page_noio() refuses a page that would have to be read, at
 * once and without a trace, whatever memory it is of. Needs a kernel with the series "tests".
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "linux_file.h"
#include "linux_tests.h"

#define NOIO_FILE   "/sys/kernel/debug/apf_test/noio"
#define PAGE	    4096ul
#define PAGES	    64
#define DEVICE	    256 /* MiB */
#define DELAY_MS    2000
#define QUICK_NS    10000000
#define ZRAM_MIB    64
#define PUSH_ROUNDS 16

/* What the kernel told of one call. */
struct call {
	long result;
	unsigned long long took_ns;
	unsigned long slept, major, minor;
	unsigned int state;
};

static int noio = -1;

static bool noio_call(struct call *call, const void *address, bool write_it)
{
	char text[128];
	int length = snprintf(text, sizeof(text), "%lx %d", (unsigned long)address, write_it);

	if (write(noio, text, (size_t)length) != length)
		return false;
	length = (int)read(noio, text, sizeof(text) - 1);
	text[length > 0 ? length : 0] = '\0';
	return sscanf(text, "%ld %llu %lu %lu %lu %u", &call->result, &call->took_ns, &call->slept,
		      &call->major, &call->minor, &call->state) == 6;
}

/* True if the call had this result, was quick, and neither slept nor counted as a major fault. */
static bool call_is(const struct call *call, long result)
{
	bool good = call->result == result && call->took_ns < QUICK_NS && !call->slept &&
		    !call->major && !call->state;

	if (!good)
		tap_note("result %ld (not %ld) in %llu ns, slept %lu, major faults %lu, state %u",
			 call->result, result, call->took_ns, call->slept, call->major,
			 call->state);
	return good;
}

static bool page_is_resident(const void *address)
{
	unsigned char resident = 0;

	return !mincore((void *)address, PAGE, &resident) && (resident & 1);
}

struct counters {
	uint64_t major, swapped_in, read;
};

static void counters_read(struct counters *counters)
{
	counters->major = file_find_number("/proc/vmstat", "pgmajfault ");
	counters->swapped_in = file_find_number("/proc/vmstat", "pswpin ");
	counters->read = file_find_number("/proc/vmstat", "pgpgin ");
}

static unsigned int pages_out(const char *memory)
{
	unsigned int out = 0;

	for (int i = 0; i < PAGES; i++)
		out += !page_is_resident(memory + (size_t)i * PAGE);
	return out;
}

/*
 * New pages wait in lists of the CPU that made them, which only that CPU empties; and a page that
 * stays for another reason has to be mapped before it is looked at again.
 */
static unsigned int pages_push_out(char *memory)
{
	unsigned int out = 0;

	for (int round = 0; round < PUSH_ROUNDS && out < PAGES; round++) {
		cpu_set_t set;

		CPU_ZERO(&set);
		CPU_SET(round % (int)sysconf(_SC_NPROCESSORS_ONLN), &set);
		sched_setaffinity(0, sizeof(set), &set);
		for (int i = 0; i < PAGES; i++)
			if (page_is_resident(memory + (size_t)i * PAGE))
				*(volatile char *)(memory + (size_t)i * PAGE);
		madvise(memory, PAGES * PAGE, MADV_PAGEOUT);
		usleep(5000);
		out = pages_out(memory);
	}
	return out;
}

static void *page_read(void *address)
{
	*(volatile char *)address;
	return NULL;
}

/* While another thread reads the page, and when it has. */
static void busy_check(char *page, const char *what)
{
	struct call call;
	pthread_t reader;
	bool good = true;

	if (pthread_create(&reader, NULL, page_read, page))
		return;
	for (int i = 0; i < 5; i++) {
		usleep(DELAY_MS / 10 * 1000);
		good &= noio_call(&call, page, i % 2) && call_is(&call, 0);
	}
	tap_check(good, "%s: refused while the page is being read", what);
	pthread_join(reader, NULL);
	tap_check(noio_call(&call, page, false) && call_is(&call, 1),
		  "%s: granted when it has been read", what);
}

/* Memory that has content, all of it in memory. Each test leaves @memory mapped. */
static void memory_check(char *memory, const char *what, bool delayed)
{
	struct counters before, after;
	struct call call;
	unsigned int out;
	bool good = true;

	for (int i = 0; i < 8; i++)
		good &= noio_call(&call, memory + (size_t)i * PAGE, i % 2) && call_is(&call, 1);
	tap_check(good, "%s: granted if the page is in memory", what);
	/* Pages of a file that are to be written stay. */
	msync(memory, PAGES * PAGE, MS_SYNC);
	out = pages_push_out(memory);
	if (!tap_check(out == PAGES, "%s: %u of %u pages are pushed out", what, out, PAGES))
		return;
	counters_read(&before);
	good = true;
	/* Neither neighbours nor strangers: both kinds of read-ahead would begin. */
	for (int i = 0; i < PAGES; i++)
		good &= noio_call(&call, memory + (size_t)(i * 37 % PAGES) * PAGE, i % 2) &&
			call_is(&call, 0);
	counters_read(&after);
	tap_check(good, "%s: refused at once if it is not", what);
	tap_check(before.major == after.major && before.swapped_in == after.swapped_in &&
			  before.read == after.read,
		  "%s: nothing is read, nothing counts as a major fault", what);
	tap_check(pages_out(memory) == PAGES, "%s: no page has come in", what);
	if (delayed)
		busy_check(memory + 5 * PAGE, what);
}

static void anonymous_check(const char *how, bool delayed)
{
	char what[96], *memory = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE,
				      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	snprintf(what, sizeof(what), "anonymous memory, %s", how);
	memset(memory, 1, PAGES * PAGE);
	memory_check(memory, what, delayed);
	munmap(memory, PAGES * PAGE);
}

static void shared_check(const char *how)
{
	int fd = (int)syscall(SYS_memfd_create, "noio", 0);
	char what[96], *memory;

	if (fd < 0 || ftruncate(fd, PAGES * PAGE))
		return;
	memory = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	snprintf(what, sizeof(what), "memfd, %s", how);
	memset(memory, 1, PAGES * PAGE);
	memory_check(memory, what, true);
	munmap(memory, PAGES * PAGE);
	close(fd);
}

/* A block device is a file like others, without a file system to be made first. */
static void file_check(void)
{
	static const int advice[] = { MADV_NORMAL, MADV_RANDOM };
	struct slow_device device;

	if (!slow_device_make(&device, "noio-file", DEVICE, 0))
		return;
	for (int i = 0; i < 2; i++) {
		int fd = open(device.path, O_RDWR | O_CLOEXEC);
		char *memory = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

		slow_device_set_delay(&device, 0);
		madvise(memory, PAGES * PAGE, advice[i]);
		for (size_t at = 0; at < PAGES * PAGE; at += PAGE)
			memory[at] = 1;
		msync(memory, PAGES * PAGE, MS_SYNC);
		slow_device_set_delay(&device, DELAY_MS);
		memory_check(memory, i ? "file, random" : "file", true);
		munmap(memory, PAGES * PAGE);
		close(fd);
	}
	slow_device_destroy(&device);
}

/* The kernel reads ahead in one way on disks, in another on what is none. */
static void swap_check(bool rotational)
{
	char knob[FILE_PATH], how[64];
	struct slow_device device;

	if (!slow_device_make(&device, "noio-swap", DEVICE, 0))
		return;
	snprintf(knob, sizeof(knob), "/sys/block/%s/queue/rotational", device.path + 5);
	file_put(knob, "%d", rotational);
	if (!slow_device_swap_on(&device))
		return;
	slow_device_set_delay(&device, DELAY_MS);
	for (int cluster = 0; cluster <= 3; cluster += 3) {
		file_put("/proc/sys/vm/page-cluster", "%d", cluster);
		snprintf(how, sizeof(how), "%s, page-cluster %d",
			 rotational ? "swapped to a disk" : "swapped to flash", cluster);
		anonymous_check(how, true);
		shared_check(how);
	}
	slow_device_destroy(&device);
}

/* A device that reads while one waits, as its driver is done at once. */
static void zram_check(void)
{
	struct slow_device zram = { .path = "/dev/zram0" };

	if (!file_put("/sys/block/zram0/disksize", "%uM", ZRAM_MIB)) {
		point_skip("a synchronous swap device", "no zram in this kernel");
		return;
	}
	if (slow_device_swap_on(&zram)) {
		anonymous_check("swapped to memory", false);
		swapoff(zram.path);
	}
	file_put("/sys/block/zram0/reset", "1");
}

static void userfault_check(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	struct call call;
	char *memory;

	if (fd < 0 || ioctl(fd, UFFDIO_API, &api)) {
		point_skip("userfaultfd", "not in this kernel");
		return;
	}
	memory = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		      0);
	range.range.start = (unsigned long)memory;
	range.range.len = PAGES * PAGE;
	tap_check(!ioctl(fd, UFFDIO_REGISTER, &range) && noio_call(&call, memory, true) &&
			  call_is(&call, 0),
		  "userfaultfd: refused at once if its server has to bring the page");
	close(fd);
	munmap(memory, PAGES * PAGE);
}

static void error_check(void)
{
	char *memory = mmap(NULL, 3 * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct call call;

	tap_check(noio_call(&call, memory, true) && call_is(&call, -EFAULT),
		  "an error if the access is not allowed");
	munmap(memory, 3 * PAGE);
	tap_check(noio_call(&call, memory, false) && call_is(&call, -EFAULT),
		  "an error if there is no memory");
}

void test_noio(void)
{
	struct call call;

	noio = open(NOIO_FILE, O_RDWR | O_CLOEXEC);
	if (noio < 0)
		tap_skip("this kernel is without the series tests");
	test_begin();
	/* Each part brings a swap device of its own. */
	slow_device_destroy(&test_swap);
	if (!tap_check(noio_call(&call, &call, true) && call.result == 1, "the function is there"))
		return;
	swap_check(true);
	swap_check(false);
	file_check();
	zram_check();
	userfault_check();
	error_check();
	close(noio);
	test_end();
}
