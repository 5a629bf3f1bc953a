// SPDX-License-Identifier: GPL-2.0-or-later
/* In the guest: starts other kernels, in its place or in a virtual machine of its own. */
#include <errno.h>
#include <fcntl.h>
#include <linux/reboot.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "linux_guest.h"

#define WORDS 64

void run_load(char *rest)
{
	const char *kernel = strsep(&rest, " "), *initrd = strsep(&rest, " ");
	int kernel_fd = open(kernel, O_RDONLY), initrd_fd = open(initrd ? initrd : "", O_RDONLY);

	if (kernel_fd < 0 || initrd_fd < 0 || !rest)
		answer("failed no such files");
	else if (syscall(SYS_kexec_file_load, kernel_fd, initrd_fd, strlen(rest) + 1, rest, 0L) < 0)
		answer("failed kexec_file_load: %s", strerror(errno));
	else
		answer("ok");
}

void run_kexec(char *rest)
{
	(void)rest;
	syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_KEXEC, NULL);
	answer("failed kexec: %s", strerror(errno));
}

void run_nested(char *rest)
{
	char *words[WORDS + 2] = { "/usr/bin/qemu-system-x86_64" };
	unsigned int count = 1;
	pid_t child;

	for (char *word; count < WORDS && (word = strsep(&rest, " "));)
		words[count++] = word;
	child = fork();
	if (!child) {
		int log = open("/dev/console", O_WRONLY);

		dup2(log, STDOUT_FILENO);
		dup2(log, STDERR_FILENO);
		execv(words[0], words);
		_exit(127);
	}
	if (child < 0)
		answer("failed fork: %s", strerror(errno));
	else
		answer("ok %d", child);
}
