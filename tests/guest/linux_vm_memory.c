// SPDX-License-Identifier: GPL-2.0-or-later
/* The memory of a guest, as its host sees it. */
#include "linux_vm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "linux_file.h"

#define PAGE 4096

struct range {
	unsigned long start, end;
};

/*
 * The guest's RAM is QEMU's largest private mapping without a file. The kernel may have merged a
 * neighbour into it.
 */
static bool ram_find(const struct vm *vm, struct range *ram)
{
	char path[FILE_PATH], line[512], access[8];
	unsigned long start, end, inode;
	FILE *maps;

	*ram = (struct range){ 0, 0 };
	snprintf(path, sizeof(path), "/proc/%d/maps", vm->pid);
	maps = fopen(path, "r");
	while (maps && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx %7s %*x %*x:%*x %lu", &start, &end, access, &inode) ==
			    4 &&
		    !inode && !strcmp(access, "rw-p") && end - start > ram->end - ram->start)
			*ram = (struct range){ start, end };
	if (maps)
		fclose(maps);
	return ram->end - ram->start >= (unsigned long)vm->memory << 20;
}

int vm_page_out(const struct vm *vm)
{
	const unsigned long step = 8ul << 20;
	struct range ram;
	long taken = 0;
	int fd;

	if (!ram_find(vm, &ram))
		return -1;
	fd = (int)syscall(SYS_pidfd_open, vm->pid, 0);
	if (fd < 0)
		return -1;
	for (unsigned long at = ram.start; at < ram.end; at += step) {
		struct iovec part = { (void *)at, ram.end - at < step ? ram.end - at : step };
		long done = syscall(SYS_process_madvise, fd, &part, 1, MADV_PAGEOUT, 0);

		if (done < 0) {
			close(fd);
			return -1;
		}
		taken += done;
	}
	close(fd);
	return (int)(taken >> 20);
}

/* Where QEMU has the first page of the guest's memory, or 0. */
static unsigned long ram_start(struct vm *vm)
{
	const unsigned long known = 0x100000;
	const char *answer =
		vm_monitor(vm, "human-monitor-command", "{\"command-line\": \"gpa2hva 0x100000\"}");
	const char *at = answer ? strstr(answer, ") is 0x") : NULL;

	return at ? strtoul(at + 5, NULL, 16) - known : 0;
}

bool vm_page_out_frames(struct vm *vm, const unsigned long *frames, unsigned int count)
{
	unsigned long start = ram_start(vm);
	int fd = (int)syscall(SYS_pidfd_open, vm->pid, 0);
	bool good = start && fd >= 0;

	/* A page that was still being written stays the first time. */
	for (unsigned int i = 0; good && i < 2 * count; i++) {
		struct iovec page = { (void *)(start + frames[i % count] * PAGE), PAGE };

		good = syscall(SYS_process_madvise, fd, &page, 1, MADV_PAGEOUT, 0) == PAGE;
	}
	if (fd >= 0)
		close(fd);
	return good;
}

uint64_t vm_swapped(const struct vm *vm)
{
	char path[FILE_PATH];

	snprintf(path, sizeof(path), "/proc/%d/status", vm->pid);
	return file_find_number(path, "VmSwap:");
}
