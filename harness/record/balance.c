// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the account of the time: what a runner saw from outside, split by what the guest says. */
#include "record/balance.h"

#include "record/record.h"

#include <math.h>
#include <string.h>

/* What the runner has for each vCPU; the guest's time is not split yet. */
static const struct {
	enum balance_vcpu part;
	const char *key;
} vcpu_keys[] = {
	{ BALANCE_HOST, "host_ns" },	   { BALANCE_RUNNABLE, "runnable_ns" },
	{ BALANCE_BLOCKED, "blocked_ns" }, { BALANCE_HALTED, "halted_ns" },
	{ BALANCE_IDLE, "idle_ns" },
};

static const struct {
	enum balance_cpu part;
	const char *key;
} cpu_keys[] = {
	{ BALANCE_VCPUS, "vcpus_ns" },	     { BALANCE_EMULATOR, "emulator_ns" },
	{ BALANCE_KWORKERS, "kworkers_ns" }, { BALANCE_KSWAPD, "reclaim_ns" },
	{ BALANCE_BALLAST, "ballast_ns" },   { BALANCE_OTHER, "other_ns" },
	{ BALANCE_CPU_IDLE, "idle_ns" },
};

/*
 * The share of a vCPU's time in the guest that its kernel did not have. Its ticks are coarse, but
 * know which of the two was interrupted. A vCPU that they saw only idle was in its kernel.
 */
static double user_share(const json_t *guest_cpu)
{
	const double user = record_figure(guest_cpu, "user_ns");
	const double busy =
		user + record_figure(guest_cpu, "system_ns") + record_figure(guest_cpu, "irq_ns");

	return busy > 0 || isnan(busy) ? user / busy : 0;
}

static void vcpu_add(struct balance *balance, const json_t *vcpu, const json_t *guest_cpu,
		     double window)
{
	const double guest = record_figure(vcpu, "guest_ns") / window, user = user_share(guest_cpu);
	double rest = 1 - guest;

	balance->vcpu[BALANCE_USER] += guest * user;
	balance->vcpu[BALANCE_KERNEL] += guest * (1 - user);
	balance->reclaim += record_figure(vcpu, "reclaim_ns") / window;
	for (size_t i = 0; i < sizeof(vcpu_keys) / sizeof(vcpu_keys[0]); i++) {
		const double part = record_figure(vcpu, vcpu_keys[i].key) / window;

		balance->vcpu[vcpu_keys[i].part] += part;
		rest -= part;
	}
	balance->vcpu[BALANCE_VCPU_REST] += rest;
	balance->vcpu_off += fabs(rest);
}

static void cpu_add(struct balance *balance, const json_t *cpu, double window)
{
	double rest = 1;

	for (size_t i = 0; i < sizeof(cpu_keys) / sizeof(cpu_keys[0]); i++) {
		const double part = record_figure(cpu, cpu_keys[i].key) / window;

		balance->cpu[cpu_keys[i].part] += part;
		rest -= part;
	}
	balance->cpu[BALANCE_CPU_REST] += rest;
	balance->cpu_off += fabs(rest);
}

/* From sums to means; NAN without any. */
static void means_make(struct balance *balance, size_t vcpus, size_t cpus)
{
	for (size_t i = 0; i < BALANCE_VCPU_PARTS; i++)
		balance->vcpu[i] /= (double)vcpus;
	balance->reclaim /= (double)vcpus;
	balance->vcpu_off /= (double)vcpus;
	for (size_t i = 0; i < BALANCE_CPU_PARTS; i++)
		balance->cpu[i] /= (double)cpus;
	balance->cpu_off /= (double)cpus;
}

bool balance_read(const json_t *result, const struct workload *workload, struct balance *balance)
{
	const json_t *json = json_object_get(result, "balance"), *row;
	const json_t *vcpus = json_object_get(json, "vcpus");
	const json_t *cpus = json_object_get(json, "cpus");
	const json_t *said = workload->traced ? json_object_get(result, workload->traced) : NULL;
	const json_t *guest = json_object_get(said, "guest_cpu");
	const double window = record_figure(json, "window_ns");
	size_t i;

	memset(balance, 0, sizeof(*balance));
	if (!(window > 0) || !json_array_size(vcpus))
		return false;
	json_array_foreach (vcpus, i, row) {
		vcpu_add(balance, row, json_array_get(guest, i), window);
	}
	json_array_foreach (cpus, i, row) {
		cpu_add(balance, row, window);
	}
	balance->seconds = window * 1e-9;
	balance->user_seconds = balance->vcpu[BALANCE_USER] * balance->seconds;
	balance->lost = record_figure(json, "lost");
	means_make(balance, json_array_size(vcpus), json_array_size(cpus));
	return true;
}
