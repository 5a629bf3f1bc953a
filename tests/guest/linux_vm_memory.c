// SPDX-License-Identifier: GPL-2.0-or-later
/* The memory of a guest, as its host sees it. */
#include "linux_vm.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "linux_file.h"

#define PAGE		4096
#define PAGEMAP_SWAPPED (UINT64_C(1) << 62)
#define ROUNDS		4

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

bool vm_page_out_stopped(struct vm *vm)
{
	bool good = vm_monitor(vm, "stop", NULL) && vm_page_out(vm);

	return vm_monitor(vm, "cont", NULL) && good;
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

static bool page_is_out(int pagemap, unsigned long address)
{
	uint64_t entry = 0;

	return pread(pagemap, &entry, sizeof(entry), (off_t)(address / PAGE * sizeof(entry))) ==
		       sizeof(entry) &&
	       (entry & PAGEMAP_SWAPPED);
}

/* Once round the pages; returns how many are still in. */
static unsigned int frames_push_out(int process, int pagemap, unsigned long start,
				    const unsigned long *frames, unsigned int count)
{
	unsigned int left = 0;

	for (unsigned int i = 0; i < count; i++) {
		unsigned long address = start + frames[i] * PAGE;
		struct iovec page = { (void *)address, PAGE };

		if (page_is_out(pagemap, address))
			continue;
		syscall(SYS_process_madvise, process, &page, 1, MADV_PAGEOUT, 0);
		left += !page_is_out(pagemap, address);
	}
	return left;
}

bool vm_page_out_frames(struct vm *vm, const unsigned long *frames, unsigned int count)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	int process = (int)syscall(SYS_pidfd_open, vm->pid, 0), pagemap;
	unsigned long start = ram_start(vm);
	unsigned int left = count;
	char path[FILE_PATH];
	cpu_set_t before, set;

	snprintf(path, sizeof(path), "/proc/%d/pagemap", vm->pid);
	pagemap = open(path, O_RDONLY | O_CLOEXEC);
	sched_getaffinity(0, sizeof(before), &before);
	/* A new page waits in a list of the CPU that made it, which only that CPU empties. */
	for (int i = 0; start && process >= 0 && pagemap >= 0 && left && i < ROUNDS * cpus; i++) {
		CPU_ZERO(&set);
		CPU_SET((size_t)(i % cpus), &set);
		sched_setaffinity(0, sizeof(set), &set);
		left = frames_push_out(process, pagemap, start, frames, count);
	}
	sched_setaffinity(0, sizeof(before), &before);
	if (pagemap >= 0)
		close(pagemap);
	if (process >= 0)
		close(process);
	return !left;
}

uint64_t vm_swapped(const struct vm *vm)
{
	char path[FILE_PATH];

	snprintf(path, sizeof(path), "/proc/%d/status", vm->pid);
	return file_find_number(path, "VmSwap:");
}
