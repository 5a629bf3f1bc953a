// SPDX-License-Identifier: GPL-2.0-or-later
/* The balance sheet of a window, from made-up events. */
#include "test.h"

#include "host/balance.h"
#include "host/clock.h"

#include <glib.h>

/* Threads of the made-up host. */
enum {
	VCPU = 100,
	OTHER_VCPU,
	EMULATOR,
	BALLAST,
	KWORKER,
	SWAPPER = 0
};

/* As in prev_state. */
enum {
	RUNS = 0,
	SLEEPS = 1,
	UNINTERRUPTIBLE = 2,
	PREEMPTED = 256
};

#define OPENED 1000

static struct balance *begin(uint64_t length)
{
	struct balance *balance = balance_new(OPENED, OPENED + length, 2);

	balance_add_thread(balance, EMULATOR, BALANCE_EMULATOR);
	balance_add_thread(balance, VCPU, BALANCE_EMULATOR); /* as one of QEMU's threads */
	balance_add_thread(balance, VCPU, BALANCE_VCPU);
	balance_add_thread(balance, OTHER_VCPU, BALANCE_VCPU);
	balance_add_thread(balance, BALLAST, BALANCE_BALLAST);
	return balance;
}

/* At so many ns after the opening. */
static void take(struct balance *balance, int at, enum balance_kind kind, pid_t thread)
{
	const struct balance_event event = {
		.time_ns = (uint64_t)(OPENED + at),
		.kind = kind,
		.thread = thread,
	};

	balance_take(balance, &event);
}

static void goes_on(struct balance *balance, int at, unsigned int cpu, pid_t thread, uint32_t state,
		    pid_t next)
{
	const struct balance_event event = {
		.time_ns = (uint64_t)(OPENED + at),
		.kind = BALANCE_SWITCH,
		.cpu = cpu,
		.thread = thread,
		.next = next,
		.state = state,
		.thread_who = thread == KWORKER ? BALANCE_KWORKER : BALANCE_OTHER,
		.next_who = next == KWORKER ? BALANCE_KWORKER : BALANCE_OTHER,
	};

	balance_take(balance, &event);
}

static void async(struct balance *balance, int at, enum balance_kind kind, uint64_t address)
{
	const struct balance_event event = {
		.time_ns = (uint64_t)(OPENED + at),
		.kind = kind,
		.thread = VCPU,
		.address = address,
	};

	balance_take(balance, &event);
}

/* The parts that are not 0 of the first vCPU, or of a CPU: "guest 5 host 3 ". Ends the window. */
static void assert_parts(struct balance *balance, const char *list, size_t index,
			 const char *expected)
{
	json_t *json = balance_json(balance, 0);
	json_t *parts = json_array_get(json_object_get(json, list), index);
	GString *text = g_string_new(NULL);
	const char *key;
	json_t *value;

	json_object_foreach (parts, key, value)
		if (json_integer_value(value))
			g_string_append_printf(text, "%.*s %d ", (int)(strlen(key) - 3), key,
					       (int)json_integer_value(value));
	assert_string_equal(text->str, expected);
	g_string_free(text, TRUE);
	json_decref(json);
}

static void a_vcpu_without_events_is_idle(void **state)
{
	struct balance *balance = begin(100);

	(void)state;
	assert_parts(balance, "vcpus", 0, "idle 100 ");
	balance_free(balance);
}

static void guest_and_host_are_told_apart(void **state)
{
	struct balance *balance = begin(100);

	(void)state;
	goes_on(balance, -50, 0, BALLAST, PREEMPTED, VCPU);
	take(balance, -40, BALANCE_ENTRY, VCPU);
	take(balance, 30, BALANCE_EXIT, VCPU);
	take(balance, 35, BALANCE_ENTRY, VCPU);
	take(balance, 75, BALANCE_EXIT, VCPU);
	take(balance, 110, BALANCE_ENTRY, VCPU);
	assert_parts(balance, "vcpus", 0, "guest 70 host 30 ");
	assert_parts(balance, "vcpus", 1, "idle 100 ");
	assert_parts(balance, "cpus", 0, "vcpus 100 ");
	balance_free(balance);
}

static void ways_to_be_off_a_cpu_are_told_apart(void **state)
{
	struct balance *balance = begin(100);

	(void)state;
	goes_on(balance, -5, 0, BALLAST, PREEMPTED, VCPU);
	goes_on(balance, 10, 0, VCPU, UNINTERRUPTIBLE, BALLAST);
	take(balance, 30, BALANCE_WAKEUP, VCPU);
	take(balance, 31, BALANCE_WAKEUP, OTHER_VCPU);
	goes_on(balance, 33, 1, SWAPPER, RUNS, VCPU);
	goes_on(balance, 40, 1, VCPU, SLEEPS, SWAPPER);
	take(balance, 55, BALANCE_WAKEUP, VCPU);
	goes_on(balance, 56, 1, SWAPPER, RUNS, VCPU);
	goes_on(balance, 60, 1, VCPU, PREEMPTED, EMULATOR);
	goes_on(balance, 80, 1, EMULATOR, SLEEPS, VCPU);
	/* It is awake already. */
	take(balance, 82, BALANCE_WAKEUP, VCPU);
	goes_on(balance, 90, 1, VCPU, RUNS, KWORKER);
	assert_parts(balance, "vcpus", 0, "host 31 blocked 20 idle 15 runnable 34 ");
	balance_free(balance);
}

static void a_halt_waits_for_an_async_page_fault_or_is_idle(void **state)
{
	struct balance *balance = begin(100);

	(void)state;
	/* It had ended when the vCPU was about to take notice of it: not_present is missing. */
	async(balance, -20, BALANCE_READY, 7);
	goes_on(balance, -10, 0, BALLAST, PREEMPTED, VCPU);
	async(balance, -5, BALANCE_NOT_PRESENT, 8);
	async(balance, -4, BALANCE_NOT_PRESENT, 9);
	async(balance, -3, BALANCE_NOT_PRESENT, 9); /* the vCPU has come back to it */
	goes_on(balance, 0, 0, VCPU, SLEEPS, BALLAST);
	take(balance, 10, BALANCE_WAKEUP, VCPU);
	goes_on(balance, 10, 0, BALLAST, PREEMPTED, VCPU);
	async(balance, 11, BALANCE_READY, 8);
	async(balance, 11, BALANCE_READY, 5); /* of none that is known */
	goes_on(balance, 12, 0, VCPU, SLEEPS, BALLAST);
	goes_on(balance, 42, 0, BALLAST, PREEMPTED, VCPU);
	async(balance, 43, BALANCE_READY, 9);
	goes_on(balance, 44, 0, VCPU, SLEEPS, BALLAST);
	assert_parts(balance, "vcpus", 0, "host 4 halted 40 idle 56 ");
	balance_free(balance);
}

static void a_read_that_blocks_is_blocked_whatever_is_outstanding(void **state)
{
	struct balance *balance = begin(100);

	(void)state;
	async(balance, -5, BALANCE_NOT_PRESENT, 8);
	goes_on(balance, -1, 0, VCPU, UNINTERRUPTIBLE, BALLAST);
	assert_parts(balance, "vcpus", 0, "blocked 100 ");
	balance_free(balance);
}

/* Sleeping in it is not part of it. */
static void reclaim_is_a_part_of_the_hosts_time(void **state)
{
	struct balance *balance = begin(100);

	(void)state;
	goes_on(balance, -10, 0, BALLAST, PREEMPTED, VCPU);
	take(balance, 10, BALANCE_RECLAIM_BEGIN, VCPU);
	goes_on(balance, 20, 0, VCPU, UNINTERRUPTIBLE, BALLAST);
	goes_on(balance, 50, 0, BALLAST, PREEMPTED, VCPU);
	take(balance, 55, BALANCE_RECLAIM_END, VCPU);
	take(balance, 60, BALANCE_ENTRY, VCPU);
	assert_parts(balance, "vcpus", 0, "guest 40 host 30 reclaim 15 blocked 30 ");
	balance_free(balance);
}

static void cpus_are_charged_to_who_is_on_them(void **state)
{
	struct balance *balance = begin(100);

	(void)state;
	/* Nothing is known of the time before, but the one who goes was on it. */
	goes_on(balance, 10, 0, BALLAST, PREEMPTED, VCPU);
	goes_on(balance, 30, 0, VCPU, SLEEPS, KWORKER);
	goes_on(balance, 35, 0, KWORKER, SLEEPS, EMULATOR);
	goes_on(balance, 42, 0, EMULATOR, SLEEPS, 7);
	goes_on(balance, 45, 0, 7, SLEEPS, SWAPPER);
	goes_on(balance, 65, 0, SWAPPER, RUNS, BALLAST);
	goes_on(balance, 50, 9, BALLAST, PREEMPTED, VCPU); /* a CPU that is not there */
	assert_parts(balance, "cpus", 0,
		     "other 3 vcpus 20 emulator 7 kworkers 5 ballast 45 idle 20 ");
	assert_parts(balance, "cpus", 1, "");
	balance_free(balance);
}

static void threads_of_the_kernel_have_names(void **state)
{
	(void)state;
	assert_int_equal(balance_who_is("kworker/u8:2"), BALANCE_KWORKER);
	assert_int_equal(balance_who_is("kswapd0"), BALANCE_RECLAIM);
	assert_int_equal(balance_who_is("ksoftirqd/0"), BALANCE_OTHER);
}

static void window_and_lost_events_are_said(void **state)
{
	struct balance *balance = begin(100);
	json_t *json = balance_json(balance, 5);

	(void)state;
	assert_int_equal(json_integer_value(json_object_get(json, "window_ns")), 100);
	assert_int_equal(json_integer_value(json_object_get(json, "lost")), 5);
	assert_int_equal(json_array_size(json_object_get(json, "vcpus")), 2);
	assert_int_equal(json_array_size(json_object_get(json, "cpus")), 2);
	json_decref(json);
	balance_free(balance);
}

static void a_series_counts_by_whole_seconds(void **state)
{
	const int second = (int)CLOCK_SECOND;
	struct balance *balance = begin(2 * CLOCK_SECOND + 5);
	json_t *json;
	char *text;

	(void)state;
	take(balance, -1, BALANCE_SWAP_IN, 0);
	take(balance, 0, BALANCE_SWAP_IN, 0);
	take(balance, second - 1, BALANCE_SWAP_IN, 7);
	async(balance, second - 1, BALANCE_NOT_PRESENT, 1);
	take(balance, second, BALANCE_NOT_PRESENT, 7); /* of another machine */
	take(balance, second, BALANCE_SWAP_IN, 0);
	async(balance, second + 1, BALANCE_READY, 1);
	async(balance, 2 * second, BALANCE_NOT_PRESENT, 1);
	json = balance_series_json(balance);
	text = json_dumps(json, JSON_COMPACT);
	assert_string_equal(text, "{\"second\":[{\"swap_ins\":2,\"async\":1},"
				  "{\"swap_ins\":1,\"async\":0}]}");
	free(text);
	json_decref(json);
	balance_free(balance);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_vcpu_without_events_is_idle),
		cmocka_unit_test(guest_and_host_are_told_apart),
		cmocka_unit_test(ways_to_be_off_a_cpu_are_told_apart),
		cmocka_unit_test(a_halt_waits_for_an_async_page_fault_or_is_idle),
		cmocka_unit_test(a_read_that_blocks_is_blocked_whatever_is_outstanding),
		cmocka_unit_test(reclaim_is_a_part_of_the_hosts_time),
		cmocka_unit_test(cpus_are_charged_to_who_is_on_them),
		cmocka_unit_test(threads_of_the_kernel_have_names),
		cmocka_unit_test(window_and_lost_events_are_said),
		cmocka_unit_test(a_series_counts_by_whole_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
