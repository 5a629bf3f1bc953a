// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens a shell in the prepared host of a setup, on our standard streams. */
#include "inspect/shell.h"

#include "inspect/protocol.h"
#include "inspect/relay.h"
#include "inspect/visit.h"
#include "util/error.h"
#include "util/paths.h"
#include "util/progress.h"
#include "util/units.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define PROGRAM "shell"
/* A host for people may be open for as long as a program in it may run. */
#define LONGEST "86400"

int shell_set(struct setup *setup, bool guest)
{
	g_autofree char *program = paths_program(PROGRAM);
	const struct {
		const char *setting, *value;
	} rows[] = {
		{ guest ? "beside" : "payload", program },
		{ "seconds", LONGEST },
		{ "counters", "false" },
		{ "ballast", "false" },
		{ "turns", "0" },
	};
	int err = 0;

	if (guest && !settings_have_guest(&setup->settings))
		return error_set(EINVAL, "setup %s: has no guest, but a payload", setup->name);
	for (size_t i = 0; !err && i < G_N_ELEMENTS(rows); i++)
		err = settings_set(&setup->settings, setting_find(rows[i].setting), rows[i].value);
	return err ? error_prefix(err, "setup %s", setup->name) : 0;
}

/* A name that fits into the line, and cannot be taken for more of it. */
static const char *terminal_name(void)
{
	const char *name = g_getenv("TERM");

	return name && g_regex_match_simple("^[A-Za-z0-9.+-]{1,40}$", name, G_REGEX_DOLLAR_ENDONLY,
					    0)
		       ? name
		       : "vt100";
}

/* What the program in the host reads first. */
static GString *greeting_make(const GString *commands)
{
	GString *greeting = g_string_new(NULL);
	struct winsize size = { 0 };

	if (commands) {
		g_string_printf(greeting, SHELL_COMMANDS "%zu\n", commands->len);
		g_string_append_len(greeting, commands->str, (gssize)commands->len);
		return greeting;
	}
	ioctl(STDIN_FILENO, TIOCGWINSZ, &size);
	g_string_printf(greeting, SHELL_TERMINAL "%u %u %s\n", size.ws_row, size.ws_col,
			terminal_name());
	return greeting;
}

static void status_hear(const char *line, void *status)
{
	if (g_str_has_prefix(line, SHELL_STATUS))
		(void)units_number(SHELL_STATUS, line + strlen(SHELL_STATUS), 0, 255, status);
}

/* The host has ended, or is about to: with the shell? */
static int status_take(const struct machine *machine, uint64_t *status)
{
	const struct watch_listener listener = { .hear = status_hear, .user = status };
	const struct watched watched = machine_watched(machine);

	return watch_console(&watched, SHELL_STATUS, &watch_defaults, &listener);
}

static int relay(struct visit *visit, const GString *commands)
{
	g_autoptr(GString) greeting = greeting_make(commands);
	const struct machine *machine = &visit->machine;
	const struct watched watched = machine_watched(machine);
	struct relay relay = { .pending = greeting,
			       .typed = !commands,
			       .interrupt = &visit->interrupt };
	int err = watch_console(&watched, SHELL_READY, &watch_defaults, NULL);

	if (!err)
		err = relay_connect(machine->door, &relay.host);
	if (err)
		return err;
	if (!commands)
		progress_note("Ctrl-] ends the host, and so does the end of its shell.");
	err = relay_run(&relay);
	close(relay.host);
	return err;
}

int shell_open(const struct testbed *testbed, void *state, const struct plan_run *run,
	       const GString *commands, uint64_t *status)
{
	struct visit visit;
	int err = visit_begin(&visit, testbed, state, run, MACHINE_TERMINAL);

	*status = 0;
	if (!err)
		err = relay(&visit, commands);
	if (err == RELAY_HOST)
		err = status_take(&visit.machine, status);
	else if (err == RELAY_ESCAPED)
		err = 0;
	return visit_end(&visit, err);
}
