/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What runs inside the VM: code of this very program, which the VM sees at the
 * addresses where the program has it. Tasks at CPL 0 or 3, a timer, and a
 * handler for page faults that keeps a log.
 *
 * Such code must not call the C library, and neither side can have the other's
 * pointers to data that is not the program's own.
 */
#ifndef LIB_GUEST_H
#define LIB_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GUEST_CPUS   8
#define GUEST_TASKS  72
#define GUEST_STACK  4096
#define GUEST_EVENTS 1024
#define GUEST_PAGE   4096

/* Told to user space by a write to this port; the vCPU can be run again after
 * DONE. */
#define GUEST_PORT  0xf4
#define GUEST_DONE  1 /* no task is left */
#define GUEST_PANIC 2 /* see the CPU's panic_ members */

#define MSR_KVM_ASYNC_PF_EN 0x4b564d02
#define APF_ENABLED	    1
#define APF_SEND_ALWAYS	    2
#define APF_NOT_PRESENT	    1
#define APF_READY	    2
#define APF_ALL		    0xffffffffu

/* The 64 bytes that the ABI gives the host. */
struct apf_area {
	volatile uint32_t reason;
	volatile uint8_t rest[60];
};

/* A page fault that was not the processor's. */
struct guest_event {
	uint64_t tsc, cr2, error, rip, rflags;
	uint32_t reason;
	uint16_t cs;
};

enum task_state {
	TASK_NONE,
	TASK_RUNNABLE,
	TASK_BLOCKED, /* until ready comes with its token */
	TASK_DONE,
};

struct guest_task {
	uint64_t frame; /* its registers while it does not run */
	uint64_t cr3;	/* 0: that of all */
	void (*function)(void *argument);
	void *argument;
	volatile uint32_t state, token;
	uint8_t stack[GUEST_STACK] __attribute__((aligned(16)));
	uint8_t kernel_stack[GUEST_STACK] __attribute__((aligned(16)));
};

struct guest_cpu {
	struct guest_cpu *self; /* at GS:0 */
	struct apf_area *area;	/* where the guest sees it */
	uint64_t apf_msr;	/* 0: leaves the MSR alone */
	uint64_t timer_ns;	/* 0: no timer */
	bool round_robin;	/* a tick switches tasks */
	bool retry;		/* goes back to the instruction on "not present" */
	volatile uint64_t ticks, halts, gp_faults;
	volatile bool gp_expected;
	volatile uint32_t strays; /* ready events for nobody */
	volatile uint32_t event_count;
	struct guest_event events[GUEST_EVENTS];
	uint64_t panic_vector, panic_error, panic_rip, panic_cr2;
	struct guest_task *current;
	struct guest_task idle;
	struct guest_task tasks[GUEST_TASKS];
	uint32_t task_count;
};

extern struct guest_cpu guest_cpus[GUEST_CPUS];

/* Host: back to the state of program start, but for the page tables. */
void guest_init(void);

/* Host, while the vCPU does not run: a task that begins with @function. */
struct guest_task *guest_task_add(struct guest_cpu *cpu, void (*function)(void *), void *argument,
				  int cpl);

/* Host: tasks that are TASK_BLOCKED or another state; events with a reason. */
unsigned int guest_count_tasks(const struct guest_cpu *cpu, enum task_state state);
unsigned int guest_count_events(const struct guest_cpu *cpu, uint32_t reason);

/* Host: where a vCPU begins, and what its registers must hold. */
void guest_main(void);
uint64_t guest_page_tables(void);
/* A copy of the page tables in which the 2 MiB at @from are those at @to.
 * @which: 0 or 1 */
uint64_t guest_page_tables_moved(int which, uint64_t from, uint64_t to);
void guest_descriptors(int cpu, uint64_t *gdt, uint16_t *gdt_limit, uint64_t *idt,
		       uint16_t *idt_limit, uint64_t *tss, uint16_t *tss_limit);

#define GUEST_CODE0 0x08
#define GUEST_DATA0 0x10
#define GUEST_DATA3 0x1b
#define GUEST_CODE3 0x23
#define GUEST_TSS   0x28

/* Guest and host. In the simulated host the TSC counts nanoseconds, and tests rely on that. */
static inline uint64_t guest_tsc(void)
{
	uint32_t low, high;

	asm volatile("rdtsc" : "=a"(low), "=d"(high)::"memory");
	return (uint64_t)high << 32 | low;
}

/* Guest. */
static inline void guest_cli(void)
{
	asm volatile("cli" ::: "memory");
}

static inline void guest_sti(void)
{
	asm volatile("sti; nop" ::: "memory");
}

static inline uint64_t guest_read(uint64_t address)
{
	return *(volatile uint64_t *)address;
}

static inline void guest_write(uint64_t address, uint64_t value)
{
	*(volatile uint64_t *)address = value;
}

struct guest_cpu *guest_self(void);
void guest_yield(void);
/* CPL 0: true if it raised #GP */
bool guest_write_msr(uint32_t msr, uint64_t value);
bool guest_read_msr(uint32_t msr, uint64_t *value);

#endif
