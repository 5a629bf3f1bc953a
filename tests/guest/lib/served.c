// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages by userfaultfd. */
#include "served.h"

#include "guest.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

uint8_t *served_memory(size_t pages, int *fd)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	uint8_t *memory = mmap(NULL, pages * GUEST_PAGE, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	*fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
	if (*fd < 0 && errno == ENOSYS)
		tap_skip("needs CONFIG_USERFAULTFD");
	range.range.start = (uint64_t)memory;
	range.range.len = pages * GUEST_PAGE;
	if (memory == MAP_FAILED || *fd < 0 || ioctl(*fd, UFFDIO_API, &api) < 0 ||
	    ioctl(*fd, UFFDIO_REGISTER, &range) < 0)
		tap_fail("userfaultfd: %s", strerror(errno));
	return memory;
}

uint64_t served_wanted(int fd, int ms)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	struct uffd_msg message;

	if (poll(&wait, 1, ms) <= 0 || read(fd, &message, sizeof(message)) != sizeof(message) ||
	    message.event != UFFD_EVENT_PAGEFAULT)
		return 0;
	return message.arg.pagefault.address & -(uint64_t)GUEST_PAGE;
}

void served_give(int fd, uint64_t address, uint64_t value)
{
	static uint8_t page[GUEST_PAGE] __attribute__((aligned(GUEST_PAGE)));
	struct uffdio_copy copy = { .dst = address, .src = (uint64_t)page, .len = GUEST_PAGE };

	*(uint64_t *)page = value;
	if (ioctl(fd, UFFDIO_COPY, &copy) < 0)
		tap_fail("UFFDIO_COPY: %s", strerror(errno));
}
