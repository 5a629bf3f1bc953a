// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the swap device and swaps onto it. */
#include "host/swap.h"

#include "host/mapper.h"
#include "util/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <inttypes.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/swap.h>
#include <unistd.h>

#define SWAP_STORE  "/dev/nullb0"
#define SWAP_NAME   "apfbench-swap"
#define SECTOR_SIZE 512

/* What mkswap(8) writes after the boot block: version, last page, number of bad pages. */
struct swap_info {
	uint32_t version;
	uint32_t last_page;
	uint32_t bad_pages;
};

#define SWAP_INFO_OFFSET 1024
#define SWAP_MAGIC	 "SWAPSPACE2"

void swap_header(unsigned char *page, uint64_t page_size, uint64_t pages)
{
	struct swap_info info = { .version = 1, .last_page = (uint32_t)(pages - 1) };
	size_t magic = strlen(SWAP_MAGIC);

	memset(page, 0, page_size);
	memcpy(page + SWAP_INFO_OFFSET, &info, sizeof(info));
	memcpy(page + page_size - magic, SWAP_MAGIC, magic);
}

static int store_check(uint64_t bytes)
{
	int fd = open(SWAP_STORE, O_RDONLY | O_CLOEXEC), errnum = 0;
	uint64_t size = 0;

	if (fd < 0)
		return error_sys(errno, "%s: cannot open it; the host needs null_blk.nr_devices=1",
				 SWAP_STORE);
	if (ioctl(fd, BLKGETSIZE64, &size) < 0)
		errnum = errno;
	close(fd);
	if (errnum)
		return error_sys(errnum, "%s: cannot get its size", SWAP_STORE);
	if (size < bytes)
		return error_set(ENOSPC,
				 "%s: %" PRIu64 " bytes are too few for %" PRIu64
				 " bytes of swap; give the host a larger null_blk.gb",
				 SWAP_STORE, size, bytes);
	return 0;
}

/* Makes the device, or changes the one that is there. */
static int device_set(struct swap *swap, uint64_t bytes, uint64_t latency)
{
	g_autofree char *delayed =
		g_strdup_printf(SWAP_STORE " 0 %" PRIu64 " " SWAP_STORE " 0 0", latency);
	const struct mapper_target target = {
		.type = latency ? "delay" : "linear",
		.parameters = latency ? delayed : SWAP_STORE " 0",
		.sectors = bytes / SECTOR_SIZE,
	};
	int err = swap->path ? mapper_reload(SWAP_NAME, &target)
			     : mapper_create(SWAP_NAME, &target, &swap->major, &swap->minor);

	if (err)
		return error_prefix(err, "swap device");
	if (!swap->path)
		swap->path = g_strdup_printf("/dev/dm-%" PRIu32, swap->minor);
	swap->bytes = bytes;
	swap->read_latency = latency;
	return 0;
}

static int header_write(const char *path, uint64_t bytes)
{
	size_t page_size = (size_t)sysconf(_SC_PAGESIZE);
	g_autofree unsigned char *page = g_malloc(page_size);
	int fd = open(path, O_WRONLY | O_CLOEXEC), errnum = 0;

	if (fd < 0)
		return error_sys(errno, "%s: cannot open the swap device", path);
	swap_header(page, page_size, bytes / page_size);
	if (write(fd, page, page_size) != (ssize_t)page_size || fsync(fd) < 0)
		errnum = errno;
	close(fd);
	return errnum ? error_sys(errnum, "%s: cannot write the swap header", path) : 0;
}

int swap_start(struct swap *swap, uint64_t bytes, uint64_t read_latency)
{
	int err = store_check(bytes);

	if (!err)
		err = device_set(swap, bytes, read_latency);
	if (!err)
		err = header_write(swap->path, bytes);
	if (!err && swapon(swap->path, 0) < 0)
		err = error_sys(errno, "%s: cannot swap onto it", swap->path);
	return err;
}

int swap_set_latency(struct swap *swap, uint64_t read_latency)
{
	return read_latency == swap->read_latency ? 0 : device_set(swap, swap->bytes, read_latency);
}

void swap_stop(struct swap *swap)
{
	if (!swap->path)
		return;
	swapoff(swap->path);
	mapper_remove(SWAP_NAME);
	g_clear_pointer(&swap->path, g_free);
}

char *swap_reads_filter(const struct swap *swap)
{
	/* The kernel's own dev_t, not that of user space. */
	return g_strdup_printf("dev == %" PRIu32 " && rwbs ~ \"R*\"",
			       (uint32_t)(swap->major << 20 | swap->minor));
}
