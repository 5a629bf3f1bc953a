// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of page formats, and how one becomes a file. */
#include "publish/page_format.h"

#include "publish/mail.h"
#include "publish/page_make.h"
#include "report/layout.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define STYLE "styles/page.css"

static int html_print(const struct campaign *campaign, const struct report *report, FILE *out)
{
	g_autofree char *path = paths_data(STYLE);
	g_autofree char *style = NULL;
	struct page *page;
	int err = fs_read(path, &style, NULL);

	if (err)
		return err;
	page = page_make(campaign, report, layout_make(report), true);
	page_print_html(page, style, out);
	page_free(page);
	return 0;
}

static int markdown_print(const struct campaign *campaign, const struct report *report, FILE *out)
{
	struct page *page = page_make(campaign, report, layout_make(report), false);

	fputs(PAGE_MARKDOWN_BEGIN, out);
	page_print_markdown(page, out);
	page_free(page);
	return 0;
}

static int mail_print(const struct campaign *campaign, const struct report *report, FILE *out)
{
	struct model *model = layout_make(report);

	mail_write(campaign, report, model, out);
	model_free(model);
	return 0;
}

static const struct page_format html = {
	.name = "html",
	.help = "a page for browsers",
	.file = "report.html",
	.begin = PAGE_HTML_BEGIN,
	.print = html_print,
};

static const struct page_format markdown = {
	.name = "markdown",
	.help = "the same for GitHub and the like",
	.begin = PAGE_MARKDOWN_BEGIN,
	.print = markdown_print,
};

static const struct page_format mail = {
	.name = "mail",
	.help = "the part of a cover letter that has the numbers",
	.print = mail_print,
};

const struct page_format *const page_format_table[] = {
	&html,
	&markdown,
	&mail,
	NULL,
};

int page_format_find(const char *name, const struct page_format **format)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (const struct page_format *const *row = page_format_table; *row; row++) {
		g_string_append_printf(names, "%s%s", names->len ? ", " : "", (*row)->name);
		if (!strcmp((*row)->name, name)) {
			*format = *row;
			return 0;
		}
	}
	return error_set(EINVAL, "%s: no such format; formats are: %s", name, names->str);
}

/* 0 if nothing is lost by writing there. */
static int place_check(const struct page_format *format, const char *path)
{
	g_autofree char *text = NULL;
	struct stat info;

	if (lstat(path, &info))
		return errno == ENOENT ? 0 : error_sys(errno, "%s", path);
	if (S_ISREG(info.st_mode) && format->begin && !fs_read(path, &text, NULL) &&
	    g_str_has_prefix(text, format->begin))
		return 0;
	return error_set(EEXIST,
			 "%s: is there, and not a report in %s by apfbench; remove it, or name "
			 "another file with --file",
			 path, format->name);
}

int page_format_write(const struct page_format *format, const struct campaign *campaign,
		      const struct report *report, const char *path)
{
	char *text = NULL;
	size_t length;
	FILE *memory;
	int err = place_check(format, path);

	if (err)
		return err;
	memory = open_memstream(&text, &length);
	if (!memory)
		return error_sys(errno, "%s: no memory for it", path);
	err = format->print(campaign, report, memory);
	if (fclose(memory) && !err)
		err = error_sys(errno, "%s: no memory for it", path);
	if (!err)
		err = fs_write_atomic(path, text, length);
	free(text);
	return err;
}
