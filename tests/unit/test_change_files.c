// SPDX-License-Identifier: GPL-2.0-or-later
/* Where changes come from, and the quilt folders that they are written to. */
#include "test.h"

#include "change_text.h"
#include "files.h"
#include "kernel/series.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define INPUTS "tests/change/"

static void read_input(const char *name, struct change *change)
{
	g_autofree char *path = g_strconcat(INPUTS, name, NULL);

	if (change_read(path, NULL, change))
		fail_msg("%s", error_text());
}

static void assert_refused(const char *argument, int expected, const char *word)
{
	struct change change;
	int err = change_read(argument, NULL, &change);

	change_clear(&change);
	assert_int_equal(err, expected);
	assert_error_says(word);
}

/* Reads "-" while `file` is standard input. */
static int standard_read(const char *file, struct change *change)
{
	int kept = dup(STDIN_FILENO), fd = open(file, O_RDONLY | O_CLOEXEC), err;

	assert_true(fd >= 0 && dup2(fd, STDIN_FILENO) == STDIN_FILENO);
	close(fd);
	err = change_read("-", NULL, change);
	assert_true(dup2(kept, STDIN_FILENO) == STDIN_FILENO);
	close(kept);
	return err;
}

static void standard_input_is_a_file_or_a_pipe(void **state)
{
	g_autofree char *fifo = path_of("fifo");
	const char *const argv[] = { "cp", INPUTS "three.mbox", fifo, NULL };
	struct change change;
	pid_t pid;

	(void)state;
	assert_int_equal(standard_read(INPUTS "plain-git.patch", &change), 0);
	assert_string_equal(change.title, "standard input");
	change_clear(&change);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(process_start(argv, NULL, &pid), 0);
	assert_int_equal(standard_read(fifo, &change), 0);
	assert_int_equal(process_wait(pid), 0);
	assert_int_equal(change.patches->len, 3);
	assert_string_equal(((struct change_patch *)change.patches->pdata[1])->origin,
			    "standard input: mail 3");
	change_clear(&change);
	assert_int_equal(standard_read("/dev/null", &change), -EINVAL);
	assert_error_says("neither a pipe nor a regular file");
	change_clear(&change);
}

static void other_things_are_refused_with_their_names(void **state)
{
	g_autofree char *fifo = path_of("fifo"), *link = path_of("link"), *empty = path_of("d");
	g_autofree char *here = g_get_current_dir();
	g_autofree char *target = g_build_filename(here, INPUTS "plain-git.patch", NULL);
	struct change change;

	(void)state;
	assert_refused("nothing.patch", -EINVAL, "nothing.patch: there is no such file");
	assert_refused("../nothing..patch/../x", -EINVAL, "there is no such file");
	assert_refused("", -EINVAL, "empty name");
	assert_refused("v1..v2", -EINVAL, "v1..v2: is no file, and for a git range a tree");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_refused(fifo, -EINVAL, "not a regular file");
	assert_int_equal(fs_make_folder(empty), 0);
	assert_refused(empty, -EINVAL, "without the file series");
	assert_int_equal(symlink(target, link), 0);
	assert_int_equal(change_read(link, NULL, &change), 0);
	change_clear(&change);
}

static void a_quilt_folder_stays_one(void **state)
{
	g_autofree char *quilt = path_of("quilt"), *colon = path_of("a:b");
	struct change change;

	(void)state;
	file_write("quilt/series", "a.patch\n");
	assert_int_equal(change_read(quilt, NULL, &change), 0);
	assert_string_equal(change.folder, quilt);
	assert_string_equal(change.title, "quilt");
	assert_int_equal(change.patches->len, 0);
	change_clear(&change);
	file_write("a:b/series", "a.patch\n");
	assert_refused(colon, -EINVAL, "has ':' in its path");
}

static void limits_hold(void **state)
{
	g_autofree char *large = path_of("large"), *many = path_of("many");
	g_autoptr(GPtrArray) arguments = g_ptr_array_new();
	g_autoptr(GString) text = g_string_new(NULL);
	GPtrArray *changes;

	(void)state;
	file_write("large", "");
	assert_int_equal(truncate(large, CHANGE_BYTES_MOST + 1), 0);
	assert_refused(large, -EFBIG, "at most 64 MiB");
	for (int i = 0; i < 5001; i++)
		g_string_append(text, "From a Mon Sep 17 00:00:00 2001\nSubject: x\n\n");
	file_write("many", text->str);
	assert_refused(many, -EINVAL, "more than 5000 mails");
	for (int i = 0; i <= CHANGE_PATCHES_MOST; i++)
		g_ptr_array_add(arguments, (char *)INPUTS "plain-git.patch");
	g_ptr_array_add(arguments, NULL);
	assert_int_equal(change_read_all((char **)arguments->pdata, NULL, &changes), -EFBIG);
	assert_error_says("at most 1000 patches");
	assert_null(changes);
}

static void several_arguments_are_one_change(void **state)
{
	static const char *const names[] = { INPUTS "cover-alone.patch",
					     INPUTS "format-patch.patch",
					     INPUTS "format-patch-second.patch", NULL };
	g_autoptr(GPtrArray) changes = NULL;
	const struct change *change;

	(void)state;
	assert_int_equal(change_read_all((char **)names, NULL, &changes), 0);
	assert_int_equal(changes->len, 1);
	change = changes->pdata[0];
	assert_int_equal(change->patches->len, 2);
	assert_string_equal(change->title, "mm: Count and return");
	g_ptr_array_unref(changes);
	assert_int_equal(change_read_all((char **)names + 1, NULL, &changes), 0);
	change = changes->pdata[0];
	assert_string_equal(change->title, "mm: Count the calls of f() and 1 more patch");
}

static void a_folder_among_them_keeps_its_place(void **state)
{
	g_autofree char *quilt = path_of("quilt");
	const char *const names[] = { INPUTS "base.mbox", quilt, INPUTS "plain-git.patch", NULL };
	const char *const twice[] = { "-", "-", NULL }, *const none[] = { NULL };
	const char *const cover[] = { INPUTS "cover-alone.patch", quilt, NULL };
	g_autoptr(GPtrArray) changes = NULL;

	(void)state;
	file_write("quilt/series", "a.patch\n");
	assert_int_equal(change_read_all((char **)names, NULL, &changes), 0);
	assert_int_equal(changes->len, 3);
	assert_string_equal(((struct change *)changes->pdata[1])->folder, quilt);
	assert_non_null(((struct change *)changes->pdata[0])->base_commit);
	g_ptr_array_unref(changes);
	assert_int_equal(change_read_all((char **)none, NULL, &changes), -EINVAL);
	assert_int_equal(change_read_all((char **)cover, NULL, &changes), -EINVAL);
	assert_error_says("no patch behind it");
	assert_int_equal(close(STDIN_FILENO), 0);
	assert_int_equal(open(INPUTS "plain-git.patch", O_RDONLY), STDIN_FILENO);
	assert_int_equal(change_read_all((char **)twice, NULL, &changes), -EINVAL);
	assert_error_says("only once");
}

static void a_written_change_is_a_series_that_applies(void **state)
{
	g_autofree char *quilt = path_of("out"), *tree = path_of("tree"), *log = path_of("log");
	static const struct linux_version version = { 6, 1 };
	char *const stack[] = { quilt, NULL };
	g_autoptr(GPtrArray) patches = NULL;
	struct change change;

	(void)state;
	read_input("unordered.mbox", &change);
	assert_int_equal(change_write(&change, quilt), 0);
	assert_file_is("out/series", "0001-mm-Step-1.patch\n0002-mm-Step-2.patch\n"
				     "0003-mm-Step-3.patch\n");
	assert_file_is("out/0002-mm-Step-2.patch",
		       ((struct change_patch *)change.patches->pdata[1])->text);
	file_write("tree/mm/f.c", "int f(void)\n{\n\treturn 0;\n}\n");
	file_write("tree/mm/g.c", "int g(void)\n{\n\treturn 0;\n}\n");
	file_write("tree/mm/h.c", "int h(void)\n{\n\treturn 0;\n}\n");
	assert_int_equal(series_stack(NULL, &version, stack, false, &patches), 0);
	assert_int_equal(patches->len, 3);
	assert_int_equal(series_apply(patches, tree, log, true), 0);
	assert_file_is("tree/mm/f.c", "int f(void)\n{\n\tcount++;\n\treturn 0;\n}\n");
	assert_file_is("tree/mm/h.c", "int h(void)\n{\n\treturn 1;\n}\n");
	change_clear(&change);
}

static void assert_name(const char *input, const char *name)
{
	g_autofree char *quilt = path_of("out"), *line = g_strconcat(name, "\n", NULL);
	struct change change;

	read_input(input, &change);
	assert_int_equal(change_write(&change, quilt), 0);
	assert_file_is("out/series", line);
	assert_int_equal(fs_remove_tree(quilt), 0);
	change_clear(&change);
}

static void names_are_safe_whatever_the_subject(void **state)
{
	struct change change = { .patches = g_ptr_array_new() };
	struct change_patch patch = { .subject = (char *)"\xc3\xa4/..", .text = (char *)"" };
	g_autofree char *quilt = path_of("out");

	(void)state;
	assert_name("traversal.patch", "0001-etc-passwd.patch");
	assert_name("escape-in-subject.patch", "0001-mm-x1b-2J-x07-clear-u202e.patch");
	assert_name("encoded-names.mbox", "0001-mm-Z-hle-ber-f.patch");
	assert_name("long-subject.patch",
		    "0001-mm-A-subject-that-goes-on.mm-A-subject-that-goes-o.patch");
	g_ptr_array_add(change.patches, &patch);
	assert_int_equal(change_write(&change, quilt), 0);
	assert_file_is("out/series", "0001-patch.patch\n");
	g_ptr_array_unref(change.patches);
}

static void a_folder_that_is_there_is_left_alone(void **state)
{
	g_autofree char *out = path_of("out"), *below = path_of("out/series/x");
	struct change change;

	(void)state;
	file_write("out/series", "mine\n");
	read_input("three.mbox", &change);
	assert_int_equal(change_write(&change, out), -EEXIST);
	assert_int_equal(change_write(&change, below), -ENOTDIR);
	assert_file_is("out/series", "mine\n");
	change_clear(&change);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(standard_input_is_a_file_or_a_pipe),
		FOLDER_TEST(other_things_are_refused_with_their_names),
		FOLDER_TEST(a_quilt_folder_stays_one),
		FOLDER_TEST(limits_hold),
		FOLDER_TEST(several_arguments_are_one_change),
		FOLDER_TEST(a_folder_among_them_keeps_its_place),
		FOLDER_TEST(a_written_change_is_a_series_that_applies),
		FOLDER_TEST(names_are_safe_whatever_the_subject),
		FOLDER_TEST(a_folder_that_is_there_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
