// SPDX-License-Identifier: GPL-2.0-or-later
/* Traces the scheduler, KVM, reclaim and swap reads, and makes a balance sheet of it. */
#include "host/traced.h"

#include "host/balance.h"
#include "host/merge.h"
#include "host/trace.h"
#include "util/digits.h"
#include "util/error.h"
#include "util/fs.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

/* For each CPU. Events take 0.6 MB a second altogether, in a host with four CPUs. */
#define BUFFER_KB "32768"

/* sched_switch's fields. */
enum {
	PREV_PID,
	PREV_STATE,
	PREV_COMM,
	NEXT_PID,
	NEXT_COMM
};

/* The field of the other events that says which thread they are about, and async PF's address. */
enum {
	THREAD,
	ADDRESS
};

#define THREAD_ONLY	   .layout.fields[THREAD].name = "common_pid"
#define THREAD_AND_ADDRESS THREAD_ONLY, .layout.fields[ADDRESS].name = "gva"

/*
 * sched_wakeup, and not sched_waking: it always follows the switch from the thread. All events of
 * KVM and of reclaim are of the thread in which they happen.
 */
static struct trace_event events[BALANCE_KINDS + 1] = {
	[BALANCE_SWITCH] = { .name = "sched/sched_switch",
			     .layout.fields = { [PREV_PID] = { .name = "prev_pid" },
						[PREV_STATE] = { .name = "prev_state" },
						[PREV_COMM] = { .name = "prev_comm" },
						[NEXT_PID] = { .name = "next_pid" },
						[NEXT_COMM] = { .name = "next_comm" } } },
	[BALANCE_WAKEUP] = { .name = "sched/sched_wakeup", .layout.fields[THREAD].name = "pid" },
	[BALANCE_ENTRY] = { .name = "kvm/kvm_entry", THREAD_ONLY },
	[BALANCE_EXIT] = { .name = "kvm/kvm_exit", THREAD_ONLY },
	[BALANCE_NOT_PRESENT] = { .name = "kvm/kvm_async_pf_not_present",
				  .optional = true,
				  THREAD_AND_ADDRESS },
	[BALANCE_READY] = { .name = "kvm/kvm_async_pf_ready",
			    .optional = true,
			    THREAD_AND_ADDRESS },
	[BALANCE_RECLAIM_BEGIN] = { .name = "vmscan/mm_vmscan_memcg_reclaim_begin", THREAD_ONLY },
	[BALANCE_RECLAIM_END] = { .name = "vmscan/mm_vmscan_memcg_reclaim_end", THREAD_ONLY },
	[BALANCE_SWAP_IN] = { .name = "block/block_bio_queue" },
};

static const struct trace trace = { "/sys/kernel/tracing/instances/apfbench-traced", events };

/* "FIELD == A || FIELD == B": events of the vCPUs' threads. */
static char *vcpus_filter(const struct guest *guest, const char *field)
{
	GString *filter = g_string_new(NULL);

	for (guint i = 0; i < guest->vcpus->len; i++)
		g_string_append_printf(filter, "%s%s == %d", i ? " || " : "", field,
				       (int)g_array_index(guest->vcpus, pid_t, i));
	return g_string_free(filter, FALSE);
}

int traced_prepare(const struct guest *guest, const struct swap *swap)
{
	g_autofree char *woken = vcpus_filter(guest, "pid");
	g_autofree char *own = vcpus_filter(guest, "common_pid");
	g_autofree char *reads = swap_reads_filter(swap);
	const struct {
		enum balance_kind kind;
		const char *filter;
	} filters[] = {
		{ BALANCE_WAKEUP, woken },
		{ BALANCE_RECLAIM_BEGIN, own },
		{ BALANCE_RECLAIM_END, own },
		{ BALANCE_SWAP_IN, reads },
	};
	int err = trace_prepare(&trace, BUFFER_KB);

	for (size_t i = 0; i < G_N_ELEMENTS(filters) && !err; i++)
		err = trace_filter(&trace, &events[filters[i].kind], filters[i].filter);
	return err ? error_prefix(err, "trace") : 0;
}

/* QEMU's threads come and go: those of now are added. */
static int emulator_add(struct traced *traced, const struct guest *guest)
{
	g_autofree char *folder = g_strdup_printf("/proc/%d/task", (int)guest->pid);
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(folder, &names);

	for (guint i = 0; !err && i < names->len; i++) {
		uint64_t number;

		if (digits_parse(g_ptr_array_index(names, i), &number, NULL)) {
			const pid_t thread = (pid_t)number;

			g_array_append_val(traced->emulator, thread);
		}
	}
	return err;
}

int traced_open(struct traced *traced, const struct guest *guest)
{
	int err;

	traced->emulator = g_array_new(FALSE, FALSE, sizeof(pid_t));
	traced->ballast = g_array_new(FALSE, FALSE, sizeof(pid_t));
	err = emulator_add(traced, guest);
	return err ? err : trace_switch(&trace, true);
}

int traced_close(struct traced *traced, const struct guest *guest, const struct ballast *ballast)
{
	int err = trace_switch(&trace, false);

	if (ballast->pids)
		g_array_append_vals(traced->ballast, ballast->pids->data, ballast->pids->len);
	return err ? err : emulator_add(traced, guest);
}

static enum balance_who who_at(const struct trace_field *field, const unsigned char *data,
			       size_t length)
{
	char name[32];

	return trace_field_text(field, data, length, name, sizeof(name)) ? balance_who_is(name)
									 : BALANCE_OTHER;
}

static bool switch_read(const struct trace_field *fields, const unsigned char *data, size_t length,
			struct balance_event *event)
{
	uint64_t thread, next, state;

	if (!trace_field_number(&fields[PREV_PID], data, length, &thread) ||
	    !trace_field_number(&fields[PREV_STATE], data, length, &state) ||
	    !trace_field_number(&fields[NEXT_PID], data, length, &next))
		return false;
	event->thread = (pid_t)thread;
	event->next = (pid_t)next;
	event->state = (uint32_t)state;
	event->thread_who = who_at(&fields[PREV_COMM], data, length);
	event->next_who = who_at(&fields[NEXT_COMM], data, length);
	return true;
}

static bool thread_read(const struct trace_field *fields, const unsigned char *data, size_t length,
			struct balance_event *event)
{
	uint64_t thread = 0;

	if (fields[THREAD].name && !trace_field_number(&fields[THREAD], data, length, &thread))
		return false;
	if (fields[ADDRESS].name &&
	    !trace_field_number(&fields[ADDRESS], data, length, &event->address))
		return false;
	event->thread = (pid_t)thread;
	return true;
}

/* Each CPU's events have an array of their own, by its number. */
static void event_take(unsigned int cpu, uint64_t time_ns, const struct trace_event *from,
		       const unsigned char *data, size_t length, void *user)
{
	GPtrArray *streams = user;
	struct balance_event event = {
		.time_ns = time_ns,
		.cpu = cpu,
		.kind = (enum balance_kind)(from - events),
	};

	if (event.kind == BALANCE_SWITCH ? switch_read(from->layout.fields, data, length, &event)
					 : thread_read(from->layout.fields, data, length, &event))
		g_array_append_val(merge_stream(streams, cpu, sizeof(event)), event);
}

static void threads_add(struct balance *balance, const GArray *threads, enum balance_who who)
{
	for (guint i = 0; i < threads->len; i++)
		balance_add_thread(balance, g_array_index(threads, pid_t, i), who);
}

static void streams_take(GPtrArray *streams, struct balance *balance)
{
	g_autofree guint *positions = g_new0(guint, streams->len + 1);
	const struct balance_event *event;

	while ((event = merge_next((GArray *const *)streams->pdata, streams->len, positions)))
		balance_take(balance, event);
}

int traced_read(const struct traced *traced, const struct guest *guest, uint64_t opened_ns,
		uint64_t closed_ns, json_t **balance, json_t **series)
{
	g_autoptr(GPtrArray) streams = merge_streams();
	struct balance *sum;
	uint64_t lost;
	int err = trace_read(&trace, event_take, streams, &lost);

	*balance = *series = NULL;
	if (err)
		return error_prefix(err, "trace");
	sum = balance_new(opened_ns, closed_ns, (unsigned int)sysconf(_SC_NPROCESSORS_ONLN));
	threads_add(sum, traced->emulator, BALANCE_EMULATOR);
	threads_add(sum, traced->ballast, BALANCE_BALLAST);
	/* Last: they are threads of the emulator, too. */
	threads_add(sum, guest->vcpus, BALANCE_VCPU);
	streams_take(streams, sum);
	*balance = balance_json(sum, lost);
	*series = balance_series_json(sum);
	balance_free(sum);
	return 0;
}

void traced_clear(struct traced *traced)
{
	trace_clear(&trace);
	g_clear_pointer(&traced->emulator, g_array_unref);
	g_clear_pointer(&traced->ballast, g_array_unref);
}
