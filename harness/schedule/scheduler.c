// SPDX-License-Identifier: GPL-2.0-or-later
/* One thread, one poll loop: starts tasks while there is room, and takes their results. */
#include "schedule/scheduler.h"

#include "record/record.h"
#include "schedule/estimate.h"
#include "schedule/interrupt.h"
#include "schedule/outcome.h"
#include "schedule/task.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/memory.h"
#include "util/progress.h"
#include "util/scratch.h"
#include "util/units.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <poll.h>
#include <unistd.h>

#define STOP_GRACE_MS 3000
#define TRIM_SHARE    20   /* at most one part of the time in this many goes into trimming */
#define LIVE_MS	      1000 /* the seconds of the live line advance while nothing happens */

struct scheduler {
	const struct schedule *schedule;
	struct schedule_result *result;
	struct interrupt interrupt;
	struct tasks *tasks;
	struct estimate *estimate;
	unsigned int slots;
	uint64_t memory;   /* bytes for tasks; UINT64_MAX: no limit */
	uint64_t reserved; /* bytes that running tasks may take */
	guint started;
	gint64 trim_next; /* monotonic, us: not before */
};

struct task_context {
	const struct scheduler *scheduler;
	const struct task *task;
	const char *logs;
};

/* In the child. */
static int run_execute(const struct task_context *context)
{
	const struct schedule *schedule = context->scheduler->schedule;
	const struct task *task = context->task;
	json_t *record = NULL;
	struct outcome_failure failure;
	int err = schedule->testbed->run(schedule->state, task->run, context->logs, &record);

	if (!err)
		err = peers_check(schedule->peers, record);
	if (!err) {
		err = outcome_save(schedule->folder->path, task->run, record, context->logs,
				   task->order, task_seconds(task));
	} else if (outcome_is_failure(err)) {
		outcome_failure_take(&failure, "",
				     schedule->testbed->inputs(schedule->state, task->run));
		err = outcome_save_failure(schedule->folder->path, task->run, &failure,
					   context->logs, task->order, task_seconds(task));
		outcome_failure_clear(&failure);
	}
	json_decref(record);
	return err;
}

static int task_execute(void *data)
{
	const struct task_context *context = data;
	const struct schedule *schedule = context->scheduler->schedule;

	if (context->task->kind == TASK_RUN)
		return run_execute(context);
	return schedule->testbed->prepare(schedule->state, context->task->run, context->logs);
}

static char *task_logs(const struct scheduler *scheduler, const struct task *task)
{
	g_autofree char *name = task->kind == TASK_RUN ? folder_run_name(task->run)
						       : folder_preparation_name(task->run);

	return folder_logs_path(scheduler->schedule->folder->path, name);
}

static int task_start(struct scheduler *scheduler, struct task *task)
{
	const struct folder *folder = scheduler->schedule->folder;
	g_autofree char *logs = task_logs(scheduler, task);
	struct job_place place = { logs, &scheduler->interrupt, folder->lock };
	struct task_context context = { scheduler, task, logs };
	int err;

	task->order = scheduler->started + 1;
	task->started = g_get_monotonic_time();
	err = job_start(&task->job, &place, task_execute, &context);
	if (err)
		return err;
	tasks_start(scheduler->tasks, task);
	scheduler->started++;
	scheduler->reserved += task->setup->memory;
	return 0;
}

/* One task may always run, however little memory there seems to be: the machine may swap. */
static uint64_t memory_left(const struct scheduler *scheduler)
{
	if (!scheduler->tasks->running->len || scheduler->memory == UINT64_MAX)
		return UINT64_MAX;
	return scheduler->memory - MIN(scheduler->memory, scheduler->reserved);
}

static int slots_fill(struct scheduler *scheduler)
{
	int err = 0;

	while (!err && scheduler->tasks->running->len < scheduler->slots) {
		struct task *task = tasks_next(scheduler->tasks, memory_left(scheduler));

		if (!task)
			break;
		err = task_start(scheduler, task);
	}
	return err;
}

static guint runs_done(const struct scheduler *scheduler)
{
	const struct schedule *schedule = scheduler->schedule;

	return schedule->total - schedule->missing->len + scheduler->result->made;
}

/*
 * Loads the record that a child has saved. Of two tasks side by side neither could see the other's
 * inputs, so a record that does not fit is removed again.
 */
static int record_take(const struct scheduler *scheduler, const char *path, json_t **record)
{
	int err = record_load(path, record);

	if (!err)
		err = peers_add(scheduler->schedule->peers, path, *record);
	if (err == -ESTALE)
		unlink(path);
	if (err)
		g_clear_pointer(record, json_decref);
	return err;
}

/* Counts a run that has its record, and prints how it went. */
static int run_report(struct scheduler *scheduler, const struct task *task, double seconds)
{
	g_autofree char *path = folder_record_path(scheduler->schedule->folder->path, task->run);
	g_autofree char *title = task_title(task);
	g_autofree char *took = units_duration_human(seconds);
	g_autofree char *text = NULL;
	json_t *record = NULL;
	int err = record_take(scheduler, path, &record);

	if (err)
		return err;
	scheduler->result->made++;
	scheduler->result->invalid += !outcome_is_valid(record);
	text = outcome_text(record);
	progress_note("[%u/%u] %s: %s, %s", runs_done(scheduler), scheduler->schedule->total, title,
		      text, took);
	json_decref(record);
	return 0;
}

/* Records all runs of a failed preparation as failed for that reason. */
static int preparation_fail(struct scheduler *scheduler, const struct task *preparation)
{
	g_autofree char *logs = task_logs(scheduler, preparation);
	struct outcome_failure failure;
	int err = 0;

	outcome_failure_take(
		&failure, "preparation: ",
		scheduler->schedule->testbed->inputs(scheduler->schedule->state, preparation->run));
	for (guint i = 0; !err && i < preparation->boot->runs->len; i++) {
		struct task *task = preparation->boot->runs->pdata[i];

		tasks_drop(scheduler->tasks, task);
		err = outcome_save_failure(scheduler->schedule->folder->path, task->run, &failure,
					   logs, 0, 0);
		if (!err)
			err = run_report(scheduler, task, 0);
	}
	outcome_failure_clear(&failure);
	return err;
}

static void preparations_keep(const struct schedule *schedule, const GPtrArray *runs)
{
	if (schedule->testbed->trim && schedule->testbed->trim(schedule->state, runs))
		progress_warn("%s", error_text());
}

/*
 * Lets the testbed drop preparations that no unfinished run needs. With thousands of boots each
 * call looks at thousands, so calls are spaced: the end of a boot may have to wait for that of the
 * next.
 */
static void preparations_trim(struct scheduler *scheduler, bool at_end)
{
	gint64 began = g_get_monotonic_time(), took;

	if (!scheduler->tasks->changed || (!at_end && began < scheduler->trim_next))
		return;
	g_autoptr(GPtrArray) keep = tasks_needed(scheduler->tasks);

	preparations_keep(scheduler->schedule, keep);
	scheduler->tasks->changed = false;
	took = g_get_monotonic_time() - began;
	scheduler->trim_next = began + took * TRIM_SHARE;
}

static int preparation_report(struct scheduler *scheduler, const struct task *task, int err,
			      double seconds)
{
	g_autofree char *title = task_title(task);
	g_autofree char *took = units_duration_human(seconds);

	progress_note("[%u/%u] %s: %s%s, %s", runs_done(scheduler), scheduler->schedule->total,
		      title, err ? "FAILED: " : "done", err ? error_text() : "", took);
	return err ? preparation_fail(scheduler, task) : 0;
}

static int task_end(struct scheduler *scheduler, struct task *task)
{
	int err = job_end(&task->job, -1);
	double seconds = task_seconds(task);

	tasks_end(scheduler->tasks, task);
	scheduler->reserved -= task->setup->memory;
	if (err && (task->kind == TASK_RUN || !outcome_is_failure(err))) {
		g_autofree char *title = task_title(task);

		return error_prefix(err, "%s", title);
	}
	if (!err)
		estimate_learn(scheduler->estimate, task->kind, task->run->setup->name, seconds);
	err = task->kind == TASK_RUN ? run_report(scheduler, task, seconds)
				     : preparation_report(scheduler, task, err, seconds);
	return err;
}

static void live_draw(const struct scheduler *scheduler)
{
	double left = estimate_left(scheduler->estimate, scheduler->tasks, scheduler->slots);
	g_autofree char *eta = isnan(left) ? NULL : units_duration_human(left);
	g_autoptr(GString) doing = g_string_new(NULL);
	const GPtrArray *running = scheduler->tasks->running;

	for (guint i = 0; i < running->len; i++) {
		const struct task *task = running->pdata[i];

		g_string_append_printf(doing, "%s%s boot %" PRIu64 ": %s", doing->len ? ", " : "",
				       task->run->setup->name, task->run->boot,
				       task->kind == TASK_RUN ? "measuring" : "preparing");
	}
	progress_live("%s: %u/%u runs%s%s, %u running (%s)", scheduler->schedule->experiment->name,
		      runs_done(scheduler), scheduler->schedule->total, eta ? ", ETA " : "",
		      eta ? eta : "", running->len, doing->str);
}

/* Waits for a child or a signal, and handles it. */
static int tasks_wait(struct scheduler *scheduler)
{
	g_autoptr(GPtrArray) watched = g_ptr_array_copy(scheduler->tasks->running, NULL, NULL);
	g_autofree struct pollfd *fds = g_new0(struct pollfd, watched->len + 1);
	int err = 0;

	fds[0] = (struct pollfd){ .fd = scheduler->interrupt.fd, .events = POLLIN };
	for (guint i = 0; i < watched->len; i++) {
		const struct task *task = watched->pdata[i];

		fds[i + 1] = (struct pollfd){ .fd = task->job.fd, .events = POLLIN };
	}
	if (poll(fds, watched->len + 1, LIVE_MS) < 0 && errno != EINTR)
		return error_sys(errno, "cannot wait for the runs");
	if (interrupt_taken(&scheduler->interrupt))
		return error_set(
			EINTR,
			"interrupted; %u of %u runs are recorded in %s; run the same command "
			"again to continue",
			runs_done(scheduler), scheduler->schedule->total,
			scheduler->schedule->folder->path);
	for (guint i = 0; !err && i < watched->len; i++) {
		struct task *task = watched->pdata[i];

		if (fds[i + 1].revents && job_read(&task->job))
			err = task_end(scheduler, task);
	}
	return err;
}

/* A stopped run may have saved its record already. */
static void run_stop(const struct scheduler *scheduler, const struct task *task)
{
	g_autofree char *path = folder_record_path(scheduler->schedule->folder->path, task->run);
	json_t *record = NULL;

	if (fs_exists(path) && !record_take(scheduler, path, &record))
		json_decref(record);
}

/* Stops all children and waits for them. */
static void tasks_stop(struct scheduler *scheduler)
{
	const GPtrArray *running = scheduler->tasks->running;

	for (guint i = 0; i < running->len; i++)
		job_stop(&((struct task *)running->pdata[i])->job);
	for (guint i = 0; i < running->len; i++) {
		struct task *task = running->pdata[i];

		job_end(&task->job, STOP_GRACE_MS);
		if (task->kind == TASK_RUN)
			run_stop(scheduler, task);
	}
}

static int tasks_run(struct scheduler *scheduler)
{
	int err;

	for (;;) {
		err = slots_fill(scheduler);
		if (err || !scheduler->tasks->running->len)
			break;
		live_draw(scheduler);
		err = tasks_wait(scheduler);
		if (err)
			break;
		preparations_trim(scheduler, false);
	}
	if (err) {
		char *kept = error_keep();

		tasks_stop(scheduler);
		error_restore(err, kept);
	} else {
		preparations_trim(scheduler, true);
	}
	scratch_sweep(); /* what killed children could not remove */
	progress_clear();
	return err;
}

int scheduler_run(const struct schedule *schedule, struct schedule_result *result)
{
	struct scheduler scheduler = {
		.schedule = schedule,
		.result = result,
		.slots = schedule->jobs ? schedule->jobs : g_get_num_processors(),
		.memory = memory_read().available,
	};
	int err;

	*result = (struct schedule_result){ 0 };
	err = interrupt_begin(&scheduler.interrupt);
	if (err)
		return err;
	preparations_keep(schedule, schedule->missing);
	scheduler.tasks = tasks_new(schedule->missing, schedule->testbed, schedule->state);
	scheduler.estimate = estimate_new();
	err = tasks_run(&scheduler);
	estimate_free(scheduler.estimate);
	tasks_free(scheduler.tasks);
	interrupt_end(&scheduler.interrupt);
	return err;
}
