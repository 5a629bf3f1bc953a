// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes up a traced run: round shares of the window, the same for all vCPUs and CPUs. */
#include "testbed/fake_trace.h"

#include "record/record.h"

#include <glib.h>

#define CPUS 4

/* Shares of the window in thousandths. */
struct shares {
	int guest, blocked, halted;
};

static json_int_t count_get(const json_t *result, const char *path)
{
	return json_integer_value(record_lookup(result, path));
}

/* Without async faults a vCPU is blocked; with them it is halted, or runs if the guest knows. */
static struct shares shares_of(const json_t *result)
{
	if (!count_get(result, "counters.async_not_present"))
		return (struct shares){ 500, 430, 0 };
	if (!count_get(result, "counters.async_notified"))
		return (struct shares){ 520, 10, 400 };
	return (struct shares){ 920, 10, 0 };
}

static json_t *share(json_int_t window, int thousandths)
{
	return json_integer(window / 1000 * thousandths);
}

static json_t *vcpu_json(json_int_t window, const struct shares *shares, bool lost)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "guest_ns",
			 share(window, lost ? shares->guest - 100 : shares->guest), "host_ns",
			 share(window, 40), "reclaim_ns", share(window, 15), "blocked_ns",
			 share(window, shares->blocked), "halted_ns", share(window, shares->halted),
			 "idle_ns", share(window, 12), "runnable_ns", share(window, 8));
}

static json_t *cpu_json(json_int_t window, const struct shares *shares)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "vcpus_ns",
			 share(window, shares->guest + 40), "emulator_ns", share(window, 2),
			 "kworkers_ns", share(window, 9), "reclaim_ns", share(window, 4),
			 "ballast_ns", share(window, 930 - shares->guest), "other_ns",
			 share(window, 3), "idle_ns", share(window, 10));
}

static json_t *guest_cpu_json(json_int_t window, const struct shares *shares)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "user_ns",
			 share(window, shares->guest * 95 / 100), "system_ns",
			 share(window, shares->guest * 4 / 100), "irq_ns",
			 share(window, shares->guest / 100), "idle_ns", share(window, 12),
			 "steal_ns", json_integer(0));
}

static json_t *series_json(const json_t *result, json_int_t seconds)
{
	json_t *second = json_array();

	for (json_int_t i = 0; i < seconds; i++)
		json_array_append_new(
			second,
			json_pack("{s:I, s:I}", "swap_ins",
				  count_get(result, "counters.major_faults") / seconds + i, "async",
				  count_get(result, "counters.async_not_present") / seconds));
	return json_pack("{s:o}", "second", second);
}

void fake_trace(json_t *result, bool lost)
{
	const json_int_t window = count_get(result, "bm.window_ns");
	const struct shares shares = shares_of(result);
	json_t *vcpus = json_array(), *cpus = json_array(), *guest = json_array();
	json_t *bm = json_object_get(result, "bm");

	for (int i = 0; i < CPUS; i++) {
		json_array_append_new(vcpus, vcpu_json(window, &shares, lost));
		json_array_append_new(cpus, cpu_json(window, &shares));
		json_array_append_new(guest, guest_cpu_json(window, &shares));
	}
	json_object_set_new(result, "balance",
			    json_pack("{s:I, s:i, s:o, s:o}", "window_ns", window, "lost",
				      lost ? 12 : 0, "vcpus", vcpus, "cpus", cpus));
	json_object_set_new(result, "series", series_json(result, MAX(window / 1000000000, 1)));
	json_object_set_new(bm, "latency",
			    json_pack("{s:s, s:i, s:i, s:[[i, i], [i, i], [i, i]]}", "unit", "ns",
				      "sub_buckets", 16, "max_ns", 40000000, "buckets", 1024, 500,
				      9961472, 450, 18874368, 50));
	json_object_set_new(bm, "guest_cpu", guest);
}
