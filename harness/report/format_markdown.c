// SPDX-License-Identifier: GPL-2.0-or-later
/* Markdown: the tables for a merge request or an issue. */
#include "report/format.h"
#include "report/page.h"

static void markdown_print(const struct model *model, const struct look *look, FILE *out)
{
	struct page *page = page_new(model->title);

	(void)look;
	for (guint i = 0; i < model->tables->len; i++)
		page_table(page, model->tables->pdata[i]);
	for (guint i = 0; i < model->lines->len; i++)
		page_item(page, model->lines->pdata[i]);
	for (guint i = 0; i < model->notes->len; i++) {
		g_autofree char *note =
			g_strdup_printf("note: %s", (const char *)model->notes->pdata[i]);

		page_item(page, note);
	}
	page_print_markdown(page, out);
	page_free(page);
}

const struct format format_markdown = {
	.name = "markdown",
	.help = "tables for GitHub and the like",
	.print = markdown_print,
};
