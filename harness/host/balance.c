// SPDX-License-Identifier: GPL-2.0-or-later
/* Adds up where the time of a window went. */
#include "host/balance.h"

#include "host/clock.h"

#include <stdbool.h>

/* Of prev_state: bits that say how a thread sleeps; none if it was preempted or gave way. */
#define STATE_SLEEPS	      0xff
#define STATE_UNINTERRUPTIBLE 0x02

/* What a vCPU's thread does. */
enum doing {
	ASLEEP,
	BLOCKED,
	RUNNABLE,
	IN_HOST,
	IN_GUEST
};

enum part {
	PART_GUEST,
	PART_HOST,
	PART_RECLAIM,
	PART_BLOCKED,
	PART_HALTED,
	PART_IDLE,
	PART_RUNNABLE,
	PARTS
};

static const char *const part_names[PARTS] = {
	[PART_GUEST] = "guest_ns",	 [PART_HOST] = "host_ns",     [PART_RECLAIM] = "reclaim_ns",
	[PART_BLOCKED] = "blocked_ns",	 [PART_HALTED] = "halted_ns", [PART_IDLE] = "idle_ns",
	[PART_RUNNABLE] = "runnable_ns",
};

static const char *const who_names[BALANCE_WHOS] = {
	[BALANCE_VCPU] = "vcpus_ns",	   [BALANCE_EMULATOR] = "emulator_ns",
	[BALANCE_KWORKER] = "kworkers_ns", [BALANCE_RECLAIM] = "reclaim_ns",
	[BALANCE_BALLAST] = "ballast_ns",  [BALANCE_OTHER] = "other_ns",
	[BALANCE_IDLE] = "idle_ns",
};

struct vcpu {
	pid_t thread;
	enum doing doing;
	uint64_t since_ns;
	bool reclaims;
	GArray *outstanding; /* of uint64_t: addresses of async page faults that have not ended */
	uint64_t ns[PARTS];
};

struct cpu {
	uint64_t since_ns;
	bool known; /* who is on it */
	enum balance_who who;
	uint64_t ns[BALANCE_WHOS];
};

struct second {
	uint64_t swap_ins, async;
};

struct balance {
	uint64_t opened_ns, closed_ns;
	GHashTable *threads; /* those that are known by their number: thread -> enum balance_who */
	GPtrArray *vcpus;    /* of struct vcpu */
	struct cpu *cpus;
	unsigned int cpu_count;
	struct second *seconds; /* the whole ones */
	size_t second_count;
};

static void vcpu_free(gpointer data)
{
	struct vcpu *vcpu = data;

	g_array_unref(vcpu->outstanding);
	g_free(vcpu);
}

struct balance *balance_new(uint64_t opened_ns, uint64_t closed_ns, unsigned int cpus)
{
	struct balance *balance = g_new0(struct balance, 1);

	*balance = (struct balance){
		.opened_ns = opened_ns,
		.closed_ns = MAX(opened_ns, closed_ns),
		.threads = g_hash_table_new(NULL, NULL),
		.vcpus = g_ptr_array_new_with_free_func(vcpu_free),
		.cpus = g_new0(struct cpu, cpus),
		.cpu_count = cpus,
	};
	balance->second_count = (balance->closed_ns - opened_ns) / CLOCK_SECOND;
	balance->seconds = g_new0(struct second, balance->second_count);
	return balance;
}

void balance_free(struct balance *balance)
{
	g_hash_table_destroy(balance->threads);
	g_ptr_array_unref(balance->vcpus);
	g_free(balance->cpus);
	g_free(balance->seconds);
	g_free(balance);
}

void balance_add_thread(struct balance *balance, pid_t thread, enum balance_who who)
{
	struct vcpu *vcpu;

	g_hash_table_insert(balance->threads, GINT_TO_POINTER(thread), GINT_TO_POINTER(who));
	if (who != BALANCE_VCPU)
		return;
	vcpu = g_new0(struct vcpu, 1);
	vcpu->thread = thread;
	vcpu->outstanding = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	g_ptr_array_add(balance->vcpus, vcpu);
}

enum balance_who balance_who_is(const char *name)
{
	if (g_str_has_prefix(name, "kworker/"))
		return BALANCE_KWORKER;
	return g_str_has_prefix(name, "kswapd") ? BALANCE_RECLAIM : BALANCE_OTHER;
}

static enum balance_who who_is(const struct balance *balance, pid_t thread, enum balance_who name)
{
	gpointer who;

	/* Each CPU's idle thread has the number 0. */
	if (!thread)
		return BALANCE_IDLE;
	if (g_hash_table_lookup_extended(balance->threads, GINT_TO_POINTER(thread), NULL, &who))
		return (enum balance_who)GPOINTER_TO_INT(who);
	return name;
}

static struct vcpu *vcpu_find(const struct balance *balance, pid_t thread)
{
	for (guint i = 0; i < balance->vcpus->len; i++) {
		struct vcpu *vcpu = g_ptr_array_index(balance->vcpus, i);

		if (vcpu->thread == thread)
			return vcpu;
	}
	return NULL;
}

/* How much of the time from *since to now is in the window; *since becomes now. */
static uint64_t passed(const struct balance *balance, uint64_t *since, uint64_t now)
{
	const uint64_t from = MAX(*since, balance->opened_ns), to = MIN(now, balance->closed_ns);

	*since = now;
	return to > from ? to - from : 0;
}

static enum part part_of(const struct vcpu *vcpu)
{
	switch (vcpu->doing) {
	case BLOCKED:
		return PART_BLOCKED;
	case RUNNABLE:
		return PART_RUNNABLE;
	case IN_HOST:
		return PART_HOST;
	case IN_GUEST:
		return PART_GUEST;
	default:
		return vcpu->outstanding->len ? PART_HALTED : PART_IDLE;
	}
}

/* What the vCPU did up to now is added up. */
static void vcpu_charge(const struct balance *balance, struct vcpu *vcpu, uint64_t now)
{
	const uint64_t ns = passed(balance, &vcpu->since_ns, now);

	vcpu->ns[part_of(vcpu)] += ns;
	if (vcpu->doing == IN_HOST && vcpu->reclaims)
		vcpu->ns[PART_RECLAIM] += ns;
}

/*
 * A fault begins more than once if the vCPU comes back to a page that is still being read. It ends
 * without a begin if the page was there before the vCPU took notice, or if it began before the
 * trace.
 */
static void outstanding_set(GArray *outstanding, uint64_t address, bool begins)
{
	for (guint i = 0; i < outstanding->len; i++)
		if (g_array_index(outstanding, uint64_t, i) == address) {
			g_array_remove_index_fast(outstanding, i);
			break;
		}
	if (begins)
		g_array_append_val(outstanding, address);
}

static enum doing doing_off(uint32_t state)
{
	if (!(state & STATE_SLEEPS))
		return RUNNABLE;
	return state & STATE_UNINTERRUPTIBLE ? BLOCKED : ASLEEP;
}

/* An event other than a switch, of the vCPU's own thread or of one that wakes it. */
static void vcpu_take(struct vcpu *vcpu, const struct balance_event *event)
{
	switch (event->kind) {
	case BALANCE_WAKEUP:
		if (vcpu->doing == ASLEEP || vcpu->doing == BLOCKED)
			vcpu->doing = RUNNABLE;
		break;
	case BALANCE_ENTRY:
		vcpu->doing = IN_GUEST;
		break;
	case BALANCE_EXIT:
		vcpu->doing = IN_HOST;
		break;
	case BALANCE_NOT_PRESENT:
	case BALANCE_READY:
		outstanding_set(vcpu->outstanding, event->address,
				event->kind == BALANCE_NOT_PRESENT);
		break;
	case BALANCE_RECLAIM_BEGIN:
	case BALANCE_RECLAIM_END:
		vcpu->reclaims = event->kind == BALANCE_RECLAIM_BEGIN;
		break;
	default:
		break;
	}
}

static void cpu_switch(struct balance *balance, const struct balance_event *event)
{
	struct cpu *cpu = &balance->cpus[event->cpu];

	/* Before the first switch it was the same thread all the time. */
	cpu->who = who_is(balance, event->thread, event->thread_who);
	cpu->ns[cpu->who] += passed(balance, &cpu->since_ns, event->time_ns);
	cpu->who = who_is(balance, event->next, event->next_who);
	cpu->known = true;
}

static void switch_take(struct balance *balance, const struct balance_event *event)
{
	struct vcpu *out = vcpu_find(balance, event->thread), *in = vcpu_find(balance, event->next);

	if (event->cpu < balance->cpu_count)
		cpu_switch(balance, event);
	if (out) {
		vcpu_charge(balance, out, event->time_ns);
		out->doing = doing_off(event->state);
	}
	if (in) {
		vcpu_charge(balance, in, event->time_ns);
		in->doing = IN_HOST;
	}
}

static void second_count(struct balance *balance, const struct balance_event *event)
{
	const size_t second = event->time_ns < balance->opened_ns
				      ? SIZE_MAX
				      : (event->time_ns - balance->opened_ns) / CLOCK_SECOND;

	if (second >= balance->second_count)
		return;
	if (event->kind == BALANCE_SWAP_IN)
		balance->seconds[second].swap_ins++;
	else
		balance->seconds[second].async++;
}

void balance_take(struct balance *balance, const struct balance_event *event)
{
	struct vcpu *vcpu;

	if (event->kind == BALANCE_SWITCH) {
		switch_take(balance, event);
		return;
	}
	if (event->kind == BALANCE_SWAP_IN) {
		second_count(balance, event);
		return;
	}
	vcpu = vcpu_find(balance, event->thread);
	if (!vcpu)
		return;
	vcpu_charge(balance, vcpu, event->time_ns);
	vcpu_take(vcpu, event);
	if (event->kind == BALANCE_NOT_PRESENT)
		second_count(balance, event);
}

static json_t *times_json(const uint64_t *ns, const char *const *names, size_t count)
{
	json_t *times = json_object();

	for (size_t i = 0; i < count; i++)
		json_object_set_new(times, names[i], json_integer((json_int_t)ns[i]));
	return times;
}

json_t *balance_json(struct balance *balance, uint64_t lost)
{
	json_t *vcpus = json_array(), *cpus = json_array();

	for (guint i = 0; i < balance->vcpus->len; i++) {
		struct vcpu *vcpu = g_ptr_array_index(balance->vcpus, i);

		vcpu_charge(balance, vcpu, balance->closed_ns);
		json_array_append_new(vcpus, times_json(vcpu->ns, part_names, PARTS));
	}
	for (unsigned int i = 0; i < balance->cpu_count; i++) {
		struct cpu *cpu = &balance->cpus[i];

		if (cpu->known)
			cpu->ns[cpu->who] += passed(balance, &cpu->since_ns, balance->closed_ns);
		json_array_append_new(cpus, times_json(cpu->ns, who_names, BALANCE_WHOS));
	}
	return json_pack("{s:I, s:I, s:o, s:o}", "window_ns",
			 (json_int_t)(balance->closed_ns - balance->opened_ns), "lost",
			 (json_int_t)lost, "vcpus", vcpus, "cpus", cpus);
}

json_t *balance_series_json(const struct balance *balance)
{
	json_t *seconds = json_array();

	for (size_t i = 0; i < balance->second_count; i++)
		json_array_append_new(seconds,
				      json_pack("{s:I, s:I}", "swap_ins",
						(json_int_t)balance->seconds[i].swap_ins, "async",
						(json_int_t)balance->seconds[i].async));
	return json_pack("{s:o}", "second", seconds);
}
