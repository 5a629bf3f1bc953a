// SPDX-License-Identifier: GPL-2.0-or-later
/* The VM's page tables and descriptors, in the program's own memory. */
#include "guest.h"

#define ENTRIES	      512
#define GIB_MAPPED    4
#define PRESENT_ALL   7 /* present, writable, also for CPL 3 */
#define PRESENT_LARGE (PRESENT_ALL | 0x80)
#define LARGE_SHIFT   21
#define VECTORS	      33
#define VECTOR_SYSTEM 128
#define IDT_ENTRIES   129
#define GDT_ENTRIES   7

struct page_tables {
	uint64_t top[ENTRIES], pointers[ENTRIES], directory[GIB_MAPPED][ENTRIES];
} __attribute__((aligned(GUEST_PAGE)));

/* The common ones, and two variants of them */
static struct page_tables tables[3];

struct idt_entry {
	uint16_t offset_low, selector, type, offset_middle;
	uint32_t offset_high, zero;
};

struct tss {
	uint32_t reserved;
	uint64_t rsp0;
	uint8_t rest[92];
} __attribute__((packed));

static struct idt_entry idt[IDT_ENTRIES] __attribute__((aligned(GUEST_PAGE)));
static uint64_t gdt[GUEST_CPUS][GDT_ENTRIES] __attribute__((aligned(64)));
static struct tss tss[GUEST_CPUS] __attribute__((aligned(256)));

extern const uint64_t guest_trap_table[];

static uint64_t tables_fill(struct page_tables *t)
{
	t->top[0] = (uint64_t)t->pointers | PRESENT_ALL;
	for (uint64_t i = 0; i < GIB_MAPPED; i++) {
		t->pointers[i] = (uint64_t)t->directory[i] | PRESENT_ALL;
		for (uint64_t j = 0; j < ENTRIES; j++)
			t->directory[i][j] = (i * ENTRIES + j) << LARGE_SHIFT | PRESENT_LARGE;
	}
	return (uint64_t)t;
}

uint64_t guest_page_tables(void)
{
	return tables[0].top[0] ? (uint64_t)&tables[0] : tables_fill(&tables[0]);
}

uint64_t guest_page_tables_moved(int which, uint64_t from, uint64_t to)
{
	struct page_tables *t = &tables[1 + which];
	uint64_t index = from >> LARGE_SHIFT;

	tables_fill(t);
	t->directory[index / ENTRIES][index % ENTRIES] = to | PRESENT_LARGE;
	return (uint64_t)t;
}

static void idt_set(int vector, uint64_t address, uint16_t type)
{
	idt[vector] = (struct idt_entry){
		.offset_low = (uint16_t)address,
		.selector = GUEST_CODE0,
		.type = type,
		.offset_middle = (uint16_t)(address >> 16),
		.offset_high = (uint32_t)(address >> 32),
	};
}

void guest_set_kernel_stack(const struct guest_cpu *cpu, uint64_t top);
void guest_set_kernel_stack(const struct guest_cpu *cpu, uint64_t top)
{
	tss[cpu - guest_cpus].rsp0 = top;
}

void guest_descriptors(int cpu, uint64_t *gdt_base, uint16_t *gdt_limit, uint64_t *idt_base,
		       uint16_t *idt_limit, uint64_t *tss_base, uint16_t *tss_limit)
{
	const uint16_t gate = 0x8e00, gate_for_all = 0xee00;
	uint64_t base = (uint64_t)&tss[cpu];
	uint64_t *g = gdt[cpu];

	for (int i = 0; i < VECTORS; i++)
		idt_set(i, guest_trap_table[i], gate);
	idt_set(VECTOR_SYSTEM, guest_trap_table[VECTORS], gate_for_all);
	/* 64-bit code and data for CPL 0, then data and code for CPL 3, then the TSS
	 */
	g[1] = 0x00af9b000000ffff;
	g[2] = 0x00cf93000000ffff;
	g[3] = 0x00cff3000000ffff;
	g[4] = 0x00affb000000ffff;
	g[5] = (sizeof(struct tss) - 1) | (base & 0xffffff) << 16 | UINT64_C(0x8b) << 40 |
	       (base >> 24 & 0xff) << 56;
	g[6] = base >> 32;

	*gdt_base = (uint64_t)g;
	*gdt_limit = sizeof(gdt[cpu]) - 1;
	*idt_base = (uint64_t)idt;
	*idt_limit = sizeof(idt) - 1;
	*tss_base = base;
	*tss_limit = sizeof(struct tss) - 1;
}
