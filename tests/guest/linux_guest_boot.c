// SPDX-License-Identifier: GPL-2.0-or-later
/* In the guest: starts another kernel in its place, or a program, which may be a hypervisor. */
#include <errno.h>
#include <fcntl.h>
#include <linux/reboot.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "linux_guest.h"

#define WORDS 64

static pid_t program; /* 0: none has been begun */

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

void run_begin(char *rest)
{
	char *words[WORDS + 1] = { NULL };
	unsigned int count = 0, first = 0;

	for (char *word; count < WORDS && (word = strsep(&rest, " "));)
		words[count++] = word;
	program = fork();
	if (!program) {
		int log = open("/dev/console", O_WRONLY);

		dup2(log, STDOUT_FILENO);
		dup2(log, STDERR_FILENO);
		while (words[first] && strchr(words[first], '='))
			putenv(words[first++]);
		if (words[first])
			execv(words[first], words + first);
		_exit(127);
	}
	if (program < 0)
		answer("failed fork: %s", strerror(errno));
	else
		answer("ok");
}

void run_end(char *rest)
{
	int status = 0;

	(void)rest;
	if (program <= 0 || waitpid(program, &status, 0) < 0)
		answer("failed there is no program");
	else
		answer("ok status=%d",
		       WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	program = 0;
}
