// SPDX-License-Identifier: GPL-2.0-or-later
/* A VM whose memory another process serves, which has stopped doing so: what that costs others. */
#include "host_tests.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CPUS	  8
#define READERS	  64
#define QUEUE	  512 /* pages that workers read at a time, for all VMs */
#define TICK_NS	  1000000
#define SETTLE_MS 3000
#define REAP_MS	  5000
#define BALLAST	  (64L << 20)
#define SLACK_KB  (BALLAST / 1024 / 4)
#define PATIENCE  (5000 + 10 * read_latency())

static struct touch touches[CPUS * READERS];

static void fd_send(int socket, int fd)
{
	char byte = 0, control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec data = { &byte, 1 };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	if (sendmsg(socket, &message, 0) < 0)
		_exit(1);
}

static int fd_receive(int socket)
{
	char byte, control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec data = { &byte, 1 };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	int fd;

	if (recvmsg(socket, &message, 0) != 1 || !CMSG_FIRSTHDR(&message))
		tap_fail("the VMM does not start");
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}

/* Every vCPU wants as many pages as it may, each of its own. */
static void vmm_child(int socket)
{
	struct vm *vm = vm_create(CPUS, 0);
	int fd;
	uint8_t *memory = served_memory(CPUS * READERS, &fd);
	char *ballast =
		mmap(NULL, BALLAST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (ballast == MAP_FAILED)
		_exit(1);
	memset(ballast, 1, BALLAST);
	vm_set_slot(vm, VM_SLOT_DATA, VM_DATA, memory, CPUS * READERS * GUEST_PAGE, 0);
	for (size_t i = 0; i < CPUS * READERS; i++) {
		touches[i] = (struct touch){ .address = data_page(i) };
		guest_task_add(vm->cpus[i / READERS].guest, guest_touch, &touches[i], 3);
	}
	fd_send(socket, fd);
	close(fd);
	for (int i = 0; i < CPUS; i++) {
		vm->cpus[i].guest->round_robin = true;
		vm->cpus[i].guest->timer_ns = TICK_NS;
		vcpu_start(&vm->cpus[i]);
	}
	pause();
	_exit(0);
}

/* As many as there will be. */
static long items_settle(void)
{
	long items, before = 0;

	for (int ms = 0; ms < SETTLE_MS; ms += 100) {
		usleep(100000);
		items = proc_slab_objects(SLAB_APF);
		if (items > 0 && items == before)
			break;
		before = items;
	}
	return items;
}

static void check_other_vm(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	static struct touch own;
	uint64_t stall;

	pageout(vm_add_data(vm, 1), GUEST_PAGE);
	add_readers(vcpu->guest, &own, 1, 3);
	vcpu_finish(vcpu, PATIENCE);
	stall = (own.end - own.begin) / 1000000;
	tap_check(touches_right(&own, 1) && !vcpu->major_faults,
		  "a worker reads a page of another VM");
	tap_check((int)stall < 3 * read_latency(), "in %d ms, the device takes %d", (int)stall,
		  read_latency());
	vm_destroy(vm);
}

static bool child_is_reaped(void *argument)
{
	return waitpid(*(pid_t *)argument, NULL, WNOHANG) != 0;
}

struct memory {
	long want_kb;
};

static bool memory_is_back(void *argument)
{
	return proc_available_kb() >= ((const struct memory *)argument)->want_kb;
}

void test_foreign_server(void)
{
	struct memory memory = { 0 };
	int sockets[2], fd;
	long items;
	pid_t pid;

	read_latency();
	/* Not the child's to say, if there is no such thing. */
	served_memory(1, &fd);
	close(fd);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) < 0)
		tap_fail("socketpair: %s", strerror(errno));
	memory.want_kb = proc_available_kb() - SLACK_KB;
	fflush(stdout);
	pid = fork();
	if (!pid)
		vmm_child(sockets[1]);
	close(sockets[1]);
	fd = fd_receive(sockets[0]);
	items = items_settle();
	tap_check(items > 0 && items <= QUEUE / 2, "%d faults that nobody serves: %ld workers wait",
		  CPUS * READERS, items);
	check_other_vm();
	kill(pid, SIGKILL);
	tap_check(wait_until(child_is_reaped, &pid, REAP_MS), "the VMM can be killed");
	close(fd);
	check_items(0, REAP_MS, "the server is gone");
	tap_check(wait_until(memory_is_back, &memory, REAP_MS),
		  "and the memory is there again: %ld of %ld KB", proc_available_kb(),
		  memory.want_kb);
}
