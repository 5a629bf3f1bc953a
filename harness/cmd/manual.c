// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the tables of commands, options and exit statuses as roff. */
#include "cmd/manual.h"

#include "util/paths.h"
#include "util/process.h"
#include "util/status.h"
#include "util/version.h"

#include <glib.h>
#include <string.h>

/* Text for roff: no line is a request, and hyphens can be copied. */
static void text_write(const char *text, size_t length, FILE *out)
{
	fputs("\\&", out);
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\n')
			fputs("\n.PP\n\\&", out);
		else if (text[i] == '\\')
			fputs("\\e", out);
		else if (text[i] == '-')
			fputs("\\-", out);
		else
			fputc(text[i], out);
		if (text[i] == '\n' && text[i + 1] == '\n')
			i++;
	}
	fputc('\n', out);
}

static void line_write(const char *text, FILE *out)
{
	text_write(text, strlen(text), out);
}

static void option_write(const struct argp_option *option, FILE *out)
{
	g_autofree char *value = option->arg ? g_strdup_printf("=%s", option->arg) : g_strdup("");
	g_autofree char *name =
		option->key < 256 ? g_strdup_printf("-%c, --%s%s", option->key, option->name, value)
				  : g_strdup_printf("--%s%s", option->name, value);

	fputs(".TP\n", out);
	line_write(name, out);
	line_write(option->doc, out);
}

static void options_write(const struct argp *argp, FILE *out)
{
	for (const struct argp_option *option = argp->options; option && option->name; option++)
		if (!(option->flags & OPTION_HIDDEN))
			option_write(option, out);
	for (const struct argp_child *child = argp->children; child && child->argp; child++)
		options_write(child->argp, out);
}

void manual_section(const struct argp *argp, const char *full, FILE *out)
{
	char *doc = argp->help_filter ? argp->help_filter(ARGP_KEY_HELP_PRE_DOC, argp->doc, NULL)
				      : (char *)argp->doc;
	const char *behind = strchr(doc, '\v');
	size_t before = behind ? (size_t)(behind - doc) : strlen(doc);
	g_autofree char *usage =
		g_strdup_printf("%s [OPTION...] %s", full, argp->args_doc ? argp->args_doc : "");

	fputs(".SS ", out);
	line_write(g_strchomp(usage), out);
	text_write(doc, before, out);
	options_write(argp, out);
	if (behind) {
		fputs(".PP\n", out);
		line_write(behind + 1, out);
	}
	if (doc != argp->doc)
		g_free(doc);
}

static int sections_write(const struct command *commands, FILE *out)
{
	g_autofree char *self = paths_self();
	int err = 0;

	for (; !err && commands->name; commands++) {
		const char *const argv[] = { self, commands->name, "--manual", NULL };
		g_autofree char *section = NULL;

		err = process_output(argv, NULL, &section);
		if (!err)
			fprintf(out, "%s\n", section);
	}
	return err;
}

int manual_print(const struct command *commands, FILE *out)
{
	g_autofree char *version = version_text();
	int err;

	fprintf(out,
		".TH APFBENCH 1 \"\" \"apfbench %s\"\n.SH NAME\n"
		"apfbench \\- measures KVM kernel patch series\n.SH SYNOPSIS\n"
		".B apfbench\n.I COMMAND\n[\\fIOPTION\\fR...]\n.SH DESCRIPTION\n"
		"Builds kernels, boots guests inside a memory container, runs bm in them many\n"
		"times, and gives numbers with error bars.\n.SH COMMANDS\n",
		version);
	err = sections_write(commands, out);
	fputs(".SH EXIT STATUS\n", out);
	for (const struct status_row *row = status_table; row->name; row++) {
		fprintf(out, ".TP\n.B %d\n", row->status);
		line_write(row->meaning, out);
	}
	return err;
}
