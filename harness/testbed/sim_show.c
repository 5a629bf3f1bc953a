// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints for a dry run what would be started: the simulated host twice, and in it the guest. */
#include "qemu/guest_command.h"
#include "record/describe.h"
#include "testbed/sim.h"
#include "util/error.h"
#include "util/process.h"
#include "util/units.h"
#include <errno.h>

/* Real where they are known before anything is built; files of a run's logs are placeholders. */
static char *host_line(const struct sim *sim, const struct plan_run *run, bool incoming)
{
	const struct sim_setup *setup = sim_find_setup(sim, run->setup);
	const struct settings *settings = &run->setup->settings;
	g_autofree char *parameters = sim_parameters(settings);
	const struct machine_shape shape = sim_shape(settings, run->boot_seed, parameters);
	struct machine_paths paths = machine_placeholders;
	g_auto(GStrv) argv = NULL;

	paths.preload = sim->qemu.preload;
	paths.qemu = sim->qemu.path;
	paths.kernel = setup->host->build.bzimage;
	paths.initrd = setup->host_image.path;
	argv = machine_command(&shape, &paths, incoming);
	return process_quote((const char *const *)argv);
}

static char *guest_line(const struct settings *settings)
{
	g_autoptr(GPtrArray) argv = NULL;
	struct inside inside;

	inside_take(settings, &inside);
	argv = guest_command(&inside, "{runner}");
	inside_clear(&inside);
	return process_quote((const char *const *)argv->pdata);
}

static char *container_text(const struct settings *settings)
{
	g_autofree char *size = settings->container ? units_size_text(settings->container) : NULL;

	return size ? g_strdup_printf("in a memory container of %s (cgroup %s)", size,
				      settings->cgroup)
		    : g_strdup("without a container");
}

static char *payload_text(const struct settings *settings)
{
	if (!settings_have_guest(settings))
		return g_strdup_printf("; in its place runs %s", settings->payload);
	return setting_is_path(setting_find("beside"), settings->beside)
		       ? g_strdup_printf("; beside it runs %s", settings->beside)
		       : g_strdup("");
}

int sim_show(void *state, const struct plan_run *run, FILE *out)
{
	const struct sim *sim = state;
	const struct sim_setup *setup = sim_find_setup(sim, run->setup);
	const struct settings *settings = &run->setup->settings;
	g_autofree char *preparation = host_line(sim, run, false);
	g_autofree char *fork = host_line(sim, run, true);
	g_autofree char *container = container_text(settings);
	g_autofree char *payload = payload_text(settings);
	g_autofree char *line = guest_line(settings);
	int done =
		fprintf(out,
			"# preparation, once for all runs of this boot; its snapshot is kept\n"
			"%s\n"
			"# in that host, %s; its kernel is %s%s\n"
			"%s\n"
			"# run: a fork, which loads the snapshot and goes on\n"
			"%s\n",
			preparation, container, setup->guest->build.bzimage, payload, line, fork);

	return done < 0 ? error_sys(errno, "cannot print") : 0;
}
