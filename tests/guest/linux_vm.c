// SPDX-License-Identifier: GPL-2.0-or-later
/* Starts a guest with a Linux kernel, talks with it and with its QEMU, and ends it. */
#include "linux_vm.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "linux_file.h"
#include "linux_initrd.h"

#define QEMU	      "qemu-system-x86_64"
#define GUEST_KERNEL  "/guest/bzImage"
#define GUEST_INITRD  "/run/linux-guest.cpio"
#define GUEST_BASE    "console=ttyS0 loglevel=5 panic=-1 transparent_hugepage=never "
#define WORDS	      64
#define START_SECONDS 30

static void path_make(char *path, const struct vm *vm, const char *end)
{
	snprintf(path, FILE_PATH, "/run/%s.%s", vm->name, end);
}

static void container_path(char *path, const struct vm *vm)
{
	snprintf(path, FILE_PATH, "/sys/fs/cgroup/%s", vm->name);
}

static bool container_make(const struct vm *vm, unsigned int limit)
{
	char path[FILE_PATH], knob[FILE_PATH + 16];

	file_put("/sys/fs/cgroup/cgroup.subtree_control", "+memory");
	container_path(path, vm);
	if (mkdir(path, 0755) && errno != EEXIST)
		return false;
	snprintf(knob, sizeof(knob), "%s/memory.max", path);
	return file_put(knob, "%uM", limit);
}

/* In the child. */
static void qemu_execute(const struct vm *vm, const struct vm_options *options)
{
	char cpus[16], memory[32], append[512], console[2 * FILE_PATH], control[2 * FILE_PATH],
		monitor[2 * FILE_PATH], path[FILE_PATH + 16];
	const char *argv[WORDS] = {
		QEMU,
		"-accel",
		"kvm",
		"-cpu",
		"host",
		"-machine",
		"pc-i440fx-10.0,hpet=off",
		"-nodefaults",
		"-no-user-config",
		"-display",
		"none",
		"-smp",
		cpus,
		"-m",
		memory,
		"-chardev",
		console,
		"-serial",
		"chardev:console",
		"-chardev",
		control,
		"-serial",
		"chardev:control",
		"-qmp",
		monitor,
		"-append",
		append,
	};
	unsigned int count = 0;
	int log;

	snprintf(cpus, sizeof(cpus), "%u", options->vcpus);
	snprintf(memory, sizeof(memory), "size=%uM", options->memory);
	snprintf(append, sizeof(append), GUEST_BASE "%s", options->append ? options->append : "");
	snprintf(console, sizeof(console), "file,id=console,append=on,path=/run/%s.log", vm->name);
	snprintf(control, sizeof(control),
		 "socket,id=control,server=on,wait=off,path=/run/%s.control", vm->name);
	snprintf(monitor, sizeof(monitor), "unix:/run/%s.qmp,server=on,wait=off", vm->name);
	while (argv[count])
		count++;
	argv[count++] = "-kernel";
	argv[count++] = options->kernel ? options->kernel : GUEST_KERNEL;
	argv[count++] = "-initrd";
	argv[count++] = options->initrd ? options->initrd : GUEST_INITRD;
	if (!options->reboots)
		argv[count++] = "-no-reboot";
	for (unsigned int i = 0; options->more && options->more[i] && count < WORDS - 1; i++)
		argv[count++] = options->more[i];
	/* A test that fails ends where it is. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (options->limit) {
		container_path(path, vm);
		strcat(path, "/cgroup.procs");
		if (!file_put(path, "%d", getpid()))
			_exit(126);
	}
	path_make(path, vm, "qemu");
	log = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);
	dup2(log, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	execvp(argv[0], (char *const *)argv);
	_exit(127);
}

/* @name and @end: of a socket in /run */
static int socket_connect(const struct vm *vm, const char *name, const char *end)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "/run/%s%s", name, end);
	for (int i = 0; i < START_SECONDS * 20; i++) {
		if (!connect(fd, (struct sockaddr *)&address, sizeof(address)))
			return fd;
		if (vm->pid && waitpid(vm->pid, NULL, WNOHANG))
			break;
		usleep(50000);
	}
	fprintf(stderr, "# %s: no connection to QEMU\n", vm->name);
	close(fd);
	return -1;
}

bool vm_start(struct vm *vm, const struct vm_options *options)
{
	static const char *const ends[] = { "log", "control", "qmp", "qemu" };
	char path[FILE_PATH];

	memset(vm, 0, sizeof(*vm));
	snprintf(vm->name, sizeof(vm->name), "%s", options->name);
	vm->memory = options->memory;
	vm->control = vm->monitor = -1;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		path_make(path, vm, ends[i]);
		unlink(path);
	}
	if (!options->initrd && access(GUEST_INITRD, R_OK) && !initrd_make(GUEST_INITRD, NULL))
		return false;
	if (options->limit && !container_make(vm, options->limit))
		return false;
	vm->pid = fork();
	if (!vm->pid)
		qemu_execute(vm, options);
	if (vm->pid < 0)
		return false;
	vm->control = socket_connect(vm, vm->name, ".control");
	if (vm->control >= 0)
		vm->monitor = socket_connect(vm, vm->name, ".qmp");
	if (vm->monitor >= 0 && vm_monitor(vm, "qmp_capabilities", NULL))
		return true;
	path_make(path, vm, "qemu");
	file_show(path);
	vm_kill(vm);
	return false;
}

bool vm_attach(struct vm *vm, const char *name, const char *socket)
{
	memset(vm, 0, sizeof(*vm));
	snprintf(vm->name, sizeof(vm->name), "%s", name);
	vm->monitor = -1;
	vm->control = socket_connect(vm, socket, "");
	return vm->control >= 0;
}

/* Reads up to the end of a line. NULL: time is up, or the connection. */
static char *line_read(int fd, unsigned int seconds, char *pending, size_t *length, size_t size)
{
	static char line[4 * VM_LINE];
	struct timespec now, until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += seconds;
	for (;;) {
		struct pollfd poll_one = { .fd = fd, .events = POLLIN };
		char *end = memchr(pending, '\n', *length);
		ssize_t got;

		if (end) {
			size_t used = (size_t)(end - pending) + 1;

			memcpy(line, pending, used - 1);
			line[used - 1] = '\0';
			memmove(pending, end + 1, *length - used);
			*length -= used;
			return line;
		}
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec > until.tv_sec)
			return NULL;
		if (poll(&poll_one, 1, 200) <= 0)
			continue;
		if (*length == size)
			*length = 0; /* no line is that long */
		got = read(fd, pending + *length, size - *length);
		if (got <= 0)
			return NULL;
		*length += (size_t)got;
	}
}

bool vm_wait_ready(struct vm *vm, unsigned int seconds)
{
	char *line;

	while ((line = line_read(vm->control, seconds, vm->pending, &vm->pending_length,
				 sizeof(vm->pending))))
		if (strstr(line, "ready"))
			return true;
	fprintf(stderr, "# %s: the guest does not get ready\n", vm->name);
	return false;
}

static const char *guest_ask(struct vm *vm, unsigned int seconds, const char *format, va_list args)
{
	char line[VM_LINE];
	const char *got;

	vsnprintf(line, sizeof(line) - 1, format, args);
	strcat(line, "\n");
	if (write(vm->control, line, strlen(line)) < 0)
		return NULL;
	got = line_read(vm->control, seconds, vm->pending, &vm->pending_length,
			sizeof(vm->pending));
	if (!got)
		fprintf(stderr, "# %s: no answer within %u s to: %s", vm->name, seconds, line);
	return got;
}

const char *vm_ask(struct vm *vm, unsigned int seconds, const char *format, ...)
{
	const char *got;
	va_list args;

	va_start(args, format);
	got = guest_ask(vm, seconds, format, args);
	va_end(args);
	return got;
}

bool vm_tell(struct vm *vm, unsigned int seconds, const char *format, ...)
{
	const char *got;
	va_list args;

	va_start(args, format);
	got = guest_ask(vm, seconds, format, args);
	va_end(args);
	if (got && strncmp(got, "ok", 2))
		fprintf(stderr, "# %s: %s\n", vm->name, got);
	return got && !strncmp(got, "ok", 2);
}

uint64_t vm_number(const char *answer, const char *key)
{
	size_t length = strlen(key);

	for (const char *at = answer; at && (at = strstr(at, key)); at += length)
		if (at[length] == '=' && (at == answer || at[-1] == ' '))
			return strtoull(at + length + 1, NULL, 0);
	return UINT64_MAX;
}

const char *vm_monitor(struct vm *vm, const char *command, const char *arguments)
{
	static char pending[4 * VM_LINE];
	char line[VM_LINE];
	size_t length = 0;
	const char *got;

	snprintf(line, sizeof(line), "{\"execute\": \"%s\"%s%s}\n", command,
		 arguments ? ", \"arguments\": " : "", arguments ? arguments : "");
	if (write(vm->monitor, line, strlen(line)) < 0)
		return NULL;
	/* Events and the greeting come in between. */
	while ((got = line_read(vm->monitor, 60, pending, &length, sizeof(pending))))
		if (strstr(got, "\"return\"") || strstr(got, "\"error\": {"))
			break;
	if (got && strstr(got, "\"return\""))
		return got;
	fprintf(stderr, "# %s: QMP %s: %s\n", vm->name, command, got ? got : "no answer");
	return NULL;
}

bool vm_wait_end(struct vm *vm, unsigned int seconds)
{
	for (unsigned int i = 0; vm->pid > 0 && i < seconds * 20; i++) {
		if (waitpid(vm->pid, NULL, WNOHANG))
			vm->pid = 0;
		else
			usleep(50000);
	}
	return vm->pid <= 0;
}

void vm_kill(struct vm *vm)
{
	char path[FILE_PATH];

	if (vm->pid > 0) {
		kill(vm->pid, SIGKILL);
		waitpid(vm->pid, NULL, 0);
	}
	if (vm->control >= 0)
		close(vm->control);
	if (vm->monitor >= 0)
		close(vm->monitor);
	vm->pid = 0;
	vm->control = vm->monitor = -1;
	container_path(path, vm);
	rmdir(path); /* if there is one */
}

void vm_show(const struct vm *vm)
{
	char path[FILE_PATH];

	path_make(path, vm, "log");
	file_show(path);
}

unsigned int vm_splats(const struct vm *vm, char first[VM_SPLAT])
{
	char path[FILE_PATH];

	path_make(path, vm, "log");
	return file_count_splats(path, first, VM_SPLAT);
}
