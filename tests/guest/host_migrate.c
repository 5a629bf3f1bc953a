// SPDX-License-Identifier: GPL-2.0-or-later
/* A VM's state goes on in another VM, which knows nothing of what was on its
 * way. */
#include "host_tests.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#define CPUS	 2
#define READERS	 10
#define PATIENCE (20000 + 10 * read_latency())
#define TICK_NS	 1000000

static struct touch touches[CPUS * READERS];

struct vcpu_state {
	struct kvm_regs regs;
	struct kvm_sregs sregs;
	struct kvm_lapic_state lapic;
	struct kvm_vcpu_events events;
	struct kvm_mp_state mp_state;
	uint64_t apf;
};

static void must(int result, const char *what)
{
	if (result < 0)
		tap_fail("%s: %s", what, strerror(errno));
}

static void state_save(struct vcpu *vcpu, struct vcpu_state *state)
{
	must(ioctl(vcpu->fd, KVM_GET_MP_STATE, &state->mp_state), "KVM_GET_MP_STATE");
	must(ioctl(vcpu->fd, KVM_GET_REGS, &state->regs), "KVM_GET_REGS");
	must(ioctl(vcpu->fd, KVM_GET_SREGS, &state->sregs), "KVM_GET_SREGS");
	must(ioctl(vcpu->fd, KVM_GET_LAPIC, &state->lapic), "KVM_GET_LAPIC");
	must(ioctl(vcpu->fd, KVM_GET_VCPU_EVENTS, &state->events), "KVM_GET_VCPU_EVENTS");
	vcpu_get_msr(vcpu, MSR_KVM_ASYNC_PF_EN, &state->apf);
}

static void state_restore(struct vcpu *vcpu, struct vcpu_state *state)
{
	must(ioctl(vcpu->fd, KVM_SET_SREGS, &state->sregs), "KVM_SET_SREGS");
	must(ioctl(vcpu->fd, KVM_SET_REGS, &state->regs), "KVM_SET_REGS");
	must(ioctl(vcpu->fd, KVM_SET_LAPIC, &state->lapic), "KVM_SET_LAPIC");
	must(ioctl(vcpu->fd, KVM_SET_VCPU_EVENTS, &state->events), "KVM_SET_VCPU_EVENTS");
	must(ioctl(vcpu->fd, KVM_SET_MP_STATE, &state->mp_state), "KVM_SET_MP_STATE");
	tap_check(vcpu_set_msr(vcpu, MSR_KVM_ASYNC_PF_EN, state->apf),
		  "CPU %d: the MSR is restored", vcpu->id);
}

/* All tasks wait for pages, on all CPUs. */
static struct vm *source_create(uint8_t **data)
{
	struct vm *vm = vm_create(CPUS, 0);

	read_latency();
	vm_enable_apf(vm, 0);
	*data = vm_add_data(vm, CPUS * READERS);
	for (size_t i = 0; i < CPUS * READERS; i++) {
		touches[i] = (struct touch){ .address = data_page(i) };
		guest_task_add(vm->cpus[i / READERS].guest, guest_touch, &touches[i], 3);
	}
	pageout(*data, CPUS * READERS * GUEST_PAGE);
	for (int i = 0; i < CPUS; i++) {
		vm->cpus[i].guest->timer_ns = TICK_NS;
		vcpu_start(&vm->cpus[i]);
	}
	for (int i = 0; i < CPUS; i++)
		wait_for_events(vm->cpus[i].guest, APF_NOT_PRESENT, READERS, read_latency() / 2);
	for (int i = 0; i < CPUS; i++)
		vcpu_stop(&vm->cpus[i]);
	return vm;
}

static void check_broadcast(const struct vcpu *vcpu, uint32_t before)
{
	const struct guest_cpu *guest = vcpu->guest;

	tap_check(guest->event_count > before && guest->events[before].reason == APF_READY &&
			  guest->events[before].cr2 == APF_ALL,
		  "CPU %d: the first event is broadcast", vcpu->id);
}

void test_migrate(void)
{
	static struct vcpu_state state;
	uint32_t before[CPUS];
	struct vm *source, *target;
	uint8_t *data;

	source = source_create(&data);
	target = vm_create(CPUS, VM_KEEP_GUEST);
	vm_set_slot(target, VM_SLOT_DATA, VM_DATA, data, CPUS * READERS * GUEST_PAGE, 0);
	for (int i = 0; i < CPUS; i++) {
		before[i] = guest_cpus[i].event_count;
		tap_check(guest_count_tasks(&guest_cpus[i], TASK_BLOCKED) == READERS,
			  "CPU %d: %u tasks wait for pages", i,
			  guest_count_tasks(&guest_cpus[i], TASK_BLOCKED));
		state_save(&source->cpus[i], &state);
		state_restore(&target->cpus[i], &state);
	}
	for (int i = 0; i < CPUS; i++)
		vcpu_start(&target->cpus[i]);
	for (int i = 0; i < CPUS; i++) {
		tap_check(vcpu_wait(&target->cpus[i], 2000 + 2 * read_latency()) == VCPU_DONE,
			  "CPU %d: all tasks go on in the other VM", i);
		check_broadcast(&target->cpus[i], before[i]);
	}
	tap_check(touches_right(touches, CPUS * READERS), "with the right pages");
	vm_destroy(target);
	vm_destroy(source);
}
