// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds out what kind of thing was handed in, and has it read. */
#include "change/change.h"

#include "change/input.h"
#include "change/mail.h"
#include "change/mailbox.h"
#include "change/patch.h"
#include "change/range.h"
#include "change/span.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/text.h"

#include <errno.h>
#include <string.h>

#define SERIES "series"

/* Counts what all arguments together have. */
struct budget {
	size_t bytes;
};

static int folder_read(const char *argument, struct change *change)
{
	g_autofree char *path = g_canonicalize_filename(argument, NULL);
	g_autofree char *list = g_build_filename(path, SERIES, NULL);

	if (!fs_exists(list))
		return error_set(EINVAL,
				 "%s: is a folder without the file " SERIES
				 ", so no quilt folder; for commits in it pass a range A..B",
				 argument);
	/* In a stack, ":5" behind the folder is a number of patches. */
	if (strchr(path, ':'))
		return error_set(EINVAL,
				 "%s: has ':' in its path, which a stack of patches does "
				 "not allow; rename or link it",
				 path);
	change->folder = g_steal_pointer(&path);
	change->title = g_path_get_basename(change->folder);
	return 0;
}

/* A diff has no subject: its file's name tells what it is. */
static char *subject_of(const char *argument)
{
	g_autofree char *base = g_path_get_basename(input_name(argument));
	char *dot = strrchr(base, '.');

	if (dot > base && (!strcmp(dot, ".patch") || !strcmp(dot, ".diff")))
		*dot = '\0';
	return text_printable(base);
}

static int diff_add(const char *argument, char *text, size_t length, struct change *change)
{
	g_autofree char *subject = subject_of(argument);
	g_autoptr(GString) copy = NULL;
	int err;

	crlf_strip_uniform(text, &length);
	copy = g_string_new_len(text, (gssize)length);
	err = patch_add_plain(change, input_name(argument), subject, copy);
	if (!err)
		change->title = g_strdup(subject);
	return err;
}

static int file_read(const char *argument, struct budget *budget, struct change *change)
{
	g_autofree char *text = NULL;
	size_t length = 0;
	int err = input_read(argument, CHANGE_BYTES_MOST - budget->bytes, &text, &length);

	if (err)
		return err;
	budget->bytes += length;
	if (mail_begins((struct span){ text, text + length }))
		return mailbox_read(input_name(argument), text, length, change);
	return diff_add(argument, text, length, change);
}

static int argument_read(const char *argument, const char *tree, struct budget *budget,
			 struct change *change)
{
	change_init(change);
	if (!*argument)
		return error_set(EINVAL, "a change has an empty name");
	if (!strcmp(argument, INPUT_STANDARD))
		return file_read(argument, budget, change);
	if (g_file_test(argument, G_FILE_TEST_IS_DIR))
		return folder_read(argument, change);
	if (fs_exists(argument))
		return file_read(argument, budget, change);
	if (range_is(argument))
		return range_read(argument, tree, change);
	return error_set(EINVAL,
			 "%s: there is no such file or quilt folder; a git range is written A..B, "
			 "and one commit C^..C",
			 argument);
}

/* A cover letter is a file of its own in what git format-patch writes. */
static int patches_check(const char *argument, const struct change *change)
{
	if (change->folder || change->patches->len)
		return 0;
	return error_set(EINVAL, "%s: is a cover letter, and there is no patch behind it",
			 argument);
}

int change_read(const char *argument, const char *tree, struct change *change)
{
	struct budget budget = { 0 };
	int err = argument_read(argument, tree, &budget, change);

	return err ? err : patches_check(input_name(argument), change);
}

static void change_free(gpointer data)
{
	change_clear(data);
	g_free(data);
}

/* Moves the patches of `more` behind those of `change`, which stand on what `change` stands on. */
static int change_join(struct change *change, struct change *more)
{
	/* Without patches it is a cover letter alone. */
	bool is_alone = !change->patches->len;

	g_ptr_array_extend_and_steal(change->patches, g_steal_pointer(&more->patches));
	change->skipped += more->skipped;
	if (is_alone && !change->base_commit)
		change->base_commit = g_steal_pointer(&more->base_commit);
	if (!change->has_cover && change->patches->len > 1) {
		const struct change_patch *first = change->patches->pdata[0];

		g_free(change->title);
		change->title = g_strdup_printf("%s and %u more patch%s", first->subject,
						change->patches->len - 1,
						change->patches->len == 2 ? "" : "es");
	}
	if (change->patches->len <= CHANGE_PATCHES_MOST)
		return 0;
	return error_set(EFBIG, "a change has at most %d patches", CHANGE_PATCHES_MOST);
}

static int argument_add(const char *argument, const char *tree, struct budget *budget,
			GPtrArray *changes)
{
	struct change *last = changes->len ? changes->pdata[changes->len - 1] : NULL;
	struct change *change = g_new0(struct change, 1);
	int err = argument_read(argument, tree, budget, change);

	if (!err && last && !last->folder && !change->folder) {
		err = change_join(last, change);
	} else if (!err) {
		g_ptr_array_add(changes, change);
		return 0;
	}
	change_free(change);
	return err;
}

int change_read_all(char *const arguments[], const char *tree, GPtrArray **changes)
{
	g_autoptr(GPtrArray) result = g_ptr_array_new_with_free_func(change_free);
	struct budget budget = { 0 };
	bool standard = false;
	int err = 0;

	*changes = NULL;
	for (guint i = 0; !err && arguments[i]; i++) {
		bool again = standard;

		standard |= !strcmp(arguments[i], INPUT_STANDARD);
		if (again && !strcmp(arguments[i], INPUT_STANDARD))
			err = error_set(EINVAL, "standard input ('-') can be read only once");
		else
			err = argument_add(arguments[i], tree, &budget, result);
	}
	for (guint i = 0; !err && i < result->len; i++)
		err = patches_check("one of the files", result->pdata[i]);
	if (!err && !result->len)
		err = error_set(EINVAL, "no change is named");
	if (!err)
		*changes = g_steal_pointer(&result);
	return err;
}
