// SPDX-License-Identifier: GPL-2.0-or-later
/* Many faults on many CPUs, while the memory is paged out again and again. */
#include "host_tests.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CPUS	   4
#define TASKS	   6
#define PAGES	   256
#define STORM_MS   4000
#define LOAD_MS	   500
#define ROUND_MS   40
#define TICK_NS	   2000000
#define READERS	   20
#define ENOUGH	   100
#define PATIENCE   (20000 + 10 * read_latency())
#define LOAD_END   40000
#define MULTIPLIER 6364136223846793005u
#define OWN_OFFSET 64 /* in a page; before that is its number */

struct storm_task {
	uint64_t random;
	int index;
	volatile uint64_t rounds, wrong_numbers, wrong_own;
	uint16_t own[PAGES]; /* what this task wrote to its place in a page last */
};

static struct storm_task storm[CPUS * TASKS];
static volatile bool storm_over;
static struct touch touches[READERS];

/* A page at random: is it the right one, and is there what was written last?
 * Then write again. */
static void storm_task(void *argument)
{
	struct storm_task *task = argument;

	while (!storm_over) {
		volatile uint16_t *own;
		uint64_t page, address;

		task->random = task->random * MULTIPLIER + 1;
		page = (task->random >> 33) % PAGES;
		address = VM_DATA + page * GUEST_PAGE;
		own = (volatile uint16_t *)(address + OWN_OFFSET) + task->index;
		task->wrong_numbers += guest_read(address) != page + 1;
		if (task->random >> 63) {
			task->wrong_own += *own != task->own[page];
			*own = ++task->own[page];
		}
		task->rounds++;
	}
}

static void add_tasks(struct vm *vm)
{
	for (int i = 0; i < CPUS * TASKS; i++) {
		storm[i].random = (uint64_t)i + 1;
		storm[i].index = i;
		guest_task_add(vm->cpus[i / TASKS].guest, storm_task, &storm[i], 3);
	}
}

static void start_cpus(struct vm *vm)
{
	for (int i = 0; i < CPUS; i++) {
		vm->cpus[i].guest->round_robin = true;
		vm->cpus[i].guest->timer_ns = TICK_NS;
		vcpu_start(&vm->cpus[i]);
	}
}

static struct vm *storm_start(bool pv, uint8_t **data)
{
	struct vm *vm = vm_create(CPUS, 0);

	read_latency();
	*data = vm_add_data(vm, PAGES);
	if (pv)
		vm_enable_apf(vm, 0);
	add_tasks(vm);
	pageout(*data, PAGES * GUEST_PAGE);
	trace_start();
	start_cpus(vm);
	return vm;
}

static uint64_t rounds_least(void)
{
	uint64_t least = storm[0].rounds;

	for (int i = 1; i < CPUS * TASKS; i++)
		least = storm[i].rounds < least ? storm[i].rounds : least;
	return least;
}

static void check_tasks(uint64_t enough)
{
	uint64_t least = rounds_least(), numbers = 0, own = 0;

	for (int i = 0; i < CPUS * TASKS; i++) {
		numbers += storm[i].wrong_numbers;
		own += storm[i].wrong_own;
	}
	tap_check(!numbers, "%llu reads of a wrong page", (unsigned long long)numbers);
	tap_check(!own, "%llu times a write was lost", (unsigned long long)own);
	tap_check(least >= enough, "every task goes on: %llu rounds or more",
		  (unsigned long long)least);
}

/* Each event that a page is missing is followed by one that it is there, for
 * somebody. */
static void check_events(const struct vm *vm)
{
	unsigned int missing = 0, ready = 0, strays = 0, lost = 0;

	for (int i = 0; i < CPUS; i++) {
		const struct guest_cpu *guest = vm->cpus[i].guest;

		missing += guest_count_events(guest, APF_NOT_PRESENT);
		ready += guest_count_events(guest, APF_READY) - 1;
		strays += guest->strays;
		lost += guest->event_count > GUEST_EVENTS;
	}
	tap_check(missing >= ENOUGH && missing == ready && !lost,
		  "%u events that a page is missing, %u that it is there", missing, ready);
	tap_check(!strays, "%u of them for nobody", strays);
}

static void storm_run(bool pv)
{
	long major_faults = 0;
	size_t completed;
	struct trace trace;
	struct vm *vm;
	uint8_t *data;

	vm = storm_start(pv, &data);
	for (int i = 0; i < STORM_MS / ROUND_MS; i++) {
		usleep(ROUND_MS * 1000);
		pageout_try(data, PAGES * GUEST_PAGE);
	}
	storm_over = true;
	for (int i = 0; i < CPUS; i++) {
		tap_check(vcpu_wait(&vm->cpus[i], PATIENCE) == VCPU_DONE, "CPU %d comes to its end",
			  i);
		major_faults += vm->cpus[i].major_faults;
	}
	trace = trace_stop();
	completed = trace_count(&trace, TRACE_COMPLETED, NULL);
	/* If it had to wait for a page each time, four times as long as for one */
	check_tasks(STORM_MS / (4 * (uint64_t)read_latency()));
	tap_check(completed >= ENOUGH, "workers read %zu pages", completed);
	tap_check((size_t)major_faults * 20 <= completed, "the vCPUs' threads %ld", major_faults);
	if (pv)
		check_events(vm);
	trace_free(&trace);
	vm_destroy(vm);
}

void test_storm(void)
{
	storm_run(true);
}

void test_storm_nonpv(void)
{
	storm_run(false);
}

/*
 * The tasks alone. Nobody pages anything out, unless this host is itself a guest (linux_nested.c),
 * whose host does. LOAD_MS in the environment: for so long at least. A nested VM may be slow: what
 * counts is that no task stands for good.
 */
void test_load(void)
{
	const char *ms = getenv("LOAD_MS");
	struct vm *vm = vm_create(CPUS, 0);

	vm_add_data(vm, PAGES);
	add_tasks(vm);
	start_cpus(vm);
	usleep((ms ? (useconds_t)atoi(ms) : LOAD_MS) * 1000);
	for (int i = 0; !rounds_least() && i < LOAD_END / LOAD_MS; i++)
		usleep(LOAD_MS * 1000);
	storm_over = true;
	for (int i = 0; i < CPUS; i++)
		tap_check(vcpu_wait(&vm->cpus[i], LOAD_END) == VCPU_DONE, "CPU %d comes to its end",
			  i);
	check_tasks(1);
	vm_destroy(vm);
}

/* Lines of a token after line @from, with an event. */
static size_t count_token(const struct trace *trace, size_t from, const char *name, uint64_t token,
			  uint64_t *time)
{
	size_t count = 0;

	for (size_t i = from; i < trace->count; i++) {
		const struct trace_line *line = &trace->lines[i];

		if (strcmp(line->name, name) || trace_number(line, "token ") != token ||
		    !strstr(line->text, "event"))
			continue;
		*time = line->time;
		count++;
	}
	return count;
}

/* Is there such a line about this address, and when? */
static bool find_address(const struct trace *trace, const char *name, const char *key,
			 uint64_t address, uint64_t *time)
{
	for (size_t i = 0; i < trace->count; i++)
		if (!strcmp(trace->lines[i].name, name) &&
		    trace_number(&trace->lines[i], key) == address) {
			*time = trace->lines[i].time;
			return true;
		}
	return false;
}

/* In the order: tried, not present, completed, ready. */
static bool order_right(const struct trace *trace, size_t index)
{
	const struct trace_line *missing = &trace->lines[index];
	uint64_t token = trace_number(missing, "token "), address = trace_number(missing, "gva ");
	uint64_t tried, completed, ready;

	return (find_address(trace, TRACE_TRY, "gpa ", address, &tried) ||
		find_address(trace, TRACE_TRY, "gva ", address, &tried)) &&
	       find_address(trace, TRACE_COMPLETED, "gva ", address, &completed) &&
	       count_token(trace, index, TRACE_READY, token, &ready) == 1 &&
	       count_token(trace, 0, TRACE_NOT_PRESENT, token, &tried) == 1 &&
	       tried <= missing->time && missing->time <= completed && completed <= ready;
}

void test_trace_order(void)
{
	struct vm *vm = vm_create(1, 0);
	struct guest_cpu *guest = vm->cpus[0].guest;
	size_t missing = 0, right = 0;
	struct trace trace;

	vm_enable_apf(vm, 0);
	pageout(vm_add_data(vm, READERS), READERS * GUEST_PAGE);
	add_readers(guest, touches, READERS, 3);
	tap_check(trace_start(), "the trace points are there");
	vcpu_finish(&vm->cpus[0], PATIENCE);
	trace = trace_stop();
	for (size_t i = 0; i < trace.count; i++) {
		if (strcmp(trace.lines[i].name, TRACE_NOT_PRESENT) ||
		    !strstr(trace.lines[i].text, "event"))
			continue;
		missing++;
		right += order_right(&trace, i);
	}
	tap_check(missing == READERS, "%zu events that a page is missing", missing);
	tap_check(right == READERS,
		  "%zu of them in order: tried, not present, completed, one ready", right);
	tap_check(guest_count_events(guest, APF_NOT_PRESENT) == missing &&
			  guest_count_events(guest, APF_READY) == missing + 1,
		  "the guest saw what was traced");
	trace_free(&trace);
	vm_destroy(vm);
}
