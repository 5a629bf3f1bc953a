// SPDX-License-Identifier: GPL-2.0-or-later
/* Tries KVM with the smallest guest that does what a kernel does first. */
#include "qemu/probe.h"
#include "qemu/version.h"
#include "qemu/watch.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/scratch.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define DEVICE	     "/dev/kvm"
#define LIMIT_MS     5000
#define POLL_MS	     10
#define PROBE_ANSWER "apfbench: a guest is alive"

/*
 * A multiboot image (header with addresses, loaded to 1 MiB). It makes page tables for 32 MiB at
 * 4 KiB, enters long mode as a kernel does, touches the memory, exits to KVM 20000 times (which
 * shows a KVM that crawls), and writes its line to port 0x3f8.
 */
extern const char probe_image[];
extern const unsigned int probe_image_size;
__asm__(".pushsection .rodata\n"
	".code32\n"
	".set load, 0x100000\n"
	"probe_image:\n"
	".long 0x1badb002, 0x00010000, -(0x1badb002 + 0x00010000)\n"
	".long load, load, load + (probe_image_end - probe_image), 0\n"
	".long load + (probe_enter - probe_image)\n"
	"probe_enter:\n"
	"	cld\n"
	"	movl $0x1000, %edi\n"
	"	xorl %eax, %eax\n"
	"	movl $3 * 1024, %ecx\n"
	"	rep stosl\n"
	"	movl $0x2003, 0x1000\n" /* present, writable */
	"	movl $0x3003, 0x2000\n"
	"	movl $0x3000, %edi\n"
	"	movl $0x83, %eax\n" /* and 2 MiB large */
	"1:	movl %eax, (%edi)\n"
	"	addl $8, %edi\n"
	"	addl $0x200000, %eax\n"
	"	cmpl $0x2000083, %eax\n"
	"	jb 1b\n"
	"	movl %cr4, %eax\n"
	"	orl $0x20, %eax\n" /* PAE */
	"	movl %eax, %cr4\n"
	"	movl $0x1000, %eax\n"
	"	movl %eax, %cr3\n"
	"	movl $0xc0000080, %ecx\n" /* EFER.LME */
	"	rdmsr\n"
	"	orl $0x100, %eax\n"
	"	wrmsr\n"
	"	movl %cr0, %eax\n"
	"	orl $0x80000000, %eax\n" /* paging */
	"	movl %eax, %cr0\n"
	"	lgdtl load + (probe_gdtr - probe_image)\n"
	"	ljmpl $8, $load + (probe_long - probe_image)\n"
	".code64\n"
	"probe_long:\n"
	"	movl $0x200000, %edi\n"
	"1:	movl %edi, (%rdi)\n"
	"	addl $0x1000, %edi\n"
	"	cmpl $0x2000000, %edi\n"
	"	jb 1b\n"
	"	movl $20000, %edi\n"
	"1:	xorl %eax, %eax\n"
	"	cpuid\n" /* leaves to KVM each time */
	"	decl %edi\n"
	"	jnz 1b\n"
	"	movl $load + (probe_line - probe_image), %esi\n"
	"	movl $0x3f8, %edx\n"
	"1:	lodsb\n"
	"	testb %al, %al\n"
	"	jz 2f\n"
	"	outb %al, %dx\n"
	"	jmp 1b\n"
	"2:	hlt\n"
	"	jmp 2b\n"
	"probe_gdt:\n"
	"	.quad 0, 0x00af9a000000ffff\n" /* 64-bit code */
	"probe_gdtr:\n"
	"	.word 15\n"
	"	.long load + (probe_gdt - probe_image)\n"
	"probe_line:\n"
	"	.asciz \"" PROBE_ANSWER "\\n\"\n"
	"probe_image_end:\n"
	".balign 4\n"
	"probe_image_size:\n"
	"	.long probe_image_end - probe_image\n"
	".popsection\n");

static int open_device(void)
{
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);

	if (fd >= 0)
		return close(fd);
	if (errno == ENOENT || errno == ENXIO || errno == ENODEV)
		return error_set(ENOENT,
				 "there is no " DEVICE ": the CPU, the firmware or the cloud "
				 "does not offer virtualization, or the module kvm is not loaded");
	if (errno == EACCES || errno == EPERM)
		return error_set(EACCES, DEVICE " cannot be opened: join the group kvm");
	return error_sys(errno, DEVICE);
}

static int await_answer(pid_t pid, const char *serial, const char *log)
{
	g_autofree char *words = NULL;
	gint64 begin = g_get_monotonic_time();
	bool ended;
	int err;

	do {
		g_autofree char *text = NULL;

		ended = process_has_ended(pid);
		if (fs_exists(serial) && !fs_read(serial, &text, NULL) &&
		    strstr(text, PROBE_ANSWER "\n"))
			return 0;
		g_usleep(POLL_MS * 1000);
	} while (!ended && g_get_monotonic_time() - begin < LIMIT_MS * G_TIME_SPAN_MILLISECOND);
	if (!ended)
		return error_set(ETIMEDOUT,
				 DEVICE
				 " opens, but a guest printed nothing within %d s: KVM does not "
				 "work here",
				 LIMIT_MS / 1000);
	err = fs_read(log, &words, NULL);
	if (err)
		return err;
	words[strcspn(words, "\n")] = '\0';
	return error_set(EPROTO, DEVICE " opens, but QEMU ended: %s", words);
}

static int boot_guest(const char *folder)
{
	g_autofree char *image = g_build_filename(folder, "guest", NULL);
	g_autofree char *serial = g_build_filename(folder, "serial", NULL);
	g_autofree char *log = g_build_filename(folder, "log", NULL);
	g_autofree char *port = g_strconcat("file:", serial, NULL);
	g_autofree char *qemu = process_find(QEMU_PROGRAM);
	const struct process_options options = { .log = log };
	const char *const argv[] = { qemu,
				     "-accel",
				     "kvm",
				     "-cpu",
				     "host",
				     "-m",
				     "64",
				     "-display",
				     "none",
				     "-nodefaults",
				     "-no-user-config",
				     "-no-reboot",
				     "-serial",
				     port,
				     "-kernel",
				     image,
				     NULL };
	pid_t pid;
	int err;

	if (!qemu)
		return error_set(ENOPKG, "there is no " QEMU_PROGRAM
					 " in PATH: install the package " QEMU_PACKAGE);
	err = fs_write_atomic(image, probe_image, probe_image_size);
	if (!err)
		err = process_start(argv, &options, &pid);
	if (err)
		return err;
	err = await_answer(pid, serial, log);
	process_stop(pid, 0);
	return err;
}

int probe_kvm(char **reason)
{
	char *folder = NULL;
	int err;

	err = open_device();
	if (!err)
		err = scratch_make(&folder);
	if (!err)
		err = boot_guest(folder);
	*reason = g_strdup(err ? error_text() : DEVICE " works: a guest booted to its first line");
	scratch_remove(folder);
	return err;
}
