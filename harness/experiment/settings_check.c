// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings that cannot work together, and settings that are unwise. */
#include "experiment/settings_check.h"

#include "util/error.h"
#include "util/units.h"
#include "workload/workload.h"

#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <string.h>

#define MIB (UINT64_C(1024) * 1024)

/* Memory of a guest beyond what the workload touches (kernel, page tables, stacks), and of its QEMU
 * beyond the guest. */
#define GUEST_OVERHEAD (64 * MIB)
#define QEMU_OVERHEAD  (64 * MIB)

/* Host kernel, its image (as loaded, and unpacked) and page tables. */
#define HOST_OVERHEAD (512 * MIB)

/* In a shorter window the guest kernel's own pages, which come back first, weigh too much. */
#define SECONDS_SETTLED 10

static uint64_t above(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

static int guest_check(const struct settings *s, const char *setup, const struct workload *workload)
{
	const uint64_t touched = workload_memory(workload, s);
	g_autofree char *size = units_size_text(touched),
			*memory = units_size_text(s->guest_memory),
			*least = units_size_text(touched + GUEST_OVERHEAD);

	if (!touched || touched + GUEST_OVERHEAD <= s->guest_memory)
		return 0;
	return error_set(EINVAL,
			 "setup %s: %s %s does not fit into guest_memory %s: with the guest's "
			 "kernel it needs %s",
			 setup, workload->memory_setting, size, memory, least);
}

static int swap_check(const struct settings *s, const char *setup, const struct workload *workload)
{
	const uint64_t touched = workload_memory(workload, s);
	uint64_t need = above(touched + GUEST_OVERHEAD + QEMU_OVERHEAD, s->container);
	g_autofree char *swap = units_size_text(s->swap), *least = units_size_text(need),
			*size = units_size_text(touched),
			*container = units_size_text(s->container);

	if (!s->container || !touched || need <= s->swap)
		return 0;
	return error_set(EINVAL,
			 "setup %s: swap %s is too small: %s %s and guest need %s beyond "
			 "container %s",
			 setup, swap, workload->memory_setting, size, least, container);
}

static int host_check(const struct settings *s, const char *setup)
{
	uint64_t guest = settings_have_guest(s) ? s->guest_memory + QEMU_OVERHEAD : 0;
	uint64_t resident = s->container && guest ? MIN(s->container, guest) : guest;
	uint64_t need = s->swap + resident + HOST_OVERHEAD;
	g_autofree char *memory = units_size_text(s->host_memory), *least = units_size_text(need),
			*swap = units_size_text(s->swap);

	if (need <= s->host_memory)
		return 0;
	return error_set(EINVAL,
			 "setup %s: host_memory %s is too small: swap %s (the device lives in "
			 "memory), %s and the host itself need %s",
			 setup, memory, swap, s->container ? "container" : "guest", least);
}

/* What the timer that bounds turns can be set to. */
static int turns_check(const struct settings *settings, const char *setup)
{
	if (settings->turns != 1 && !(settings->turns & (settings->turns - 1)))
		return 0;
	return error_set(EINVAL,
			 "setup %s: turns %" PRIu64 " is not a power of two from 2 on, or 0", setup,
			 settings->turns);
}

static int workload_check(const struct settings *settings, const char *setup)
{
	const struct workload *workload = workload_find(settings->workload);
	g_autofree char *names = workload_names();
	int err;

	if (!workload)
		return error_set(
			EINVAL,
			"setup %s: there is no workload \"%s\": known are %s; a program is named "
			"by its path: ./%s",
			setup, settings->workload, names, settings->workload);
	err = guest_check(settings, setup, workload);
	if (!err)
		err = swap_check(settings, setup, workload);
	return err || !workload->check ? err : workload->check(settings, setup);
}

int settings_check(const struct settings *settings, const char *setup)
{
	int err = 0;

	if (settings_have_guest(settings))
		err = workload_check(settings, setup);
	else if (setting_is_path(setting_find("beside"), settings->beside))
		err = error_set(EINVAL, "setup %s: beside needs a guest, but payload is %s", setup,
				settings->payload);
	if (!err)
		err = turns_check(settings, setup);
	return err ? err : host_check(settings, setup);
}

static void container_advise(const struct settings *s, GPtrArray *advice)
{
	const struct workload *workload = workload_find(s->workload);
	const uint64_t touched = workload_memory(workload, s);
	g_autofree char *container = units_size_text(s->container),
			*memory = units_size_text(s->guest_memory),
			*size = units_size_text(touched);

	if (s->container > s->guest_memory)
		g_ptr_array_add(advice, g_strdup_printf("container %s is larger than guest_memory "
							"%s: nothing will be swapped",
							container, memory));
	else if (touched && s->container >= touched + GUEST_OVERHEAD + QEMU_OVERHEAD)
		g_ptr_array_add(advice,
				g_strdup_printf("container %s holds all of %s %s: hardly anything "
						"will be swapped",
						container, workload->memory_setting, size));
}

GPtrArray *settings_advice(const struct settings *s)
{
	GPtrArray *advice = g_ptr_array_new_with_free_func(g_free);

	if (!settings_have_guest(s))
		return advice;
	container_advise(s, advice);
	if (s->host_cpus < s->vcpus)
		g_ptr_array_add(advice,
				g_strdup_printf("host_cpus %" PRIu64 " is less than vcpus %" PRIu64
						": another vCPU takes the CPU of a halted one, and "
						"pv gains nothing over nonpv",
						s->host_cpus, s->vcpus));
	if (s->seconds < SECONDS_SETTLED)
		g_ptr_array_add(advice,
				g_strdup_printf("seconds %" PRIu64 " is less than %d: in the first "
						"seconds the guest kernel's own pages come back",
						s->seconds, SECONDS_SETTLED));
	if (s->container && !s->read_latency)
		g_ptr_array_add(advice, g_strdup("read_latency 0: there is nothing to wait for"));
	if (!s->ballast)
		g_ptr_array_add(advice, g_strdup("ballast false: in virtual time a blocked vCPU "
						 "then costs nothing"));
	if (g_strcmp0(s->transparent_hugepage, "never"))
		g_ptr_array_add(advice, g_strdup_printf("transparent_hugepage %s: the published "
							"host had none, ratios may differ",
							s->transparent_hugepage));
	return advice;
}
