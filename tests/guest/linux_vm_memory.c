// SPDX-License-Identifier: GPL-2.0-or-later
/* The memory of a guest, as its host sees it. */
#include "linux_vm.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "linux_file.h"

#define PAGE   4096
#define ROUNDS 3

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

static bool ram_push_out(pid_t pid, const struct range *ram)
{
	const unsigned long step = 8ul << 20;
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	bool good = fd >= 0;

	for (unsigned long at = ram->start; good && at < ram->end; at += step) {
		struct iovec part = { (void *)at, ram->end - at < step ? ram->end - at : step };

		good = syscall(SYS_process_madvise, fd, &part, 1, MADV_PAGEOUT, 0) >= 0;
	}
	if (fd >= 0)
		close(fd);
	return good;
}

bool vm_page_out(const struct vm *vm)
{
	struct range ram;

	/* Most pages that were never out before stay the first time. */
	return ram_find(vm, &ram) && ram_push_out(vm->pid, &ram) && ram_push_out(vm->pid, &ram);
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

/*
 * A page that was still being written has stayed in the swap cache, and is looked at again only if
 * it is mapped. To read it does that.
 */
static bool page_map(int memory, unsigned long address)
{
	char byte;

	return pread(memory, &byte, 1, (off_t)address) == 1;
}

bool vm_page_out_frames(struct vm *vm, const unsigned long *frames, unsigned int count)
{
	unsigned long start = ram_start(vm);
	int fd = (int)syscall(SYS_pidfd_open, vm->pid, 0), memory;
	char path[FILE_PATH];
	bool good;

	snprintf(path, sizeof(path), "/proc/%d/mem", vm->pid);
	memory = open(path, O_RDONLY | O_CLOEXEC);
	good = start && fd >= 0 && memory >= 0;
	for (unsigned int i = 0; good && i < ROUNDS * count; i++) {
		unsigned long address = start + frames[i % count] * PAGE;
		struct iovec page = { (void *)address, PAGE };

		good = page_map(memory, address) &&
		       syscall(SYS_process_madvise, fd, &page, 1, MADV_PAGEOUT, 0) == PAGE;
	}
	if (memory >= 0)
		close(memory);
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
