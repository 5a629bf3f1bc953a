// SPDX-License-Identifier: GPL-2.0-or-later
/* Counts in the window, with perf and from the kernel's own counts. */
#include "host/counters.h"

#include "host/knob.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"

#include <glib.h>

#define TRACEPOINTS "/sys/kernel/tracing/events/kvm"
#define KVM_STATS   "/sys/kernel/debug/kvm"

#define STAT_FILE "perf.json"

/*
 * Without a timeout perf wakes up every second to see whether its (missing) workload has ended;
 * with one it sleeps that long: a day, in milliseconds.
 */
#define STAT_TIMEOUT "86400000"

struct counter_row {
	const char *name;   /* in the record */
	const char *event;  /* tracepoint of the group kvm */
	const char *filter; /* of its fields, or NULL */
};

/*
 * With NPT the guest's own page faults do not leave it: KVM injects a page fault only to notify the
 * guest of an async one. The tracepoints of async PF also fire for a halted vCPU.
 */
#define PAGE_FAULT "exception == 14"

static const struct counter_row counter_table[] = {
	{ "async_tried", "kvm_try_async_get_page", NULL },
	{ "async_repeated", "kvm_async_pf_repeated_fault", NULL },
	{ "async_not_present", "kvm_async_pf_not_present", NULL },
	{ "async_ready", "kvm_async_pf_ready", NULL },
	{ "async_completed", "kvm_async_pf_completed", NULL },
	{ "async_notified", "kvm_inj_exception", PAGE_FAULT },
};

static bool event_exists(const char *event)
{
	g_autofree char *path = g_build_filename(TRACEPOINTS, event, NULL);

	return fs_exists(path);
}

/* Those that this kernel has; NULL if there are none. */
static GPtrArray *arguments_make(void)
{
	static const char *const first[] = { "stat",	  "-j",		"-a", "-D",	"-1",
					     "--timeout", STAT_TIMEOUT, "-o", STAT_FILE };
	g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; i < G_N_ELEMENTS(first); i++)
		g_ptr_array_add(arguments, g_strdup(first[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(counter_table); i++) {
		const struct counter_row *row = &counter_table[i];

		if (!event_exists(row->event))
			continue;
		g_ptr_array_add(arguments, g_strdup("-e"));
		g_ptr_array_add(arguments, g_strconcat("kvm:", row->event, NULL));
		if (!row->filter)
			continue;
		g_ptr_array_add(arguments, g_strdup("--filter"));
		g_ptr_array_add(arguments, g_strdup(row->filter));
	}
	if (arguments->len == G_N_ELEMENTS(first))
		return NULL;
	g_ptr_array_add(arguments, NULL);
	return g_steal_pointer(&arguments);
}

int counters_prepare(struct counters *counters, const char *folder)
{
	g_autoptr(GPtrArray) arguments = arguments_make();

	return arguments ? perf_start(&counters->perf, "perf",
				      (const char *const *)arguments->pdata, folder)
			 : 0;
}

/* KVM has a folder of counts for each virtual machine, "PID-DESCRIPTOR". */
static void halts_read(pid_t qemu, struct counter *halts)
{
	g_autofree char *prefix = g_strdup_printf("%d-", (int)qemu);
	g_autoptr(GPtrArray) names = NULL;

	halts->known = false;
	if (fs_list(KVM_STATS, &names))
		return;
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *path = g_build_filename(KVM_STATS, name, "halt_exits", NULL);

		if (g_str_has_prefix(name, prefix))
			halts->known = knob_read(path, &halts->value);
	}
}

/* The sum over the vCPUs' threads; unknown if one of them is gone. */
static void faults_read(const struct guest *guest, struct counter *faults)
{
	faults->known = guest->vcpus->len > 0;
	faults->value = 0;
	for (guint i = 0; i < guest->vcpus->len; i++) {
		const pid_t thread = g_array_index(guest->vcpus, pid_t, i);
		struct process_stat stat;

		if (process_stat_read(guest->pid, thread, &stat))
			faults->known = false;
		else
			faults->value += stat.major_faults;
	}
}

int counters_open(struct counters *counters, const struct guest *guest)
{
	halts_read(guest->pid, &counters->halts);
	faults_read(guest, &counters->vcpu_faults);
	return perf_enable(&counters->perf);
}

/* Turns a count since boot into its growth since then. */
static void grow(struct counter *since, const struct counter *now)
{
	since->known = since->known && now->known;
	since->value = now->value - since->value;
}

int counters_close(struct counters *counters, const struct guest *guest)
{
	struct counter halts, faults;
	int err = perf_disable(&counters->perf);

	halts_read(guest->pid, &halts);
	faults_read(guest, &faults);
	grow(&counters->halts, &halts);
	grow(&counters->vcpu_faults, &faults);
	return err;
}

static json_t *counter_json(const struct counter *counter)
{
	return counter->known ? json_integer((json_int_t)counter->value) : json_null();
}

/* Ends perf. *found: {"event": count or null, ...}, a new reference. */
static int stat_read(struct perf *perf, json_t **found)
{
	g_autofree char *output = NULL, *text = NULL;
	int err;

	if (!perf->pid) {
		*found = json_object();
		return 0;
	}
	output = g_build_filename(perf->folder, STAT_FILE, NULL);
	err = perf_finish(perf);
	if (!err)
		err = fs_read(output, &text, NULL);
	return err ? error_prefix(err, "perf") : perf_parse(text, found);
}

int counters_read(struct counters *counters, json_t **counts)
{
	json_t *found = NULL, *absent;
	int err = stat_read(&counters->perf, &found);

	*counts = NULL;
	if (err)
		return err;
	*counts = json_object();
	absent = json_array();
	for (size_t i = 0; i < G_N_ELEMENTS(counter_table); i++) {
		g_autofree char *event = g_strconcat("kvm:", counter_table[i].event, NULL);
		json_t *count = json_object_get(found, event);

		json_object_set(*counts, counter_table[i].name, count ? count : json_null());
		if (!event_exists(counter_table[i].event))
			json_array_append_new(absent, json_string(counter_table[i].name));
	}
	json_object_set_new(*counts, "absent", absent);
	json_object_set_new(*counts, "halts", counter_json(&counters->halts));
	json_object_set_new(*counts, "vcpu_major_faults", counter_json(&counters->vcpu_faults));
	json_decref(found);
	return 0;
}

void counters_clear(struct counters *counters)
{
	perf_clear(&counters->perf);
}
