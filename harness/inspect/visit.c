// SPDX-License-Identifier: GPL-2.0-or-later
/* Brings up a host for people, and takes it away again, whatever happens in between. */
#include "inspect/visit.h"

#include "schedule/job.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/progress.h"
#include "util/scratch.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>

#define STOP_GRACE_MS 3000
#define LIVE_MS	      1000

struct preparation {
	const struct testbed *testbed;
	void *state;
	const struct plan_run *run;
	const char *logs;
};

/* In the child. */
static int prepare_execute(void *data)
{
	const struct preparation *preparation = data;

	return preparation->testbed->prepare(preparation->state, preparation->run,
					     preparation->logs);
}

static int prepare_await(struct job *job, const struct interrupt *interrupt,
			 const struct plan_run *run)
{
	struct pollfd fds[] = { { .fd = interrupt->fd, .events = POLLIN },
				{ .fd = job->fd, .events = POLLIN } };

	do {
		progress_live("%s boot %" PRIu64 ": preparing", run->setup->name, run->boot);
		if (poll(fds, G_N_ELEMENTS(fds), LIVE_MS) < 0 && errno != EINTR)
			return error_sys(errno, "cannot wait for the preparation");
		if (interrupt_taken(interrupt))
			return error_set(EINTR, "interrupted; nothing is left of the host");
	} while (!fds[1].revents || !job_read(job));
	return 0;
}

/* In a child, so that Ctrl-C leaves nothing of it. */
static int prepare(struct visit *visit, const struct testbed *testbed, void *state,
		   const struct plan_run *run)
{
	g_autofree char *logs = g_build_filename(visit->folder, "preparation", NULL);
	struct preparation preparation = { testbed, state, run, logs };
	const struct job_place place = { logs, &visit->interrupt, -1 };
	struct job job = { 0 };
	int err = job_start(&job, &place, prepare_execute, &preparation), ended;
	char *why;

	if (err)
		return err;
	err = prepare_await(&job, &visit->interrupt, run);
	progress_clear();
	if (!err)
		return job_end(&job, -1);
	why = error_keep();
	job_stop(&job);
	ended = job_end(&job, STOP_GRACE_MS);
	(void)ended; /* -ECANCELED, as a rule */
	scratch_sweep();
	return error_restore(err, why);
}

int visit_check(const struct testbed *testbed)
{
	return testbed->enter ? 0
			      : error_set(EINVAL, "testbed %s: has no host that people can get at",
					  testbed->name);
}

int visit_begin(struct visit *visit, const struct testbed *testbed, void *state,
		const struct plan_run *run, enum machine_access access)
{
	g_autoptr(GPtrArray) keep = g_ptr_array_new();
	g_autofree char *logs = NULL;
	int err;

	*visit = (struct visit){ .interrupt.fd = -1 };
	/* If nobody reads our output any more, the host still has to go. */
	visit->pipe_action = signal(SIGPIPE, SIG_IGN);
	err = interrupt_begin(&visit->interrupt);
	if (!err)
		err = scratch_make(&visit->folder);
	if (err)
		return err;
	g_ptr_array_add(keep, (gpointer)run);
	if (testbed->trim && testbed->trim(state, keep))
		progress_warn("%s", error_text());
	if (!testbed->is_prepared(state, run))
		err = prepare(visit, testbed, state, run);
	logs = g_build_filename(visit->folder, "host", NULL);
	if (!err)
		err = fs_make_folder(logs);
	return err ? err : testbed->enter(state, run, access, logs, &visit->machine);
}

int visit_end(struct visit *visit, int err)
{
	machine_end(&visit->machine);
	if (visit->folder)
		err = scratch_disown(err, visit->folder);
	scratch_remove(visit->folder);
	if (visit->interrupt.fd >= 0)
		interrupt_end(&visit->interrupt);
	signal(SIGPIPE, visit->pipe_action);
	return err;
}
