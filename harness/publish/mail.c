// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes paragraphs and tables as kernel mailing lists have them. */
#include "publish/mail.h"

#include "publish/limits.h"
#include "publish/repeat.h"
#include "publish/setting_values.h"
#include "report/columns.h"
#include "report/gate.h"
#include "report/page.h"
#include "util/text.h"

#include <string.h>

#define WIDTH	  72
#define INDENT	  "  "
#define CONTINUED " \\"

static void paragraph_append(GString *out, const char *text)
{
	g_autofree char *ascii = text_ascii(text);

	columns_wrap_at(ascii, WIDTH, "", out);
	g_string_append_c(out, '\n');
}

static void paragraph_printf(GString *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void paragraph_printf(GString *out, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	paragraph_append(out, text);
}

static void items_append(GString *out, const GPtrArray *texts)
{
	for (guint i = 0; i < texts->len; i++) {
		g_autofree char *ascii = text_ascii(texts->pdata[i]);

		g_string_append(out, "- ");
		columns_wrap_at(ascii, WIDTH - strlen(INDENT), INDENT, out);
	}
	if (texts->len)
		g_string_append_c(out, '\n');
}

/* A last column without a head has remarks, which are too long for a column. */
static size_t width_of(const struct table *table)
{
	return table->width - (table->width > 2 && !*table->columns[table->width - 1].head);
}

/* A copy of its columns without characters that a mail might lose. Free with table_free(). */
static struct table *table_ascii(const struct table *table, size_t width)
{
	g_autofree struct column *columns = g_memdup2(table->columns, width * sizeof(*columns));
	g_autoptr(GPtrArray) heads = g_ptr_array_new_with_free_func(g_free);
	struct table *copy;

	for (size_t i = 0; i < width; i++) {
		g_ptr_array_add(heads, text_ascii(table->columns[i].head));
		columns[i].head = heads->pdata[i];
	}
	copy = table_new(table->name, columns, width);
	copy->as_letter = table->as_letter;
	for (size_t i = 0; i < table_rows(table) * width; i++) {
		struct cell cell = *table_cell(table, i / width, i % width);

		cell.text = cell.text ? text_ascii(cell.text) : NULL;
		g_array_append_val(copy->cells, cell);
	}
	return copy;
}

static bool fits(const char *text)
{
	for (; *text; text += strspn(text, "\n")) {
		size_t length = strcspn(text, "\n");

		if (length > WIDTH)
			return false;
		text += length;
	}
	return true;
}

/* A line for each value. */
static void row_append(GString *out, const struct table *table, size_t row)
{
	g_autofree char *name = columns_cell_text(&table->columns[0], table_cell(table, row, 0));

	columns_wrap_at(name, WIDTH, "", out);
	for (size_t i = 1; i < table->width; i++) {
		g_autofree char *head = page_head(table, i);
		g_autofree char *text =
			columns_cell_text(&table->columns[i], table_cell(table, row, i));
		g_autofree char *line = g_strdup_printf("%s: %s", head, text);

		g_string_append(out, INDENT);
		columns_wrap_at(line, WIDTH - strlen(INDENT), INDENT INDENT, out);
	}
}

/* "NAME: REMARK", which some are already. Free with g_free(). */
static char *remark_text(const char *name, const char *remark)
{
	size_t length = strlen(name);
	bool named = !strncmp(remark, name, length) && remark[length] == ':';

	return named ? g_strdup(remark) : g_strdup_printf("%s: %s", name, remark);
}

static void remarks_append(GString *out, const struct table *table)
{
	g_autoptr(GPtrArray) remarks = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; i < table_rows(table); i++) {
		const char *remark = table_cell(table, i, table->width - 1)->text;

		if (remark && *remark)
			g_ptr_array_add(remarks,
					remark_text(table_cell(table, i, 0)->text, remark));
	}
	items_append(out, remarks);
}

/* In columns where all of them fit. */
static void table_append(GString *out, const struct table *table)
{
	struct table *ascii = table_ascii(table, width_of(table));
	const struct look unfolded = { SIZE_MAX, false };
	g_autoptr(GString) columns = g_string_new(NULL);

	if (table->as_letter)
		columns_print_letter(ascii, columns);
	else
		columns_print(ascii, &unfolded, columns);
	if (fits(columns->str))
		g_string_append(out, columns->str);
	else
		for (size_t i = 0; i < table_rows(ascii); i++)
			row_append(out, ascii, i);
	g_string_append_c(out, '\n');
	if (ascii->width < table->width)
		remarks_append(out, table);
	table_free(ascii);
	items_append(out, table->lines);
}

/* Tables of the model that have something to say in a letter; the first figure's is among them. */
static const struct {
	const char *table, *text;
} tables[] = {
	{ "claims", "Claims:" },
	{ "mechanism", "Async page faults and what goes along with them, means over boots:" },
	{ "payloads", "Tests that ran in the host:" },
};

static void tables_append(GString *out, const struct model *model)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		for (guint j = 0; j < model->tables->len; j++) {
			const struct table *table = model->tables->pdata[j];

			if (strcmp(table->name, tables[i].table))
				continue;
			paragraph_append(out, tables[i].text);
			table_append(out, table);
		}
}

static void letter_append(GString *out, const struct report *report, const struct model *model)
{
	for (guint i = 0; i < model->tables->len; i++) {
		const struct table *table = model->tables->pdata[i];

		if (!table->as_letter)
			continue;
		paragraph_printf(out,
				 "The %s, mean over boots, and in brackets its standard "
				 "error:",
				 report->workload->metrics->label);
		table_append(out, table);
	}
}

static void verdicts_append(GString *out, const struct report *report)
{
	const struct gate_options options = { .margin = GATE_MARGIN };
	g_autofree char *heading = NULL;
	struct gate *gate = NULL;
	struct table *table;

	if (!report_has_figures(report) || !report->baseline || gate_make(report, &options, &gate))
		return;
	heading = gate_heading(gate);
	table = gate_table(gate);
	paragraph_append(out, heading);
	table_append(out, table);
	table_free(table);
	gate_free(gate);
}

/* The length of a command's first word, to which quotes and what they enclose belong. */
static size_t word_length(const char *command)
{
	const char *at = command;
	char quote = '\0';

	for (; *at && (quote || *at != ' '); at++)
		if (*at == quote)
			quote = '\0';
		else if (!quote && strchr("'\"", *at))
			quote = *at;
		else if (*at == '\\' && quote != '\'' && at[1])
			at++;
	return (size_t)(at - command);
}

/* Lines are continued as in a shell, so that the command can be copied. */
static void command_append(GString *out, const char *line)
{
	g_autofree char *ascii = text_ascii(line);
	const char *at = ascii;
	gsize begin = out->len;

	g_string_append(out, INDENT);
	while (*at) {
		const size_t length = word_length(at);

		if (at > ascii && out->len - begin + 1 + length + strlen(CONTINUED) > WIDTH) {
			g_string_append(out, CONTINUED "\n");
			begin = out->len;
			g_string_append(out, INDENT INDENT);
		} else if (at > ascii) {
			g_string_append_c(out, ' ');
		}
		g_string_append_len(out, at, (gssize)length);
		at += length + strspn(at + length, " ");
	}
	g_string_append_c(out, '\n');
}

static void benchmark_append(GString *out, const struct campaign *campaign)
{
	const struct workload *workload = campaign->workload;
	g_autoptr(GPtrArray) commands = setting_values_commands(campaign->experiment, workload);

	paragraph_printf(out, "The benchmark is %s%s%s.%s", workload->name,
			 workload->what ? ": " : "", workload->what ? workload->what : "",
			 commands->len ? " It was started as" : "");
	for (guint i = 0; i < commands->len; i++)
		command_append(out, commands->pdata[i]);
	if (commands->len)
		g_string_append_c(out, '\n');
}

static void guest_append(GString *out, const json_t *experiment)
{
	g_autofree char *vcpus = setting_values(experiment, "vcpus");
	g_autofree char *memory = setting_values(experiment, "guest_memory");
	g_autofree char *container = setting_values(experiment, "container");
	g_autofree char *cgroup = setting_values(experiment, "cgroup");
	g_autofree char *latency = setting_values(experiment, "read_latency");
	g_autofree char *limit =
		g_strdup_printf("a memory container (cgroup %s) of %s", cgroup, container);

	paragraph_printf(out,
			 "Each guest had %s vCPUs, %s of memory, and %s; each read from swap was "
			 "delayed by %s ms.",
			 vcpus, memory, strcmp(container, "none") ? limit : "no memory container",
			 latency);
}

static void lists_append(GString *out, const struct campaign *campaign, const struct model *model)
{
	g_autoptr(GPtrArray) limits = limits_make(campaign->experiment);

	if (model->notes->len)
		paragraph_append(out, "Notes:");
	items_append(out, model->notes);
	paragraph_append(out, "How this was measured:");
	items_append(out, model->lines);
	paragraph_append(out, "What it does not show:");
	items_append(out, limits);
}

static void repeat_append(GString *out, const struct campaign *campaign,
			  const struct report *report)
{
	g_autofree char *command = repeat_command(campaign, report);
	g_autoptr(GPtrArray) lines = repeat_lines(campaign, report);

	paragraph_append(out, "To repeat it:");
	command_append(out, command);
	g_string_append_c(out, '\n');
	items_append(out, lines);
}

void mail_write(const struct campaign *campaign, const struct report *report,
		const struct model *model, FILE *out)
{
	g_autoptr(GString) text = g_string_new(NULL);

	paragraph_append(text, report->title);
	if (report_has_figures(report)) {
		benchmark_append(text, campaign);
		guest_append(text, campaign->experiment);
	}
	letter_append(text, report, model);
	verdicts_append(text, report);
	tables_append(text, model);
	lists_append(text, campaign, model);
	repeat_append(text, campaign, report);
	fputs(text->str, out);
}
