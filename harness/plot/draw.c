// SPDX-License-Identifier: GPL-2.0-or-later
/* Lets gnuplot draw in a private folder. */
#include "plot/draw.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"
#include "util/scratch.h"
#include "util/text.h"

#include <errno.h>
#include <string.h>

/* gnuplot runs a name that begins with '|' or '<' as a command, so it only gets these names. */
#define DATA   "plot.dat"
#define SCRIPT "plot.gp"
#define COMMON "common.gp"
#define LOG    "gnuplot.log"

/* The last line that gnuplot printed. Free with g_free(). */
static char *log_text(const char *scratch)
{
	g_autofree char *path = g_build_filename(scratch, LOG, NULL);
	g_autofree char *line = text_last_line(path);

	return *line ? g_steal_pointer(&line) : g_strdup("it printed nothing");
}

/* What a complete file ends with. */
static const struct kind {
	const char *name, *end;
	size_t length;
} kinds[] = {
	{ "png", "IEND\xae\x42\x60\x82", 8 },
	{ "svg", "</svg>", 6 },
	{ "pdf", "%%EOF", 5 },
};

/* gnuplot exits with 0 even if the disk is full. */
static bool is_complete(const char *data, size_t length, const char *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (strcmp(kinds[i].name, kind))
			continue;
		while (strcmp(kind, "png") && length && g_ascii_isspace(data[length - 1]))
			length--;
		return length >= kinds[i].length &&
		       !memcmp(data + length - kinds[i].length, kinds[i].end, kinds[i].length);
	}
	return false;
}

static int gnuplot_run(const char *scratch, const char *file)
{
	g_autofree char *log = g_build_filename(scratch, LOG, NULL);
	const struct process_options options = { .directory = scratch, .log = log };
	/* -d: ignore ~/.gnuplot. */
	const char *const argv[] = { "gnuplot", "-d", "-c", SCRIPT, DATA, file, NULL };
	g_autofree char *said = NULL;
	int status = process_run(argv, &options);

	if (status <= 0)
		return status;
	said = log_text(scratch);
	return error_set(EIO, "gnuplot ended with status %d and no picture: %s", status, said);
}

/* A PDF says when it was made; always the same there, so that equal data give equal files. Text in
 * the other kinds is somebody's, and stays. */
static void date_clear(char *data, size_t length, const char *kind)
{
	static const char mark[] = "/CreationDate (D:", always[] = "19700101000000Z";
	char *date = strcmp(kind, "pdf") ? NULL : memmem(data, length, mark, strlen(mark));

	if (date && length - (size_t)(date - data) >= strlen(mark) + strlen(always))
		memcpy(date + strlen(mark), always, strlen(always));
}

static int script_copy(const char *scratch, const char *name, const char *as)
{
	g_autofree char *file = g_strdup_printf("plots/%s", name);
	g_autofree char *source = paths_data(file);
	g_autofree char *target = g_build_filename(scratch, as, NULL);

	return fs_copy(source, target);
}

int drawing_begin(const struct picture *picture, const char *data, char **scratch)
{
	g_autofree char *gnuplot = process_find("gnuplot"), *input = NULL;
	g_autofree char *script = g_strdup_printf("%s.gp", picture->name);
	int err;

	*scratch = NULL;
	if (!gnuplot)
		return error_set(ENOPKG, "gnuplot is not installed: apt-get install gnuplot-nox");
	scratch_sweep();
	err = scratch_make(scratch);
	if (err)
		return err;
	input = g_build_filename(*scratch, DATA, NULL);
	err = script_copy(*scratch, script, SCRIPT);
	if (!err)
		err = script_copy(*scratch, COMMON, COMMON);
	return err ? err : fs_write_atomic(input, data, strlen(data));
}

int drawing_draw(const char *scratch, const char *kind, char **data, size_t *length)
{
	g_autofree char *file = g_strdup_printf("picture.%s", kind);
	g_autofree char *drawn = g_build_filename(scratch, file, NULL);
	g_autofree char *said = NULL;
	int err = gnuplot_run(scratch, file);

	*data = NULL;
	if (!err)
		err = fs_read(drawn, data, length);
	if (err)
		return err;
	if (is_complete(*data, *length, kind)) {
		date_clear(*data, *length, kind);
		return 0;
	}
	g_clear_pointer(data, g_free);
	said = log_text(scratch);
	return error_set(EIO, "gnuplot wrote an incomplete picture; is the disk full? (%s)", said);
}

int drawing_end(char *scratch, int err)
{
	char *reason;

	if (!scratch)
		return err;
	reason = error_keep();
	scratch_remove(scratch);
	return error_restore(err, reason);
}
