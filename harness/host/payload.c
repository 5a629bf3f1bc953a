// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs a program in the prepared host. */
#include "host/payload.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"

#include <glib.h>
#include <signal.h>
#include <string.h>

bool payload_has_guest(const char *description)
{
	return !strcmp(description, PAYLOAD_BM) || g_str_has_prefix(description, PAYLOAD_BESIDE);
}

static int commands_write(const json_t *commands, const char *path)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0; i < json_array_size(commands); i++)
		g_string_append_printf(text, "%s\n",
				       json_string_value(json_array_get(commands, i)));
	return fs_write_atomic(path, text->str, text->len);
}

int payload_start(struct payload *payload, const char *description, const json_t *commands,
		  const char *folder)
{
	g_autofree char *lines = g_build_filename(folder, "commands", NULL);
	g_autofree char *variable = g_strconcat("APFBENCH_COMMANDS=", lines, NULL);
	char *environment[] = { variable, NULL };
	struct process_options options = { .environment = environment };
	int err;

	if (!strcmp(description, PAYLOAD_BM))
		return 0;
	if (payload_has_guest(description))
		description += strlen(PAYLOAD_BESIDE);
	payload->program = g_strdup(description);
	payload->log = g_build_filename(folder, "payload.log", NULL);
	options.log = payload->log;
	err = commands_write(commands, lines);
	if (!err)
		err = process_start((const char *const[]){ payload->program, NULL }, &options,
				    &payload->pid);
	return err ? error_prefix(err, "payload") : 0;
}

json_t *payload_finish(struct payload *payload, bool at_once)
{
	g_autofree char *output = NULL, *valid = NULL;
	json_t *told = NULL;

	if (payload->pid) {
		int status;

		if (at_once)
			kill(payload->pid, SIGKILL);
		status = process_wait(payload->pid);
		if (fs_read(payload->log, &output, NULL))
			output = g_strdup("");
		valid = g_utf8_make_valid(output, -1);
		told = json_pack("{s:i, s:s}", "status", status, "output", valid);
	}
	payload->pid = 0;
	g_clear_pointer(&payload->program, g_free);
	g_clear_pointer(&payload->log, g_free);
	return told;
}
