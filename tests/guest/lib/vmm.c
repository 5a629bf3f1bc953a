// SPDX-License-Identifier: GPL-2.0-or-later
/* VMs, their memory and the registers that their CPUs begin with. */
#include "vmm.h"

#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm_para.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define CPUID_ENTRIES	100
#define CPUID_KVM	0x40000001
#define APIC_BASE	0xfee00000
#define APIC_ENABLED	0x800
#define APIC_X2APIC	0x400
#define APIC_BSP	0x100
#define CR0_LONG_MODE	0x80010033 /* PG WP NE ET MP PE */
#define CR4_LONG_MODE	0x220	   /* OSFXSR PAE */
#define EFER_LONG_MODE	0x501	   /* LMA LME SCE */
#define TYPE_CODE	0xb
#define TYPE_DATA	3
#define TYPE_TSS	0xb
#define DELIVERY_INIT	(5 << 8)
#define VM_SLOT_PROGRAM 0
#define INITIAL_RFLAGS	0x3002 /* IF clear, IOPL 3 */

extern char __executable_start[], _end[];

static struct apf_area areas[GUEST_CPUS] __attribute__((aligned(64)));

static int must(int result, const char *what)
{
	if (result < 0)
		tap_fail("%s: %s", what, strerror(errno));
	return result;
}

void vm_set_slot(struct vm *vm, uint32_t slot, uint64_t gpa, void *memory, size_t bytes,
		 uint32_t flags)
{
	struct kvm_userspace_memory_region region = {
		.slot = slot,
		.flags = flags,
		.guest_phys_addr = gpa,
		.memory_size = bytes,
		.userspace_addr = (uint64_t)memory,
	};

	must(ioctl(vm->fd, KVM_SET_USER_MEMORY_REGION, &region), "KVM_SET_USER_MEMORY_REGION");
}

uint8_t *vm_add_data(struct vm *vm, size_t pages)
{
	uint8_t *data = mmap(NULL, pages * GUEST_PAGE, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (data == MAP_FAILED)
		tap_fail("mmap of %zu pages: %s", pages, strerror(errno));
	for (size_t i = 0; i < pages; i++)
		*(uint64_t *)(data + i * GUEST_PAGE) = i + 1;
	vm_set_slot(vm, VM_SLOT_DATA, VM_DATA, data, pages * GUEST_PAGE, 0);
	return data;
}

void vm_enable_apf(struct vm *vm, uint64_t flags)
{
	for (int i = 0; i < vm->cpu_count; i++) {
		struct guest_cpu *guest = vm->cpus[i].guest;

		memset(&areas[i], 0, sizeof(areas[i]));
		guest->area = &areas[i];
		guest->apf_msr = (uint64_t)&areas[i] | APF_ENABLED | flags;
	}
}

static void cpuid_set(struct vcpu *vcpu, bool hide)
{
	struct kvm_enable_cap enforce = { .cap = KVM_CAP_ENFORCE_PV_FEATURE_CPUID, .args = { 1 } };
	struct kvm_cpuid2 *cpuid;

	cpuid = calloc(1, sizeof(*cpuid) + CPUID_ENTRIES * sizeof(cpuid->entries[0]));
	cpuid->nent = CPUID_ENTRIES;
	must(ioctl(vcpu->vm->kvm, KVM_GET_SUPPORTED_CPUID, cpuid), "KVM_GET_SUPPORTED_CPUID");
	for (uint32_t i = 0; hide && i < cpuid->nent; i++)
		if (cpuid->entries[i].function == CPUID_KVM)
			cpuid->entries[i].eax &= ~(1u << 4);
	if (hide)
		must(ioctl(vcpu->fd, KVM_ENABLE_CAP, &enforce), "KVM_ENABLE_CAP");
	must(ioctl(vcpu->fd, KVM_SET_CPUID2, cpuid), "KVM_SET_CPUID2");
	free(cpuid);
}

static struct kvm_segment segment(uint16_t selector, uint8_t type, bool code)
{
	return (struct kvm_segment){
		.selector = selector,
		.limit = 0xffffffff,
		.type = type,
		.present = 1,
		.dpl = selector & 3,
		.s = 1,
		.l = code,
		.db = !code,
		.g = 1,
	};
}

static void registers_set(struct vcpu *vcpu, bool irqchip)
{
	struct kvm_regs regs = {
		.rip = (uint64_t)guest_main,
		.rsp = (uint64_t)(vcpu->guest->idle.stack + GUEST_STACK),
		.rflags = INITIAL_RFLAGS,
	};
	struct kvm_sregs s;
	uint64_t gdt, idt, tss;
	uint16_t tss_limit;

	must(ioctl(vcpu->fd, KVM_GET_SREGS, &s), "KVM_GET_SREGS");
	guest_descriptors(vcpu->id, &gdt, &s.gdt.limit, &idt, &s.idt.limit, &tss, &tss_limit);
	s.gdt.base = gdt;
	s.idt.base = idt;
	s.cs = segment(GUEST_CODE0, TYPE_CODE, true);
	s.ds = s.es = s.fs = s.gs = s.ss = segment(GUEST_DATA0, TYPE_DATA, false);
	s.gs.base = (uint64_t)vcpu->guest;
	s.tr = (struct kvm_segment){
		.selector = GUEST_TSS,
		.base = tss,
		.limit = tss_limit,
		.type = TYPE_TSS,
		.present = 1,
	};
	s.cr0 = CR0_LONG_MODE;
	s.cr3 = guest_page_tables();
	s.cr4 = CR4_LONG_MODE;
	s.efer = EFER_LONG_MODE;
	if (irqchip)
		s.apic_base = APIC_BASE | APIC_ENABLED | APIC_X2APIC | (vcpu->id ? 0 : APIC_BSP);
	must(ioctl(vcpu->fd, KVM_SET_SREGS, &s), "KVM_SET_SREGS");
	must(ioctl(vcpu->fd, KVM_SET_REGS, &regs), "KVM_SET_REGS");
}

static void vcpu_create(struct vm *vm, int id, unsigned int flags)
{
	struct kvm_mp_state runnable = { KVM_MP_STATE_RUNNABLE };
	struct vcpu *vcpu = &vm->cpus[id];

	vcpu->vm = vm;
	vcpu->id = id;
	vcpu->guest = &guest_cpus[id];
	vcpu->fd = must(ioctl(vm->fd, KVM_CREATE_VCPU, id), "KVM_CREATE_VCPU");
	vcpu->run = mmap(NULL, vm->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu->fd, 0);
	if (vcpu->run == MAP_FAILED)
		tap_fail("mmap of a vCPU: %s", strerror(errno));
	cpuid_set(vcpu, flags & VM_HIDE_APF);
	registers_set(vcpu, !(flags & VM_NO_IRQCHIP));
	if (!(flags & VM_NO_IRQCHIP))
		must(ioctl(vcpu->fd, KVM_SET_MP_STATE, &runnable), "KVM_SET_MP_STATE");
}

struct vm *vm_create(int cpu_count, unsigned int flags)
{
	char *program = (char *)((uint64_t)__executable_start & -(uint64_t)GUEST_PAGE);
	size_t bytes = ((uint64_t)(_end - program) + GUEST_PAGE - 1) & -(size_t)GUEST_PAGE;
	struct vm *vm = calloc(1, sizeof(*vm));

	if (!(flags & VM_KEEP_GUEST))
		guest_init();
	vm->cpu_count = cpu_count;
	vm->kvm = must(open("/dev/kvm", O_RDWR | O_CLOEXEC), "/dev/kvm");
	vm->fd = must(ioctl(vm->kvm, KVM_CREATE_VM, 0), "KVM_CREATE_VM");
	vm->run_size =
		(size_t)must(ioctl(vm->kvm, KVM_GET_VCPU_MMAP_SIZE, 0), "KVM_GET_VCPU_MMAP_SIZE");
	if (!(flags & VM_NO_IRQCHIP))
		must(ioctl(vm->fd, KVM_CREATE_IRQCHIP, 0), "KVM_CREATE_IRQCHIP");
	vm_set_slot(vm, VM_SLOT_PROGRAM, (uint64_t)program, program, bytes, 0);
	for (int i = 0; i < cpu_count; i++)
		vcpu_create(vm, i, flags);
	return vm;
}

void vm_destroy(struct vm *vm)
{
	for (int i = 0; i < vm->cpu_count; i++) {
		vcpu_stop(&vm->cpus[i]);
		munmap(vm->cpus[i].run, vm->run_size);
		close(vm->cpus[i].fd);
	}
	close(vm->fd);
	close(vm->kvm);
	free(vm);
}

/* One MSR; @request says in which direction. */
static bool msr_transfer(struct vcpu *vcpu, unsigned long request, uint32_t msr, uint64_t *value)
{
	struct kvm_msrs *msrs = calloc(1, sizeof(*msrs) + sizeof(msrs->entries[0]));
	bool done;

	msrs->nmsrs = 1;
	msrs->entries[0].index = msr;
	msrs->entries[0].data = *value;
	done = ioctl(vcpu->fd, request, msrs) == 1;
	*value = done ? msrs->entries[0].data : 0;
	free(msrs);
	return done;
}

bool vcpu_set_msr(struct vcpu *vcpu, uint32_t msr, uint64_t value)
{
	return msr_transfer(vcpu, KVM_SET_MSRS, msr, &value);
}

bool vcpu_get_msr(struct vcpu *vcpu, uint32_t msr, uint64_t *value)
{
	*value = 0;
	return msr_transfer(vcpu, KVM_GET_MSRS, msr, value);
}

void vcpu_send_init(struct vcpu *vcpu)
{
	struct kvm_msi msi = {
		.address_lo = APIC_BASE | (uint32_t)vcpu->id << 12,
		.data = DELIVERY_INIT,
	};

	must(ioctl(vcpu->vm->fd, KVM_SIGNAL_MSI, &msi), "KVM_SIGNAL_MSI");
}
