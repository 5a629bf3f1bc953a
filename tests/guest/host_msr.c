// SPDX-License-Identifier: GPL-2.0-or-later
/* The MSR: what it takes, what it refuses, and that a refusal changes nothing.
 */
#include "host_tests.h"

#include <linux/kvm_para.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#define PATIENCE     20000
#define MSR_LIST     2000
#define CAP_ASYNC_PF 59
#define CPUID_SIZE   100
#define CPUID_KVM    0x40000001
#define AREA	     VM_DATA
#define AREA_NOWHERE 0xc0000000u

/* Guest: values to be written, one after the other. */
static struct msr_write {
	uint64_t value, after;
	bool refused, read_refused;
} writes[8];
static volatile int write_count;

static void write_msrs(void *argument)
{
	(void)argument;
	/* No events before the last */
	guest_cli();
	for (int i = 0; i < write_count; i++) {
		writes[i].refused = guest_write_msr(MSR_KVM_ASYNC_PF_EN, writes[i].value);
		writes[i].read_refused = guest_read_msr(MSR_KVM_ASYNC_PF_EN, &writes[i].after);
	}
	guest_sti();
}

static void guest_writes(struct vcpu *vcpu, const uint64_t *values, int count)
{
	vcpu->guest->area = (struct apf_area *)AREA;
	for (int i = 0; i < count; i++)
		writes[i] = (struct msr_write){ .value = values[i] };
	write_count = count;
	vcpu->guest->task_count = 0;
	guest_task_add(vcpu->guest, write_msrs, NULL, 0);
	vcpu_finish(vcpu, PATIENCE);
}

static bool msr_listed(const struct vm *vm)
{
	struct kvm_msr_list *list = calloc(1, sizeof(*list) + MSR_LIST * sizeof(list->indices[0]));
	bool listed = false;

	list->nmsrs = MSR_LIST;
	if (!ioctl(vm->kvm, KVM_GET_MSR_INDEX_LIST, list))
		for (uint32_t i = 0; i < list->nmsrs; i++)
			listed |= list->indices[i] == MSR_KVM_ASYNC_PF_EN;
	free(list);
	return listed;
}

static uint32_t cpuid_features(const struct vm *vm)
{
	struct kvm_cpuid2 *cpuid;
	uint32_t features = 0;

	cpuid = calloc(1, sizeof(*cpuid) + CPUID_SIZE * sizeof(cpuid->entries[0]));
	cpuid->nent = CPUID_SIZE;
	if (!ioctl(vm->kvm, KVM_GET_SUPPORTED_CPUID, cpuid))
		for (uint32_t i = 0; i < cpuid->nent; i++)
			if (cpuid->entries[i].function == CPUID_KVM)
				features = cpuid->entries[i].eax;
	free(cpuid);
	return features;
}

static void check_announced(const struct vm *vm)
{
	uint32_t features = cpuid_features(vm);

	tap_check(features & 1 << 4, "CPUID has bit 4");
	tap_check(!(features & (1 << 10 | 1 << 14)), "and neither bit 10 nor 14");
	tap_check(ioctl(vm->fd, KVM_CHECK_EXTENSION, CAP_ASYNC_PF) == 1, "KVM_CAP_ASYNC_PF is 1");
	tap_check(msr_listed(vm), "the MSR is one to be saved");
}

static void check_refusals(struct vcpu *vcpu)
{
	const uint64_t good = AREA | APF_ENABLED;
	const uint64_t values[] = {
		good, good | 4, good | 8, good | 16, good | 32, AREA_NOWHERE | APF_ENABLED, AREA,
	};
	uint64_t value;

	guest_writes(vcpu, values, 7);
	tap_check(!writes[0].refused && writes[0].after == good, "an area and bit 0 are accepted");
	for (int i = 1; i < 5; i++)
		tap_check(writes[i].refused && writes[i].after == good,
			  "bit %d raises #GP, and the old value stays", i + 1);
	tap_check(writes[5].refused && writes[5].after == good,
		  "an area without memory raises #GP, and the old value stays");
	tap_check(!writes[6].refused && writes[6].after == AREA, "without bit 0 it is off");
	tap_check(vcpu_set_msr(vcpu, MSR_KVM_ASYNC_PF_EN, 0) &&
			  vcpu_get_msr(vcpu, MSR_KVM_ASYNC_PF_EN, &value) && !value,
		  "user space can write 0");
	tap_check(!vcpu_set_msr(vcpu, MSR_KVM_ASYNC_PF_EN, good | 4), "but no reserved bit");
}

static void check_init(struct vm *vm)
{
	struct vcpu *vcpu = &vm->cpus[1];
	uint64_t value;

	tap_check(vcpu_set_msr(vcpu, MSR_KVM_ASYNC_PF_EN, AREA | APF_ENABLED) &&
			  vcpu_get_msr(vcpu, MSR_KVM_ASYNC_PF_EN, &value) &&
			  value == (AREA | APF_ENABLED),
		  "user space can restore the value");
	vcpu_send_init(vcpu);
	vcpu_start(vcpu);
	vcpu_wait(vcpu, 50);
	vcpu_stop(vcpu);
	tap_check(vcpu_get_msr(vcpu, MSR_KVM_ASYNC_PF_EN, &value) && !value, "INIT clears it");
}

static void check_without_cpuid(void)
{
	struct vm *vm = vm_create(1, VM_HIDE_APF);
	const uint64_t values[] = { AREA | APF_ENABLED };

	vm_add_data(vm, 1);
	guest_writes(&vm->cpus[0], values, 1);
	tap_check(writes[0].refused && writes[0].read_refused,
		  "a guest without the CPUID bit has no such MSR");
	vm_destroy(vm);
}

static void check_without_irqchip(void)
{
	struct vm *vm = vm_create(1, VM_NO_IRQCHIP);

	vm_add_data(vm, 1);
	tap_check(!vcpu_set_msr(&vm->cpus[0], MSR_KVM_ASYNC_PF_EN, AREA | APF_ENABLED),
		  "an APIC in user space: it cannot be enabled");
	tap_check(vcpu_set_msr(&vm->cpus[0], MSR_KVM_ASYNC_PF_EN, 0), "but 0 can be written");
	vm_destroy(vm);
}

void test_msr_gp(void)
{
	struct vm *vm = vm_create(2, 0);

	vm_add_data(vm, 1);
	check_announced(vm);
	check_refusals(&vm->cpus[0]);
	check_init(vm);
	vm_destroy(vm);
	check_without_cpuid();
	check_without_irqchip();
}

void test_msr_send_always(void)
{
	const uint64_t good = AREA | APF_ENABLED | APF_SEND_ALWAYS;
	const uint64_t values[] = { good, good | 4 };
	struct vm *vm = vm_create(1, 0);

	vm_add_data(vm, 1);
	guest_writes(&vm->cpus[0], values, 2);
	tap_check(!writes[0].refused && writes[0].after == good, "bit 1 is accepted");
	tap_check(writes[1].refused && writes[1].after == good, "bit 2 is not");
	vm_destroy(vm);
}
