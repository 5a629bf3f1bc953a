// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints, for a dry run, what would be started: the simulated host twice, and its guest. */
#include "qemu/guest_command.h"
#include "record/run_name.h"
#include "settings/describe.h"
#include "testbed/sim.h"
#include "testbed/sim_command.h"
#include "util/process.h"
#include "util/text.h"
#include "util/units.h"

/* Paths that are known before anything is built are real; those of logs are placeholders. */
static char *host_line(const struct sim *sim, const struct plan_run *run, bool incoming)
{
	const struct artefact_setup *setup = artefacts_find_setup(sim->artefacts, run->setup);
	struct sim_paths paths = sim_placeholders;
	g_auto(GStrv) argv = NULL;

	paths.preload = sim->lockstep.preload;
	paths.files.qemu = sim->qemu.path;
	paths.files.kernel = setup->host->build.bzimage;
	paths.files.initrd = setup->host_image.path;
	argv = sim_command(&run->setup->settings, run->boot_seed, &paths, incoming);
	return process_quote((const char *const *)argv);
}

static char *guest_line(const struct settings *settings)
{
	g_autoptr(GPtrArray) argv = NULL;
	struct inside inside;

	inside_take(settings, &inside);
	argv = guest_command(&inside, workload_inside_find(inside.workload), "{runner}");
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
		return g_strdup_printf("; %s runs instead of it", settings->payload);
	return setting_is_path(setting_find("beside"), settings->beside)
		       ? g_strdup_printf("; %s runs beside it", settings->beside)
		       : g_strdup("");
}

int sim_show(void *state, const struct plan_run *run, FILE *out)
{
	const struct sim *sim = state;
	const struct artefact_setup *setup = artefacts_find_setup(sim->artefacts, run->setup);
	const struct settings *settings = &run->setup->settings;
	g_autofree char *preparation = host_line(sim, run, false);
	g_autofree char *fork = host_line(sim, run, true);
	g_autofree char *container = container_text(settings);
	g_autofree char *payload = payload_text(settings);
	g_autofree char *line = guest_line(settings);

	text_line(out, "# preparation, once for all runs of this boot; its snapshot is kept");
	text_line(out, "%s", preparation);
	text_line(out, "# the guest in that host, %s; its kernel is %s%s", container,
		  setup->guest->build.bzimage, payload);
	text_line(out, "%s", line);
	text_line(out, "# run: a fork, which loads the snapshot and goes on%s",
		  run_name_kind(run->kind));
	text_line(out, "%s", fork);
	return 0;
}
