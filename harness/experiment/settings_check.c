// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings that cannot work together, and settings that are unwise. */
#include "experiment/settings_check.h"

#include "util/error.h"
#include "util/units.h"

#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <string.h>

#define MIB (UINT64_C(1024) * 1024)

/* Memory of a guest beyond bm's array (kernel, page tables, stacks), and of its QEMU beyond the
 * guest. */
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

static int guest_check(const struct settings *s, const char *setup)
{
	g_autofree char *array = units_size_text(s->array),
			*memory = units_size_text(s->guest_memory),
			*least = units_size_text(s->array + GUEST_OVERHEAD);

	if (s->array + GUEST_OVERHEAD <= s->guest_memory)
		return 0;
	return error_set(EINVAL,
			 "setup %s: array %s does not fit into guest_memory %s: with the guest's "
			 "kernel it needs %s",
			 setup, array, memory, least);
}

static int swap_check(const struct settings *s, const char *setup)
{
	uint64_t need = above(s->array + GUEST_OVERHEAD + QEMU_OVERHEAD, s->container);
	g_autofree char *swap = units_size_text(s->swap), *least = units_size_text(need),
			*array = units_size_text(s->array),
			*container = units_size_text(s->container);

	if (!s->container || need <= s->swap)
		return 0;
	return error_set(EINVAL,
			 "setup %s: swap %s is too small: array %s and guest need %s beyond "
			 "container %s",
			 setup, swap, array, least, container);
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

static int bm_check(const struct settings *settings, const char *setup)
{
	int err = guest_check(settings, setup);

	if (!err)
		err = swap_check(settings, setup);
	if (!err && settings->interval > settings->seconds)
		err = error_set(EINVAL,
				"setup %s: interval %" PRIu64 " is longer than seconds %" PRIu64
				": there would be no sample",
				setup, settings->interval, settings->seconds);
	return err;
}

int settings_check(const struct settings *settings, const char *setup)
{
	int err = 0;

	if (settings_have_guest(settings))
		err = bm_check(settings, setup);
	else if (setting_is_path(setting_find("beside"), settings->beside))
		err = error_set(EINVAL, "setup %s: beside needs bm, but payload is %s", setup,
				settings->payload);
	return err ? err : host_check(settings, setup);
}

static void container_advise(const struct settings *s, GPtrArray *advice)
{
	g_autofree char *container = units_size_text(s->container),
			*memory = units_size_text(s->guest_memory),
			*array = units_size_text(s->array);

	if (s->container > s->guest_memory)
		g_ptr_array_add(advice, g_strdup_printf("container %s is larger than guest_memory "
							"%s: nothing will be swapped",
							container, memory));
	else if (s->container >= s->array + GUEST_OVERHEAD + QEMU_OVERHEAD)
		g_ptr_array_add(advice,
				g_strdup_printf("container %s holds all of array %s: hardly "
						"anything will be swapped",
						container, array));
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
