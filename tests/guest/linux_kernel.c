// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Missing pages of a guest's kernel, in places where it can be left and where it cannot. Needs
 * guests with the series "tests".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "linux_tests.h"

#define TOUCH	   "/sys/kernel/debug/apf_touch"
#define PAGES	   12
#define DELAY_MS   100
#define MAX_FRAMES 128

/* What a place lets the kernel do for a page. */
enum place_kind {
	PLACE_LEAVES,
	PLACE_STAYS,
	PLACE_DEAF
};

static const struct place {
	const char *name;
	enum place_kind kind;
} places[] = {
	{ "process", PLACE_LEAVES }, { "kthread", PLACE_LEAVES }, { "worker", PLACE_STAYS },
	{ "preempt", PLACE_STAYS },  { "rcu", PLACE_STAYS },	  { "spinlock", PLACE_STAYS },
	{ "nofault", PLACE_STAYS },  { "state", PLACE_STAYS },	  { "plug", PLACE_STAYS },
	{ "bh", PLACE_STAYS },	     { "tasklet", PLACE_STAYS },  { "timer", PLACE_STAYS },
	{ "irqoff", PLACE_DEAF },    { "hardirq", PLACE_DEAF },
};

/* What was seen while the pages were touched in a place. */
struct touch {
	bool answered;
	uint64_t wrong, slept, ticks;
	struct trace_counts counts;
};

/* Pushes the pages of the guest's module out, and nothing else. */
static bool pages_push_out(struct vm *vm)
{
	unsigned long frames[MAX_FRAMES];
	unsigned int count = 0;
	const char *answer = vm_ask(vm, ANSWER_SECONDS, "get " TOUCH "/frames");
	char *at, *end;

	if (!answer || strncmp(answer, "ok ", 3))
		return false;
	for (at = (char *)answer + 3; count < MAX_FRAMES; at = end) {
		frames[count] = strtoul(at, &end, 16);
		if (end == at)
			break;
		count++;
	}
	return count == PAGES && vm_page_out_frames(vm, frames, count);
}

static void place_touch(struct vm *vm, const char *name, struct touch *touch)
{
	const char *answer;

	memset(touch, 0, sizeof(*touch));
	if (!vm_tell(vm, ANSWER_SECONDS, "put " TOUCH "/fill %u", PAGES) || !pages_push_out(vm))
		return;
	trace_start();
	reads_take(DELAY_MS);
	touch->answered = vm_tell(vm, BOOT_SECONDS, "put " TOUCH "/touch %s", name);
	reads_take(0);
	trace_read(&touch->counts);
	trace_note(&touch->counts);
	answer = vm_ask(vm, ANSWER_SECONDS, "get " TOUCH "/touch");
	touch->wrong = vm_number(answer, "wrong");
	touch->slept = vm_number(answer, "slept");
	touch->ticks = vm_number(answer, "ticks");
	tap_note("%s", answer ? answer : "no answer");
}

/* The first of the points of a test here. False: it cannot go on. */
static bool kernel_boot(struct vm *vm, const char *name)
{
	test_begin();
	if (!guest_boot(vm, name, NULL))
		return false;
	if (vm_tell(vm, ANSWER_SECONDS, "get " TOUCH "/fill"))
		return true;
	vm_kill(vm);
	tap_skip("the guest's kernel is without the series tests");
}

/*
 * The host does not tell a guest whose interrupts are off of a missing page. If the page has been
 * reported before, it waits with the good news, too.
 */
void test_irq_off(void)
{
	struct touch touch;
	struct vm vm;

	if (!kernel_boot(&vm, "irq-off"))
		return;
	vm_ask(&vm, ANSWER_SECONDS, "put " TOUCH "/ask 1");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (places[i].kind != PLACE_DEAF)
			continue;
		place_touch(&vm, places[i].name, &touch);
		tap_check(touch.answered && !touch.wrong && !touch.slept, "%s: right data",
			  places[i].name);
		/* What else is touched on the way there and back is none of the pages. */
		tap_check(touch.counts.reported + touch.counts.halted < PAGES / 2,
			  "%s: no event and no halt for the pages", places[i].name);
	}
	guest_log_ok(&vm);
	vm_kill(&vm);
	test_end();
}

/* Whatever the kernel would ask for by itself: it is told of pages everywhere. */
void test_kernel_atomic(void)
{
	struct touch touch;
	struct vm vm;
	const char *answer;

	if (!kernel_boot(&vm, "kernel-atomic"))
		return;
	vm_ask(&vm, ANSWER_SECONDS, "put " TOUCH "/ask 1");
	answer = vm_ask(&vm, ANSWER_SECONDS, "get " TOUCH "/ask");
	if (!tap_check(answer && atoi(answer + 3) >= STORM_VCPUS,
		       "the host tells of pages in the kernel if asked to")) {
		vm_kill(&vm);
		return;
	}
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const struct place *place = &places[i];

		place_touch(&vm, place->name, &touch);
		if (!tap_check(touch.answered && !touch.wrong, "%s: right data", place->name))
			break;
		if (place->kind == PLACE_DEAF)
			continue;
		tap_check(touch.counts.reported >= PAGES / 2, "%s: the guest is told of the pages",
			  place->name);
		if (place->kind == PLACE_STAYS)
			tap_check(!touch.slept, "%s: nobody sleeps there", place->name);
	}
	guest_log_ok(&vm);
	vm_kill(&vm);
	test_end();
}

/*
 * The guest asks for events in its kernel if, and only if, that is preemptible and has no Tasks
 * RCU, and sleeps there then.
 */
void test_preempt_matrix(void)
{
	struct trace_counts counts;
	struct touch touch;
	const char *answer;
	struct vm vm;
	bool wants;

	if (!kernel_boot(&vm, "preempt-matrix"))
		return;
	trace_read(&counts);
	trace_note(&counts);
	answer = vm_ask(&vm, ANSWER_SECONDS, "version");
	wants = answer && strstr(answer, " PREEMPT");
	tap_note("%s", answer ? answer : "no answer");
	answer = vm_ask(&vm, ANSWER_SECONDS, "has call_rcu_tasks");
	wants = wants && answer && !strcmp(answer, "ok 0");
	tap_check(counts.msr_enabled >= STORM_VCPUS, "every vCPU switches it on");
	tap_check(counts.msr_kernel == (wants ? counts.msr_enabled : 0),
		  "%s bit 1 of the MSR, as the kernel is %s", wants ? "with" : "without",
		  wants ? "preemptible" : "not preemptible, or has Tasks RCU");
	for (unsigned int i = 0; i < 2; i++) {
		place_touch(&vm, places[i].name, &touch);
		tap_check(touch.answered && !touch.wrong, "%s: right data", places[i].name);
		if (wants)
			tap_check(touch.counts.reported >= PAGES / 2 && touch.slept >= PAGES / 2,
				  "%s: sleeps while the host reads", places[i].name);
		else
			tap_check(!touch.counts.reported && !touch.slept,
				  "%s: does not sleep, the vCPU halts", places[i].name);
	}
	guest_log_ok(&vm);
	vm_kill(&vm);
	test_end();
}
