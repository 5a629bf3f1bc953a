// SPDX-License-Identifier: GPL-2.0-or-later
/* The VM's kernel: traps, tasks, a timer. Runs inside, without the C library.
 */
#include "guest.h"

#include <string.h>

#define TRAP_GP	    13
#define TRAP_PF	    14
#define TRAP_TIMER  32
#define TRAP_SYSTEM 128

#define SYSTEM_EXIT  0
#define SYSTEM_YIELD 1

#define X2APIC_EOI	0x80b
#define X2APIC_SPURIOUS 0x80f
#define X2APIC_TIMER	0x832
#define X2APIC_COUNT	0x838
#define X2APIC_DIVIDE	0x83e
#define TIMER_PERIODIC	(1u << 17)
#define DIVIDE_BY_ONE	0xb
#define APIC_ENABLE	0x1ff

struct guest_frame {
	uint64_t r15, r14, r13, r12, r11, r10, r9, r8, rbp, rdi, rsi, rdx, rcx, rbx, rax;
	uint64_t vector, error, rip, cs, rflags, rsp, ss;
};

/* IF, IOPL 3: tasks at CPL 3 use CLI, STI and OUT as well */
#define TASK_RFLAGS 0x3202

struct guest_cpu guest_cpus[GUEST_CPUS];

extern char guest_task_entry[];

void guest_init(void)
{
	for (int i = 0; i < GUEST_CPUS; i++) {
		struct guest_cpu *cpu = &guest_cpus[i];

		memset(cpu, 0, sizeof(*cpu));
		cpu->self = cpu;
		cpu->current = &cpu->idle;
		cpu->idle.state = TASK_RUNNABLE;
	}
}

struct guest_task *guest_task_add(struct guest_cpu *cpu, void (*function)(void *), void *argument,
				  int cpl)
{
	struct guest_task *task = &cpu->tasks[cpu->task_count++];
	struct guest_frame *frame;

	frame = (struct guest_frame *)(task->kernel_stack + GUEST_STACK) - 1;
	*frame = (struct guest_frame){
		.rbx = (uint64_t)function,
		.rdi = (uint64_t)argument,
		.rip = (uint64_t)guest_task_entry,
		.cs = cpl ? GUEST_CODE3 : GUEST_CODE0,
		.rflags = TASK_RFLAGS,
		.rsp = (uint64_t)(task->stack + GUEST_STACK),
		.ss = cpl ? GUEST_DATA3 : GUEST_DATA0,
	};
	task->function = function;
	task->argument = argument;
	task->frame = (uint64_t)frame;
	task->token = 0;
	task->cr3 = 0;
	task->state = TASK_RUNNABLE;
	return task;
}

unsigned int guest_count_tasks(const struct guest_cpu *cpu, enum task_state state)
{
	unsigned int count = 0;

	for (uint32_t i = 0; i < cpu->task_count; i++)
		count += cpu->tasks[i].state == state;
	return count;
}

unsigned int guest_count_events(const struct guest_cpu *cpu, uint32_t reason)
{
	unsigned int count = 0;

	for (uint32_t i = 0; i < cpu->event_count && i < GUEST_EVENTS; i++)
		count += cpu->events[i].reason == reason;
	return count;
}

struct guest_cpu *guest_self(void)
{
	struct guest_cpu *cpu;

	asm volatile("mov %%gs:0, %0" : "=r"(cpu));
	return cpu;
}

void guest_yield(void)
{
	asm volatile("int %0" ::"i"(TRAP_SYSTEM), "a"(SYSTEM_YIELD) : "memory");
}

static void msr_write(uint32_t msr, uint64_t value)
{
	asm volatile("wrmsr" ::"c"(msr), "a"((uint32_t)value), "d"((uint32_t)(value >> 32))
		     : "memory");
}

/* The handler skips the instruction, which has two bytes. */
bool guest_write_msr(uint32_t msr, uint64_t value)
{
	struct guest_cpu *cpu = guest_self();
	uint64_t before = cpu->gp_faults;

	cpu->gp_expected = true;
	msr_write(msr, value);
	cpu->gp_expected = false;
	return cpu->gp_faults != before;
}

bool guest_read_msr(uint32_t msr, uint64_t *value)
{
	struct guest_cpu *cpu = guest_self();
	uint64_t before = cpu->gp_faults;
	uint32_t low = 0, high = 0;

	cpu->gp_expected = true;
	asm volatile("rdmsr" : "+a"(low), "+d"(high) : "c"(msr) : "memory");
	cpu->gp_expected = false;
	*value = (uint64_t)high << 32 | low;
	return cpu->gp_faults != before;
}

static void tell(uint8_t what)
{
	asm volatile("outb %0, %1" ::"a"(what), "i"(GUEST_PORT) : "memory");
}

static bool has_work(const struct guest_cpu *cpu)
{
	for (uint32_t i = 0; i < cpu->task_count; i++)
		if (cpu->tasks[i].state == TASK_RUNNABLE || cpu->tasks[i].state == TASK_BLOCKED)
			return true;
	return false;
}

static void timer_start(uint64_t ns)
{
	msr_write(X2APIC_DIVIDE, DIVIDE_BY_ONE);
	msr_write(X2APIC_TIMER, TIMER_PERIODIC | TRAP_TIMER);
	msr_write(X2APIC_COUNT, ns);
}

/* Becomes the idle task. */
__attribute__((used, noreturn)) void guest_start(void);
void guest_start(void)
{
	struct guest_cpu *cpu = guest_self();

	msr_write(X2APIC_SPURIOUS, APIC_ENABLE);
	if (cpu->timer_ns)
		timer_start(cpu->timer_ns);
	if (cpu->apf_msr)
		guest_write_msr(MSR_KVM_ASYNC_PF_EN, cpu->apf_msr);
	for (;;) {
		/* What is due comes in here. */
		guest_sti();
		guest_yield();
		guest_cli();
		if (!has_work(cpu)) {
			tell(GUEST_DONE);
		} else {
			cpu->halts++;
			asm volatile("sti; hlt" ::: "memory");
		}
	}
}

/* Round robin over those that can run; the idle task if there is none. */
static struct guest_task *task_pick(struct guest_cpu *cpu)
{
	uint32_t from = 0;

	if (cpu->current != &cpu->idle)
		from = (uint32_t)(cpu->current - cpu->tasks) + 1;
	for (uint32_t i = 0; i < cpu->task_count; i++) {
		struct guest_task *task = &cpu->tasks[(from + i) % cpu->task_count];

		if (task->state == TASK_RUNNABLE)
			return task;
	}
	return &cpu->idle;
}

void guest_set_kernel_stack(const struct guest_cpu *cpu, uint64_t top);

static uint64_t task_switch(struct guest_cpu *cpu, uint64_t frame)
{
	struct guest_task *next;

	cpu->current->frame = frame;
	next = task_pick(cpu);
	if (next != &cpu->idle)
		guest_set_kernel_stack(cpu, (uint64_t)(next->kernel_stack + GUEST_STACK));
	if (next->cr3 != cpu->current->cr3)
		asm volatile("mov %0, %%cr3" ::"r"(next->cr3 ? next->cr3 : guest_page_tables())
			     : "memory");
	cpu->current = next;
	return next->frame;
}

static bool tasks_wake(struct guest_cpu *cpu, uint32_t token)
{
	bool woken = false;

	for (uint32_t i = 0; i < cpu->task_count; i++) {
		struct guest_task *task = &cpu->tasks[i];

		if (task->state != TASK_BLOCKED || (token != APF_ALL && task->token != token))
			continue;
		task->state = TASK_RUNNABLE;
		woken = true;
	}
	return woken;
}

static void panic(struct guest_cpu *cpu, const struct guest_frame *frame, uint64_t cr2)
{
	cpu->panic_vector = frame->vector;
	cpu->panic_error = frame->error;
	cpu->panic_rip = frame->rip;
	cpu->panic_cr2 = cr2;
	for (;;)
		tell(GUEST_PANIC);
}

static uint64_t page_fault(struct guest_cpu *cpu, struct guest_frame *frame)
{
	uint32_t reason = cpu->area ? cpu->area->reason : 0;
	uint64_t cr2, here = (uint64_t)frame;

	asm volatile("mov %%cr2, %0" : "=r"(cr2));
	if (!reason)
		panic(cpu, frame, cr2);
	if (cpu->event_count < GUEST_EVENTS)
		cpu->events[cpu->event_count] = (struct guest_event){
			.tsc = guest_tsc(),
			.cr2 = cr2,
			.error = frame->error,
			.rip = frame->rip,
			.rflags = frame->rflags,
			.reason = reason,
			.cs = (uint16_t)frame->cs,
		};
	cpu->event_count++;
	cpu->area->reason = 0;

	if (reason == APF_NOT_PRESENT) {
		if (cpu->retry || cpu->current == &cpu->idle)
			return here;
		cpu->current->token = (uint32_t)cr2;
		cpu->current->state = TASK_BLOCKED;
	} else if (!tasks_wake(cpu, (uint32_t)cr2) && (uint32_t)cr2 != APF_ALL) {
		cpu->strays++;
	}
	return task_switch(cpu, here);
}

__attribute__((used)) uint64_t guest_trap(struct guest_frame *frame);
uint64_t guest_trap(struct guest_frame *frame)
{
	struct guest_cpu *cpu = guest_self();

	switch (frame->vector) {
	case TRAP_PF:
		return page_fault(cpu, frame);
	case TRAP_TIMER:
		cpu->ticks++;
		msr_write(X2APIC_EOI, 0);
		if (cpu->round_robin || cpu->current == &cpu->idle)
			return task_switch(cpu, (uint64_t)frame);
		return (uint64_t)frame;
	case TRAP_SYSTEM:
		if (frame->rax == SYSTEM_EXIT)
			cpu->current->state = TASK_DONE;
		return task_switch(cpu, (uint64_t)frame);
	case TRAP_GP:
		if (cpu->gp_expected) {
			cpu->gp_faults++;
			frame->rip += 2;
			return (uint64_t)frame;
		}
	}
	panic(cpu, frame, 0);
	return 0;
}
