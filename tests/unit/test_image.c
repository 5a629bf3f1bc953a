// SPDX-License-Identifier: GPL-2.0-or-later
/* Images: what stands in them, and that nothing but their inputs shapes their bytes. */
#include "test.h"

#include "files.h"
#include "image/closure.h"
#include "image/contents.h"
#include "image/cpio.h"
#include "image/extra.h"
#include "image/image.h"
#include "image/packages.h"
#include "image/store.h"
#include "util/paths.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

/* One line for each entry: path, type and mode, owner, time, size, link or device. */
static char *archive_list(const char *file)
{
	GString *list = g_string_new(NULL);
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;

	archive_read_support_format_cpio(archive);
	assert_int_equal(archive_read_open_filename(archive, file, 10240), ARCHIVE_OK);
	while (archive_read_next_header(archive, &entry) == ARCHIVE_OK) {
		const char *link = archive_entry_symlink(entry);

		g_string_append_printf(list, "%s %o %d:%d %lld %lld", archive_entry_pathname(entry),
				       (unsigned int)archive_entry_mode(entry),
				       (int)archive_entry_uid(entry), (int)archive_entry_gid(entry),
				       (long long)archive_entry_mtime(entry),
				       (long long)archive_entry_size(entry));
		if (link)
			g_string_append_printf(list, " -> %s", link);
		if (archive_entry_filetype(entry) == AE_IFCHR)
			g_string_append_printf(list, " %u:%u",
					       (unsigned int)archive_entry_rdevmajor(entry),
					       (unsigned int)archive_entry_rdevminor(entry));
		g_string_append_c(list, '\n');
	}
	archive_read_free(archive);
	return g_string_free(list, FALSE);
}

static struct cpio *example_make(void)
{
	g_autofree char *program = path_of("program");
	struct cpio *cpio = cpio_new();

	program_write("program", "#!/bin/sh\n");
	assert_int_equal(cpio_add_file(cpio, "/usr/bin/program", program), 0);
	assert_int_equal(cpio_add_text(cpio, "/etc/passwd", "root\n"), 0);
	assert_int_equal(cpio_add_link(cpio, "/bin", "usr/bin"), 0);
	assert_int_equal(cpio_add_link(cpio, "/bin/sh", "program"), 0);
	assert_int_equal(cpio_add_device(cpio, "/dev/console", 5, 1), 0);
	return cpio;
}

static void entries_are_sorted_owned_by_root_and_of_one_time(void **state)
{
	g_autofree char *file = path_of("a.cpio"), *list = NULL;
	struct cpio *cpio = example_make();

	(void)state;
	assert_int_equal(cpio_write(cpio, file), 0);
	cpio_free(cpio);
	list = archive_list(file);
	assert_string_equal(list, "bin 120777 0:0 1288569600 7 -> usr/bin\n"
				  "dev 40755 0:0 1288569600 0\n"
				  "dev/console 20600 0:0 1288569600 0 5:1\n"
				  "etc 40755 0:0 1288569600 0\n"
				  "etc/passwd 100644 0:0 1288569600 5\n"
				  "usr 40755 0:0 1288569600 0\n"
				  "usr/bin 40755 0:0 1288569600 0\n"
				  "usr/bin/program 100755 0:0 1288569600 10\n"
				  "usr/bin/sh 120777 0:0 1288569600 7 -> program\n");
}

static void a_full_disk_is_the_reason(void **state)
{
	struct cpio *cpio = example_make();

	(void)state;
	assert_int_equal(cpio_write(cpio, "/dev/full"), -ENOSPC);
	assert_error_says("/dev/full: cannot write: No space left on device");
	cpio_free(cpio);
}

static void the_same_inputs_give_the_same_bytes(void **state)
{
	g_autofree char *one = path_of("1.cpio"), *two = path_of("2.cpio");
	g_autofree char *hash_one = NULL, *hash_two = NULL, *bytes_one = NULL, *bytes_two = NULL;
	struct cpio *first = example_make(), *second;
	mode_t before;

	(void)state;
	assert_int_equal(cpio_write(first, one), 0);
	assert_int_equal(cpio_hash(first, &hash_one), 0);
	before = umask(077);
	second = example_make(); /* a new file, with another time and inode */
	assert_int_equal(cpio_write(second, two), 0);
	umask(before);
	assert_int_equal(cpio_hash(second, &hash_two), 0);
	assert_string_equal(hash_one, hash_two);
	assert_int_equal(fs_hash_file(one, &bytes_one), 0);
	assert_int_equal(fs_hash_file(two, &bytes_two), 0);
	assert_string_equal(bytes_one, bytes_two);
	cpio_free(first);
	cpio_free(second);
}

static void other_contents_have_another_hash(void **state)
{
	g_autofree char *before = NULL, *after = NULL;
	struct cpio *cpio = example_make();

	(void)state;
	assert_int_equal(cpio_hash(cpio, &before), 0);
	program_write("program", "#!/bin/ash\n");
	assert_int_equal(cpio_hash(cpio, &after), 0);
	assert_string_not_equal(before, after);
	cpio_free(cpio);
}

static void two_things_cannot_have_one_path(void **state)
{
	struct cpio *cpio = example_make();

	(void)state;
	assert_int_equal(cpio_add_link(cpio, "/bin/sh", "program"), 0);
	assert_int_equal(cpio_add_link(cpio, "/usr/bin/sh", "busybox"), -EEXIST);
	assert_error_says("usr/bin/sh");
	assert_int_equal(cpio_add_folder(cpio, "/etc/passwd"), -EEXIST);
	cpio_free(cpio);
}

static void a_missing_file_is_named(void **state)
{
	struct cpio *cpio = cpio_new();

	(void)state;
	assert_int_equal(cpio_add_file(cpio, "/x", "/no/such/file"), -ENOENT);
	assert_error_says("/no/such/file");
	cpio_free(cpio);
}

static void a_program_brings_its_loader_and_libraries(void **state)
{
	g_autofree char *file = path_of("c.cpio"), *list = NULL, *self = paths_self();
	struct cpio *cpio = cpio_new();

	(void)state;
	assert_int_equal(closure_add(cpio, "/bin/test", self), 0);
	assert_int_equal(cpio_write(cpio, file), 0);
	cpio_free(cpio);
	list = archive_list(file);
	assert_non_null(strstr(list, "usr/bin/test 100755"));
	assert_non_null(strstr(list, "/libc.so.6 100"));
	assert_non_null(strstr(list, "/libcmocka.so"));
	assert_non_null(strstr(list, "/ld-linux-x86-64.so.2 100"));
	assert_null(strstr(list, "vdso"));
}

/* The whole host image runs a system: here with no perf. */
static void the_host_image_has_what_the_runner_starts(void **state)
{
	static const char *const wanted[] = {
		"\ninit 100755",	   "\nusr/bin/qemu-system-x86_64 1",
		"/bios-256k.bin 100644",   "/linuxboot_dma.bin 100644",
		"\nusr/bin/cgexec 100755", "\nusr/bin/sh 120777",
		"/libcgroup.so",	   "\nguest/bzImage 100",
		"\nguest/initrd.cpio 100", "\nopt/extra 100755",
		"\ndev/console 20600"
	};
	g_autofree char *made = path_of("made"), *kernel = path_of("bzImage");
	g_autofree char *initrd = path_of("initrd"), *program = path_of("program"), *list = NULL;
	g_autofree char *pair = g_strconcat(program, "=/opt/extra", NULL);
	char *const extra[] = { pair, NULL }, *const bad[] = { (char *)"x=y", NULL };
	const struct image guest = { .path = initrd };
	struct image image, again;
	int err;

	(void)state;
	paths_set_made(made);
	file_write("bzImage", "kernel");
	file_write("initrd", "image");
	program_write("program", "#!/bin/sh\n");
	err = image_host(kernel, &guest, NULL, extra, &image);
	if (err == -ENOPKG)
		skip();
	if (err)
		fail_msg("%s", error_text());
	list = archive_list(image.path);
	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
		if (!strstr(list, wanted[i]))
			fail_msg("the image lacks \"%s\":\n%s", wanted[i], list);
	assert_null(strstr(list, "apfbench"));
	assert_int_equal(unlink(image.path), 0);
	assert_int_equal(image_host(kernel, &guest, NULL, extra, &again), 0);
	assert_true(fs_exists(again.path));
	assert_non_null(strstr(json_string_value(json_object_get(image.contents, "/init")), "lib"));
	assert_null(json_object_get(image.contents, "/guest/bzImage"));
	assert_null(json_object_get(image.contents, "/opt/extra"));
	assert_string_equal(image.path, again.path);
	assert_string_equal(image.hash, again.hash);
	image_clear(&image);
	image_clear(&again);
	assert_int_equal(image_host(kernel, &guest, NULL, bad, &image), -EINVAL);
	assert_error_says("x=y");
}

static struct image text_keep(const char *text)
{
	struct cpio *cpio = cpio_new();
	struct image image = { 0 };

	assert_int_equal(cpio_add_text(cpio, "/etc/text", text), 0);
	if (image_keep(cpio, "guest", &image))
		fail_msg("%s", error_text());
	cpio_free(cpio);
	return image;
}

static void an_image_is_made_once_and_again_when_it_was_damaged(void **state)
{
	g_autofree char *made = path_of("made"), *sum = NULL;
	struct image image, again, mended;
	struct stat first, next;

	(void)state;
	paths_set_made(made);
	image = text_keep("one");
	assert_int_equal(fs_hash_file(image.path, &sum), 0);
	assert_string_equal(image.hash, sum);
	assert_int_equal(stat(image.path, &first), 0);
	again = text_keep("one");
	assert_string_equal(again.path, image.path);
	assert_string_equal(again.hash, image.hash);
	assert_int_equal(stat(again.path, &next), 0);
	assert_int_equal(first.st_ino, next.st_ino);
	assert_true(g_file_set_contents(image.path, "cut", -1, NULL));
	mended = text_keep("one");
	assert_string_equal(mended.hash, image.hash);
	g_clear_pointer(&sum, g_free);
	assert_int_equal(fs_hash_file(mended.path, &sum), 0);
	assert_string_equal(mended.hash, sum);
	image_clear(&image);
	image_clear(&again);
	image_clear(&mended);
}

/* A limit for the size of files stands for a full disk. */
static void an_image_that_cannot_be_written_leaves_nothing(void **state)
{
	g_autofree char *made = path_of("made"), *all = path_of("made/images"), *text = NULL;
	struct rlimit before, small;
	g_autoptr(GPtrArray) names = NULL;
	struct cpio *cpio = cpio_new();
	struct image image = { 0 };
	int err;

	(void)state;
	paths_set_made(made);
	text = g_strnfill(5000, 'x');
	assert_int_equal(cpio_add_text(cpio, "/etc/text", text), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 1000;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	err = image_keep(cpio, "guest", &image);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(err, -EFBIG);
	assert_error_says("image.cpio");
	assert_null(image.path);
	cpio_free(cpio);
	assert_int_equal(fs_list(all, &names), 0);
	assert_int_equal(names->len, 2); /* lock and mark */
}

/* A difference between two machines is to be found by name. */
static void the_files_of_an_image_are_named_with_package_and_hash(void **state)
{
	g_autofree char *own = path_of("own"), *linked = path_of("linked");
	struct cpio *cpio = cpio_new();
	json_t *json = NULL;
	const char *tool;

	(void)state;
	program_write("own", "#!/bin/sh\n");
	file_write("linked", "x");
	file_write("linked.packages", "libc6-dev 2.36\nlibglib2.0-dev 2.74\n");
	assert_int_equal(cpio_add_file(cpio, "/bin/own", own), 0);
	assert_int_equal(cpio_add_file(cpio, "/init", linked), 0);
	assert_int_equal(cpio_add_file(cpio, "/bin/tool", "/usr/bin/gzip"), 0);
	assert_int_equal(cpio_add_text(cpio, "/etc/passwd", "root"), 0);
	assert_int_equal(contents_json(cpio, &json), 0);
	assert_int_equal(json_object_size(json), 3);
	assert_string_equal(json_string_value(json_object_get(json, "/usr/bin/own")),
			    "a8076d3d28d21e02");
	assert_string_equal(json_string_value(json_object_get(json, "/init")),
			    "libc6-dev 2.36, libglib2.0-dev 2.74 2d711642b726b044");
	tool = json_string_value(json_object_get(json, "/usr/bin/tool"));
	if (g_file_test("/usr/bin/dpkg-query", G_FILE_TEST_EXISTS))
		assert_true(g_str_has_prefix(tool, "gzip 1"));
	assert_non_null(strrchr(tool, ' '));
	assert_int_equal(strlen(strrchr(tool, ' ') + 1), 16);
	json_decref(json);
	cpio_free(cpio);
}

static void the_lines_of_dpkg_are_understood(void **state)
{
	g_autofree char *one = NULL, *two = NULL;
	const char *path;

	(void)state;
	one = packages_line_parse("libc6:amd64: /lib/x86_64-linux-gnu/libc.so.6", &path);
	assert_string_equal(one, "libc6:amd64");
	assert_string_equal(path, "/lib/x86_64-linux-gnu/libc.so.6");
	two = packages_line_parse("bash, dash: /bin/sh", &path);
	assert_string_equal(two, "bash");
	assert_null(packages_line_parse("diversion by dash from: /bin/sh", &path));
	assert_null(packages_line_parse("dpkg-query: no path found matching pattern /x", &path));
	assert_null(packages_line_parse("", &path));
}

static void a_folder_is_taken_whole_and_hashed_with_its_contents(void **state)
{
	g_autofree char *tree = path_of("tree"), *link = path_of("tree/link"), *list = NULL;
	g_autofree char *pair = g_strconcat(tree, "=/opt/tree", NULL), *file = path_of("a.cpio");
	g_autofree char *before = NULL, *after = NULL;
	char *const extra[] = { pair, NULL };
	struct cpio *cpio = cpio_new();

	(void)state;
	file_write("tree/sub/note", "one");
	program_write("tree/run", "#!/bin/sh\n");
	assert_int_equal(symlink("sub/note", link), 0);
	assert_int_equal(extra_add(cpio, extra), 0);
	assert_int_equal(cpio_write(cpio, file), 0);
	cpio_free(cpio);
	list = archive_list(file);
	assert_string_equal(list, "opt 40755 0:0 1288569600 0\n"
				  "opt/tree 40755 0:0 1288569600 0\n"
				  "opt/tree/link 120777 0:0 1288569600 8 -> sub/note\n"
				  "opt/tree/run 100755 0:0 1288569600 10\n"
				  "opt/tree/sub 40755 0:0 1288569600 0\n"
				  "opt/tree/sub/note 100644 0:0 1288569600 3\n");
	assert_int_equal(image_hash_extra(extra, &before), 0);
	file_write("tree/sub/note", "two");
	assert_int_equal(image_hash_extra(extra, &after), 0);
	assert_string_not_equal(before, after);
}

/* Makes the guest's image of a program with a file beside it, and lists it. Free with g_free(). */
static char *guest_list(const char *text)
{
	g_autofree char *program = path_of("join"), *file = path_of("extra");
	g_autofree char *made = path_of("made"), *pair = NULL, *list = NULL;
	char size[] = "-m", words[] = "1 G", *argv[] = { program, size, words, NULL };
	char *extra[] = { NULL, NULL };
	const struct image_guest_content content = { argv, extra };
	struct image image;

	paths_set_made(made);
	program_write("join", text);
	file_write("extra", "mine");
	extra[0] = pair = g_strconcat(file, "=/bin/awk", NULL);
	assert_int_equal(image_check_guest(&content), 0);
	assert_int_equal(image_guest("runner", &content, &image), 0);
	list = archive_list(image.path);
	image_clear(&image);
	return g_steal_pointer(&list);
}

static void a_guests_program_has_its_arguments_and_files(void **state)
{
	g_autofree char *list = guest_list("not a script");

	(void)state;
	assert_non_null(strstr(list, "\nworkload/join 100755 "));
	assert_non_null(strstr(list, "\nworkload/argv 100644 0:0 1288569600 22\n"));
	assert_non_null(strstr(list, "\nusr/bin/awk 100644 "));
	assert_null(strstr(list, "busybox"));
}

static void a_guests_script_has_a_shell(void **state)
{
	g_autofree char *list = guest_list("#!/bin/sh -e\necho ready\n");

	(void)state;
	assert_non_null(strstr(list, "usr/bin/sh 120777 0:0 1288569600 12 -> /bin/busybox\n"));
	assert_non_null(strstr(list, "bin 120777 0:0 1288569600 7 -> usr/bin\n"));
	/* Not busybox's, which only fills gaps. */
	assert_non_null(strstr(list, "usr/bin/awk 100644 "));
}

static void a_guests_script_needs_its_interpreter(void **state)
{
	g_autofree char *program = path_of("join");
	char *argv[] = { program, NULL }, *extra[] = { NULL };
	const struct image_guest_content content = { argv, extra };

	(void)state;
	program_write("join", "#! /nonexistent/python -u\n");
	assert_int_equal(image_check_guest(&content), -ENOENT);
	assert_error_says("join: its interpreter /nonexistent/python is not there");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(entries_are_sorted_owned_by_root_and_of_one_time),
		FOLDER_TEST(a_full_disk_is_the_reason),
		FOLDER_TEST(the_same_inputs_give_the_same_bytes),
		FOLDER_TEST(other_contents_have_another_hash),
		FOLDER_TEST(two_things_cannot_have_one_path),
		FOLDER_TEST(a_missing_file_is_named),
		FOLDER_TEST(a_program_brings_its_loader_and_libraries),
		FOLDER_TEST(the_host_image_has_what_the_runner_starts),
		FOLDER_TEST(an_image_is_made_once_and_again_when_it_was_damaged),
		FOLDER_TEST(an_image_that_cannot_be_written_leaves_nothing),
		FOLDER_TEST(the_files_of_an_image_are_named_with_package_and_hash),
		FOLDER_TEST(the_lines_of_dpkg_are_understood),
		FOLDER_TEST(a_folder_is_taken_whole_and_hashed_with_its_contents),
		FOLDER_TEST(a_guests_program_has_its_arguments_and_files),
		FOLDER_TEST(a_guests_script_has_a_shell),
		FOLDER_TEST(a_guests_script_needs_its_interpreter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
