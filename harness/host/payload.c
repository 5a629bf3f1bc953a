// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs a program in the prepared host. */
#include "host/payload.h"

#include "host/clock.h"
#include "host/console.h"
#include "host/lines.h"
#include "settings/description.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <inttypes.h>
#include <signal.h>
#include <unistd.h>

/* Put before its lines on the console: some words at the start of a line have a meaning. */
#define CONSOLE_PREFIX "payload: "

#define LOOK_US 20000

static int commands_write(const json_t *commands, const char *path)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0; i < json_array_size(commands); i++)
		g_string_append_printf(text, "%s\n",
				       json_string_value(json_array_get(commands, i)));
	return fs_write_atomic(path, text->str, text->len);
}

int payload_start(struct payload *payload, const json_t *commands, const char *folder)
{
	g_autofree char *lines = g_build_filename(folder, "commands", NULL);
	g_autofree char *variable = g_strconcat("APFBENCH_COMMANDS=", lines, NULL);
	char *environment[] = { variable, NULL };
	struct process_options options = { .environment = environment, .own_group = true };
	int err;

	payload->log = g_build_filename(folder, "payload.log", NULL);
	options.log = payload->log;
	err = commands_write(commands, lines);
	if (!err)
		err = process_start((const char *const[]){ INSIDE_PAYLOAD, NULL }, &options,
				    &payload->pid);
	return err ? error_prefix(err, "payload") : 0;
}

static void line_repeat(const char *line, void *last)
{
	g_string_assign(last, line);
	console_say(CONSOLE_PREFIX "%s", line);
}

int payload_wait(struct payload *payload, uint64_t seconds)
{
	const uint64_t end = clock_now() + seconds * CLOCK_SECOND;
	g_autoptr(GString) partial = g_string_new(NULL), last = g_string_new(NULL);
	int fd = open(payload->log, O_RDONLY | O_CLOEXEC), err = 0;
	bool ended;

	if (fd < 0)
		return error_sys(errno, "%s: cannot read the payload's output", payload->log);
	do {
		ended = process_has_ended(payload->pid);
		if (!ended && clock_now() >= end)
			err = -ETIMEDOUT;
		/* -EPIPE at the end of the file is fine: more may come. */
		(void)lines_read(fd, partial, line_repeat, last);
		if (!ended && !err)
			usleep(LOOK_US);
	} while (!ended && !err);
	if (partial->len)
		line_repeat(partial->str, last);
	close(fd);
	return err ? error_set(ETIMEDOUT,
			       "payload has not ended after %" PRIu64
			       " s (setting seconds); its last line: %s",
			       seconds, last->len ? last->str : "(none)")
		   : 0;
}

json_t *payload_finish(struct payload *payload)
{
	g_autofree char *output = NULL, *valid = NULL;
	json_t *result = NULL;
	int status;

	if (payload->pid) {
		bool ended = process_has_ended(payload->pid);

		kill(-payload->pid, SIGKILL);
		status = process_wait(payload->pid);
		if (fs_read(payload->log, &output, NULL))
			output = g_strdup("");
		valid = g_utf8_make_valid(output, -1);
		result = json_pack("{s:o, s:s}", "status",
				   ended ? json_integer(status) : json_null(), "output", valid);
	}
	payload->pid = 0;
	g_clear_pointer(&payload->log, g_free);
	return result;
}
