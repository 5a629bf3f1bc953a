/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A VM on /dev/kvm for code of this program (see lib/guest.h). Slot 0 is the
 * program's own image, at the addresses where the program has it. Memory under
 * test is put where a test wants it, below 4 GiB. What fails here, fails the
 * test.
 */
#ifndef LIB_VMM_H
#define LIB_VMM_H

#include "guest.h"

#include <linux/kvm.h>
#include <pthread.h>
#include <sys/types.h>

#define VM_DATA	     0x80000000u /* where tests put their memory */
#define VM_AREA	     0xa0000000u /* and areas, if they are not in the program */
#define VM_SLOT_DATA 1
#define VM_SLOT_AREA 2

enum vcpu_end {
	VCPU_RUNS, /* has not ended in time */
	VCPU_DONE, /* has no tasks left */
	VCPU_STOPPED,
	VCPU_PANIC,
	VCPU_BROKEN, /* KVM gave up; noted */
};

struct vcpu {
	struct vm *vm;
	struct guest_cpu *guest;
	struct kvm_run *run;
	int id, fd;
	pthread_t thread;
	bool started;
	volatile bool stop;
	volatile pid_t tid;
	volatile enum vcpu_end end;
	volatile long major_faults; /* of the thread in all its runs */
	volatile unsigned int mmio_writes;
};

struct vm {
	int kvm, fd, cpu_count;
	size_t run_size;
	struct vcpu cpus[GUEST_CPUS];
};

enum vm_flags {
	VM_NO_IRQCHIP = 1,
	VM_HIDE_APF = 2,   /* CPUID without bit 4, and enforced */
	VM_KEEP_GUEST = 4, /* guest_cpus[] is another VM's that goes on here */
};

/* CPUs are at guest_main(), with their registers set, and do not run yet. */
struct vm *vm_create(int cpu_count, unsigned int flags);
void vm_destroy(struct vm *vm);

/* Slot @slot is @bytes of @memory at @gpa; 0 bytes: it is deleted. @flags:
 * KVM_MEM_... */
void vm_set_slot(struct vm *vm, uint32_t slot, uint64_t gpa, void *memory, size_t bytes,
		 uint32_t flags);

/* Memory of its own for slot VM_SLOT_DATA at VM_DATA, page n begins with the
 * number n + 1. */
uint8_t *vm_add_data(struct vm *vm, size_t pages);

/* An area in the program's image for each CPU; enabled with @flags when the CPU
 * starts. */
void vm_enable_apf(struct vm *vm, uint64_t flags);

/* In a thread of its own, until its tasks are done or it is stopped. Can be run
 * again. */
void vcpu_start(struct vcpu *vcpu);
/* VCPU_RUNS after @ms milliseconds. */
enum vcpu_end vcpu_wait(struct vcpu *vcpu, int ms);
/* Out of KVM_RUN, wherever it is there. */
void vcpu_stop(struct vcpu *vcpu);
/* Both; fails the test unless it is done within @ms. */
void vcpu_finish(struct vcpu *vcpu, int ms);

/* The thread's state, of /proc; 'R' if it does not run. */
char vcpu_thread_state(const struct vcpu *vcpu);

/* While it does not run. Returns false if KVM refuses. */
bool vcpu_set_msr(struct vcpu *vcpu, uint32_t msr, uint64_t value);
bool vcpu_get_msr(struct vcpu *vcpu, uint32_t msr, uint64_t *value);

/* An INIT from nowhere to the CPU's local APIC. */
void vcpu_send_init(struct vcpu *vcpu);

/* Waits until @condition is true, which is looked at every millisecond. Returns
 * false if not. */
bool wait_until(bool (*condition)(void *argument), void *argument, int ms);

#endif
