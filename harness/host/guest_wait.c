// SPDX-License-Identifier: GPL-2.0-or-later
/* Listens to the guest until it has come to where the runner wants it. */
#include "host/clock.h"
#include "host/guest.h"
#include "host/kernel_log.h"
#include "host/lines.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>

#define CONSOLE_LINES 40

/* How long a guest that panics has for the rest of its words. */
#define PANIC_SECONDS 2

static void workload_line_take(struct guest *guest, const char *line, bool is_port)
{
	enum workload_step step =
		guest->workload->line_take(guest->result, line, is_port, &guest->exit_status);

	if (step < WORKLOAD_STEPS && !guest->reached_ns[step])
		guest->reached_ns[step] = clock_now();
}

static void console_line_take(const char *line, void *user)
{
	struct guest *guest = user;

	if (g_queue_get_length(guest->console_last) == CONSOLE_LINES)
		g_free(g_queue_pop_head(guest->console_last));
	g_queue_push_tail(guest->console_last, g_strdup(line));
	if (kernel_log_is_panic(line))
		guest->panicked = true;
	if (kernel_log_is_bad(line))
		g_ptr_array_add(guest->bad, g_strdup(line));
	else
		workload_line_take(guest, line, false);
}

static void record_line_take(const char *line, void *user)
{
	workload_line_take(user, line, true);
}

/*
 * Sleeps until the guest says something. 0, -EPIPE when its QEMU has ended, -ETIMEDOUT, or the
 * errno of what could not be read; records no text.
 */
static int guest_listen(struct guest *guest, uint64_t deadline)
{
	struct pollfd fds[] = {
		{ .fd = guest->console, .events = POLLIN },
		{ .fd = guest->record, .events = POLLIN },
	};
	int ready = poll(fds, G_N_ELEMENTS(fds), clock_left_ms(deadline));
	int console, record;

	if (!ready)
		return -ETIMEDOUT;
	if (ready < 0)
		return errno == EINTR ? 0 : -errno;
	/* Always both: what QEMU wrote before it ended is read before its end is told. */
	console = fds[0].revents ? lines_read(guest->console, guest->console_partial,
					      console_line_take, guest)
				 : 0;
	record = fds[1].revents
			 ? lines_read(guest->record, guest->record_partial, record_line_take, guest)
			 : 0;
	return console ? console : record;
}

static int early_end(struct guest *guest, enum workload_step step)
{
	g_autofree char *path = g_build_filename(guest->folder, "qemu.log", NULL);
	g_autofree char *log = NULL;

	if (fs_read(path, &log, NULL))
		log = g_strdup("");
	g_strstrip(log);
	g_strdelimit(log, "\n", ' ');
	return error_set(EPROTO, "guest: its QEMU ended before the guest %s%s%s",
			 guest->workload->steps[step], *log ? ": " : "", log);
}

/* What stands in the way of the step, if anything; ended: QEMU is no more. */
static int guest_check(struct guest *guest, enum workload_step step, bool ended)
{
	if (guest->panicked)
		return error_set(EPROTO, "guest: its kernel panicked before it %s",
				 guest->workload->steps[step]);
	if (guest->reached_ns[WORKLOAD_ENDED] && guest->exit_status)
		return error_set(EPROTO, "guest: %s ended with status %" PRIu64 " before it %s",
				 guest->workload->name, guest->exit_status,
				 guest->workload->steps[step]);
	if (guest->reached_ns[step])
		return 0;
	if (guest->reached_ns[WORKLOAD_ENDED] && step != WORKLOAD_DONE)
		return error_set(EPROTO, "guest: %s ended before it %s", guest->workload->name,
				 guest->workload->steps[step]);
	return ended ? early_end(guest, step) : 0;
}

int guest_wait(struct guest *guest, enum workload_step step, uint64_t seconds)
{
	uint64_t deadline = clock_now() + seconds * CLOCK_SECOND;
	int err = 0;

	while (!err && !guest->reached_ns[step]) {
		int heard = guest_listen(guest, deadline);

		if (guest->panicked)
			deadline = MIN(deadline, clock_now() + PANIC_SECONDS * CLOCK_SECOND);
		if (heard == -ETIMEDOUT && !guest->panicked)
			return error_set(ETIMEDOUT,
					 "guest: hung: %" PRIu64 " s were not enough until it %s",
					 seconds, guest->workload->steps[step]);
		if (heard && heard != -ETIMEDOUT && heard != -EPIPE)
			return error_sys(-heard, "guest: cannot listen to it until it %s",
					 guest->workload->steps[step]);
		if (heard || !guest->panicked)
			err = guest_check(guest, step, heard == -EPIPE);
	}
	return err ? err : guest_check(guest, step, false);
}

void guest_sleep(struct guest *guest, uint64_t until)
{
	while (!guest->panicked && !guest->reached_ns[WORKLOAD_DONE])
		if (guest_listen(guest, until))
			return;
}
