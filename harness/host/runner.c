// SPDX-License-Identifier: GPL-2.0-or-later
/* The simulated host's first process: sets the host up, runs, hands over, powers off. */
#include "host/runner.h"

#include "host/console.h"
#include "host/exchange.h"
#include "host/knob.h"
#include "host/mounts.h"
#include "host/result.h"
#include "host/run.h"
#include "settings/description.h"
#include "util/error.h"

#include <glib.h>
#include <stdlib.h>
#include <sys/reboot.h>
#include <unistd.h>

#define RUN_FOLDER "/run/apfbench"

/* Sets up what an initramfs lacks; after that the description says what to do. */
static int host_boot(struct run *run)
{
	int err;

	/* The kernel gives its first process no PATH. */
	g_setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", TRUE);
	/* Otherwise jansson asks the kernel for entropy, to defend hash tables that nobody attacks.
	 */
	json_object_seed(1);
	err = mounts_make();
	if (!err)
		err = console_take();
	if (!err)
		err = exchange_receive(&run->description);
	if (!err)
		err = mounts_make_cgroup(run->description.settings.cgroup);
	return err;
}

/* Stands still for the snapshot. What goes on afterwards may be a fork: another run of this
 * preparation. */
static int host_become_fork(struct run *run)
{
	int err;

	console_say(CONSOLE_PREPARED);
	sync();
	err = knob_quiesce();
	return err ? err : exchange_receive(&run->description);
}

static int host_run(struct run *run)
{
	int err = host_boot(run);

	if (!err)
		err = run_prepare(run);
	if (!err && run->description.snapshot)
		err = host_become_fork(run);
	return err ? err : run_measure(run);
}

/* The record first: whoever reads about a failure on the console may end the machine at once. */
static void host_report(const struct run *run, const char *failure)
{
	json_t *result = result_make(run, failure);
	int err = exchange_send(result);

	if (failure)
		console_say(CONSOLE_FAILED "%s", failure);
	if (err)
		console_say(CONSOLE_FAILED "%s", error_text());
	else
		console_say(CONSOLE_RECORDED);
	json_decref(result);
}

void runner_init(void)
{
	g_autofree char *failure = NULL;
	struct run run;

	run_init(&run, RUN_FOLDER);
	if (host_run(&run))
		failure = g_strdup(error_text());
	guest_freeze(&run.guest);
	ballast_stop(&run.ballast);
	host_report(&run, failure);
	/* The machine may be ended from outside from now on, without waiting for the cleanup. */
	run_clear(&run);
	sync();
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}
