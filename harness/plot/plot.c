// SPDX-License-Identifier: GPL-2.0-or-later
/* Chooses the pictures, and copies complete ones to the campaign. */
#include "plot/plot.h"

#include "plot/draw.h"
#include "report/layout.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <string.h>

/* Of each picture of picture_table, and of "against"; beside them is NAME.dat. */
static const char *const kinds[] = { "png", "svg", "pdf", NULL };

static bool is_kind(const char *end)
{
	return !strcmp(end, "dat") || g_strv_contains(kinds, end);
}

bool plot_is_file(const char *name)
{
	const char *dot = strrchr(name, '.');
	g_autofree char *stem = dot ? g_strndup(name, (gsize)(dot - name)) : NULL;

	if (!dot || !is_kind(dot + 1))
		return false;
	for (size_t i = 0; picture_table[i]; i++)
		if (!strcmp(picture_table[i]->name, stem))
			return true;
	return !strcmp(stem, "against");
}

static int plot_check(const struct report *report)
{
	if (!report_has_figures(report))
		return error_set(
			EINVAL,
			"%s: nothing to plot: its runs are of payloads, and have no figures "
			"that could be drawn",
			report->name);
	if (!report_has_ratios(report))
		return error_set(EINVAL,
				 "%s: nothing to plot: no ratio without valid runs of the baseline "
				 "%s",
				 report->name,
				 report->baseline ? report->baseline : "(none named)");
	return 0;
}

/* Writes folder/FILE.KIND. */
static int kind_make(const char *scratch, const char *folder, const char *file, const char *kind)
{
	g_autofree char *name = g_strdup_printf("%s.%s", file, kind);
	g_autofree char *path = g_build_filename(folder, name, NULL), *data = NULL;
	size_t length = 0;
	int err = drawing_draw(scratch, kind, &data, &length);

	return err ? error_prefix(err, "%s", path) : fs_write_atomic(path, data, length);
}

static int picture_make(const struct picture *picture, const struct report *report,
			const struct model *model, const char *folder, GPtrArray *files)
{
	const char *file = picture_file(picture, report);
	g_autofree char *data = picture_data(picture, report, model, report->title);
	g_autofree char *name = g_strdup_printf("%s.dat", file);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	char *scratch = NULL;
	int err = drawing_begin(picture, data, &scratch);

	for (size_t i = 0; !err && kinds[i]; i++)
		err = kind_make(scratch, folder, file, kinds[i]);
	if (!err)
		err = fs_write_atomic(path, data, strlen(data));
	if (!err)
		g_ptr_array_add(files, g_strdup_printf("%s/%s.png", folder, file));
	return drawing_end(scratch, err);
}

/* Of a comparison, the pictures of one campaign alone are not wanted. */
static bool is_wanted(const struct picture *picture, const struct report *report,
		      const struct model *model)
{
	return picture->is_there(report, model) &&
	       (!report->against || picture == picture_first(report));
}

int plot_files(const struct report *report, const char *folder, GPtrArray **files)
{
	struct model *model;
	int err = plot_check(report);

	*files = NULL;
	if (!err)
		err = fs_make_folder(folder);
	if (err)
		return err;
	*files = g_ptr_array_new_with_free_func(g_free);
	model = layout_make(report);
	for (size_t i = 0; !err && picture_table[i]; i++)
		if (is_wanted(picture_table[i], report, model))
			err = picture_make(picture_table[i], report, model, folder, *files);
	model_free(model);
	if (err)
		g_clear_pointer(files, g_ptr_array_unref);
	return err;
}

int plot_svg(const struct picture *picture, const struct report *report, const struct model *model,
	     char **svg)
{
	g_autofree char *data = picture_data(picture, report, model, "");
	char *scratch = NULL;
	size_t length = 0;
	int err;

	*svg = NULL;
	err = drawing_begin(picture, data, &scratch);
	if (!err)
		err = drawing_draw(scratch, "svg", svg, &length);
	return drawing_end(scratch, err);
}
