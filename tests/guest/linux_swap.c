// SPDX-License-Identifier: GPL-2.0-or-later
/* A slow block device: a null_blk device with memory under the device mapper's delay target. */
#include "linux_swap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/dm-ioctl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <unistd.h>

#include "linux_file.h"

#define CONTROL	 "/dev/mapper/control"
#define CONFIGFS "/sys/kernel/config"
#define STORES	 CONFIGFS "/nullb"
#define PAGE	 4096
#define PRIORITY 100

struct request {
	struct dm_ioctl head;
	struct dm_target_spec target;
	char parameters[128];
};

static bool mapper(unsigned long command, struct request *request, const char *name)
{
	int fd = open(CONTROL, O_RDWR | O_CLOEXEC), result;

	if (fd < 0)
		return false;
	request->head.version[0] = DM_VERSION_MAJOR;
	request->head.data_size = sizeof(*request);
	request->head.data_start = sizeof(request->head);
	snprintf(request->head.name, sizeof(request->head.name), "%s", name);
	result = ioctl(fd, command, request);
	close(fd);
	return !result;
}

static bool attribute_put(const char *name, const char *attribute, unsigned int value)
{
	char path[FILE_PATH];

	snprintf(path, sizeof(path), STORES "/%s-store/%s", name, attribute);
	return file_put(path, "%u", value);
}

/* The driver names the disk after its folder. */
static void store_path(const char *name, char path[SWAP_PATH])
{
	snprintf(path, SWAP_PATH, "/dev/%.16s-store", name);
}

static bool store_make(const char *name, unsigned int mib)
{
	char folder[FILE_PATH];

	mkdir(CONFIGFS, 0755);
	mount("configfs", CONFIGFS, "configfs", 0, NULL);
	snprintf(folder, sizeof(folder), STORES "/%s-store", name);
	/*
	 * queue_mode 0: the driver takes bios and is done with them at once. With requests, which
	 * wait for company, a page that is pushed out would still be being written when the kernel
	 * looks whether it can go, and would stay in the swap cache.
	 */
	return !mkdir(folder, 0755) && attribute_put(name, "size", mib) &&
	       attribute_put(name, "blocksize", PAGE) && attribute_put(name, "irqmode", 0) &&
	       attribute_put(name, "queue_mode", 0) && attribute_put(name, "memory_backed", 1) &&
	       attribute_put(name, "power", 1);
}

static void store_destroy(const char *name)
{
	char folder[FILE_PATH];

	snprintf(folder, sizeof(folder), STORES "/%s-store", name);
	attribute_put(name, "power", 0);
	rmdir(folder);
}

static uint64_t store_sectors(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint64_t bytes = 0;

	if (fd < 0)
		return 0;
	if (ioctl(fd, BLKGETSIZE64, &bytes))
		bytes = 0;
	close(fd);
	return bytes / 512;
}

/* A new table takes the place of the old one when the device is resumed. */
static bool table_load(const char *name, const char *store, unsigned int delay_ms)
{
	struct request request = { .head = { .target_count = 1 } };

	request.target.length = store_sectors(store);
	strcpy(request.target.target_type, "delay");
	snprintf(request.parameters, sizeof(request.parameters), "%s 0 %u %s 0 0", store, delay_ms,
		 store);
	if (!mapper(DM_TABLE_LOAD, &request, name))
		return false;
	request = (struct request){ 0 };
	return mapper(DM_DEV_SUSPEND, &request, name);
}

static void path_make(struct slow_device *device, uint64_t number)
{
	snprintf(device->path, sizeof(device->path), "/dev/dm-%u", (unsigned int)(number & 0xff));
}

/* Of a test that has not come to its end. */
static void remains_destroy(struct slow_device *device)
{
	struct request request = { 0 };

	if (!mapper(DM_DEV_STATUS, &request, device->name))
		return;
	path_make(device, request.head.dev);
	device->swapping = true;
	slow_device_destroy(device);
}

bool slow_device_make(struct slow_device *device, const char *name, unsigned int mib,
		      unsigned int delay_ms)
{
	struct request request = { 0 };
	char store[SWAP_PATH];

	*device = (struct slow_device){ 0 };
	snprintf(device->name, sizeof(device->name), "%s", name);
	remains_destroy(device);
	snprintf(device->name, sizeof(device->name), "%s", name);
	store_path(name, store);
	if (store_make(name, mib) && mapper(DM_DEV_CREATE, &request, name) &&
	    table_load(name, store, delay_ms)) {
		path_make(device, request.head.dev);
		return true;
	}
	fprintf(stderr, "# cannot make the slow device %s: %s\n", name, strerror(errno));
	slow_device_destroy(device);
	return false;
}

bool slow_device_set_delay(struct slow_device *device, unsigned int delay_ms)
{
	struct request request = { .head = { .flags = DM_SUSPEND_FLAG | DM_SKIP_LOCKFS_FLAG } };
	char store[SWAP_PATH];

	store_path(device->name, store);
	return mapper(DM_DEV_SUSPEND, &request, device->name) &&
	       table_load(device->name, store, delay_ms);
}

bool slow_device_swap_on(struct slow_device *device)
{
	struct {
		uint32_t version, last_page, bad_pages;
	} header = { .version = 1, .last_page = (uint32_t)(store_sectors(device->path) / 8 - 1) };
	int fd = open(device->path, O_WRONLY | O_CLOEXEC);
	char page[PAGE] = { 0 };
	bool good;

	memcpy(page + 1024, &header, sizeof(header));
	memcpy(page + PAGE - 10, "SWAPSPACE2", 10);
	good = fd >= 0 && write(fd, page, PAGE) == PAGE && !fsync(fd);
	if (fd >= 0)
		close(fd);
	device->swapping = good && !swapon(device->path, SWAP_FLAG_PREFER | PRIORITY);
	if (!device->swapping)
		fprintf(stderr, "# cannot swap onto %s: %s\n", device->path, strerror(errno));
	return device->swapping;
}

void slow_device_destroy(struct slow_device *device)
{
	struct request request = { 0 };

	if (!device->name[0])
		return;
	/* What is out comes back page by page. */
	if (device->swapping && slow_device_set_delay(device, 0))
		swapoff(device->path);
	mapper(DM_DEV_REMOVE, &request, device->name);
	store_destroy(device->name);
	*device = (struct slow_device){ 0 };
}
