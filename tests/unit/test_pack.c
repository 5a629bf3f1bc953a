// SPDX-License-Identifier: GPL-2.0-or-later
/* Packs: the same bytes from the same files, and strangers' archives that want to do harm. */
#include "test.h"

#include "files.h"
#include "pack/list.h"
#include "pack/read.h"
#include "pack/write.h"
#include "util/lock.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <unistd.h>
#include <utime.h>

#define EXPERIMENT "experiment.json"
#define RECORD	   "records/pv-b1-r1.json"

static char *sha256_of(const char *text)
{
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

/* pack.json of experiment.json with this text, and more members of "files". */
static char *list_text(const char *experiment, const char *more)
{
	g_autofree char *hash = sha256_of(experiment);

	return g_strdup_printf("{\"format\": \"apfbench pack\", \"schema_version\": 1, \"files\": "
			       "{\"" EXPERIMENT "\": {\"bytes\": %zu, \"sha256\": \"%s\"}%s}}",
			       strlen(experiment), hash, more);
}

/* An archive under way. */
static struct archive *hostile;

static void archive_begin(void)
{
	g_autofree char *path = path_of("x.tar.zst");

	hostile = archive_write_new();
	assert_int_equal(archive_write_add_filter_zstd(hostile), ARCHIVE_OK);
	assert_int_equal(archive_write_set_format_pax_restricted(hostile), ARCHIVE_OK);
	assert_int_equal(archive_write_open_filename(hostile, path), ARCHIVE_OK);
}

/* type: of an entry that has this text as its contents, or as what it leads to. */
static void archive_add(const char *name, unsigned int type, const char *text)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_filetype(entry, type == AE_IFMT ? AE_IFREG : type);
	archive_entry_set_size(entry, 0);
	if (type == AE_IFREG)
		archive_entry_set_size(entry, (int64_t)strlen(text));
	else if (type == AE_IFLNK)
		archive_entry_set_symlink(entry, text);
	else if (type == AE_IFMT) /* stands for a hard link */
		archive_entry_set_hardlink(entry, text);
	assert_int_equal(archive_write_header(hostile, entry), ARCHIVE_OK);
	if (type == AE_IFREG)
		assert_int_equal(archive_write_data(hostile, text, strlen(text)), strlen(text));
	archive_entry_free(entry);
}

static void archive_end(void)
{
	assert_int_equal(archive_write_close(hostile), ARCHIVE_OK);
	archive_write_free(hostile);
}

static void archive_begin_listed(const char *more)
{
	g_autofree char *text = list_text("{}", more);

	archive_begin();
	archive_add("pack.json", AE_IFREG, text);
}

static int unpack(void)
{
	g_autofree char *path = path_of("x.tar.zst"), *to = path_of("out");
	struct pack_list *list;
	int err = pack_read(path, to, &list);

	assert_true(!list == !!err);
	pack_list_free(list);
	return err;
}

/* Nothing is left beside the archive. */
static void assert_refused(int expected, const char *word)
{
	g_autoptr(GPtrArray) names = NULL;

	assert_int_equal(unpack(), expected);
	assert_error_says(word);
	assert_int_equal(fs_list(folder, &names), 0);
	assert_int_equal(names->len, 1);
	assert_string_equal(names->pdata[0], "x.tar.zst");
}

static void a_good_one_is_unpacked(void **state)
{
	g_autofree char *mark = list_text("{}", "");

	(void)state;
	archive_begin_listed("");
	archive_add(EXPERIMENT, AE_IFREG, "{}");
	archive_end();
	assert_int_equal(unpack(), 0);
	assert_file_is("out/" EXPERIMENT, "{}");
	assert_file_is("out/pack.json", mark);
}

static void other_files_are_no_packs(void **state)
{
	(void)state;
	file_write("x.tar.zst", "");
	assert_refused(-EINVAL, "is no pack");
	file_write("x.tar.zst", "certainly no archive of any kind that there is");
	assert_refused(-EINVAL, "is no pack");
	archive_begin();
	archive_add(EXPERIMENT, AE_IFREG, "{}");
	archive_end();
	assert_refused(-EINVAL, "does not begin with pack.json");
	archive_begin();
	archive_add("pack.json", AE_IFLNK, "/etc/passwd");
	archive_end();
	assert_refused(-EINVAL, "does not begin with pack.json");
	archive_begin();
	archive_add("pack.json", AE_IFREG, "{\"format\": \"another\", \"schema_version\": 1}");
	archive_end();
	assert_refused(-EINVAL, "is no pack");
}

static void half_of_one_is_refused(void **state)
{
	g_autofree char *path = path_of("x.tar.zst"), *bytes = NULL;
	size_t length;

	(void)state;
	archive_begin_listed("");
	archive_add(EXPERIMENT, AE_IFREG, "{}");
	archive_end();
	assert_int_equal(fs_read(path, &bytes, &length), 0);
	for (size_t cut = 0; cut < length - 8; cut += 7) {
		assert_true(g_file_set_contents(path, bytes, (gssize)cut, NULL));
		assert_refused(-EINVAL, "pack");
	}
	archive_begin_listed("");
	archive_end();
	assert_refused(-EINVAL, "1 files of its list are missing");
}

/* Whatever its name leads to, a file that is not listed is not unpacked. */
static void a_file_that_is_not_listed_is_refused(void **state)
{
	static const char *const names[] = { "/tmp/apfbench-evil", "../evil", "records/../../evil",
					     RECORD, "./experiment.json" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		archive_begin_listed("");
		archive_add(names[i], AE_IFREG, "{}");
		archive_end();
		assert_refused(-EINVAL, "is not in its list");
	}
	assert_false(fs_exists("/tmp/apfbench-evil"));
}

static void names_that_no_pack_has_cannot_be_listed(void **state)
{
	static const char *const bad[] = { "",
					   ".",
					   "..",
					   "/etc/passwd",
					   "../x",
					   "records/../x.json",
					   "records/x.json",
					   "records/.pv-b1-r1.json",
					   "records/pv\x1b-b1-r1.json",
					   "records/p/v-b1-r1.json",
					   "records//pv-b1-r1.json",
					   "images/0.cpio",
					   "images/../experiment.json",
					   "kernels/k/other",
					   "kernels/../bzImage",
					   "kernels//bzImage",
					   "kernels/k/bzImage/x",
					   "pack.json",
					   "logs/x",
					   "experiment.json/",
					   "table.txt" };
	static const char *const good[] = {
		EXPERIMENT,
		RECORD,
		"records/p_v-2-b10-r10-traced.json",
		"kernels/k-1/bzImage",
		"kernels/k/source.diff",
		"images/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.cpio"
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		if (pack_name_is_valid(bad[i]))
			fail_msg("\"%s\" is taken", bad[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		if (!pack_name_is_valid(good[i]))
			fail_msg("\"%s\" is refused", good[i]);
	archive_begin_listed(", \"../evil\": {\"bytes\": 1, \"sha256\": \"x\"}");
	archive_end();
	assert_refused(-EINVAL, "no pack of apfbench has a file of this name");
}

static void links_devices_and_folders_are_refused(void **state)
{
	static const unsigned int types[] = { AE_IFLNK, AE_IFMT,  AE_IFCHR,
					      AE_IFBLK, AE_IFIFO, AE_IFDIR };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		archive_begin_listed("");
		archive_add(EXPERIMENT, types[i], "/etc/passwd");
		archive_end();
		assert_refused(-EINVAL, types[i] == AE_IFDIR ? "" : "is not a regular file");
	}
}

static void contents_are_those_of_the_list(void **state)
{
	(void)state;
	archive_begin_listed("");
	archive_add(EXPERIMENT, AE_IFREG, "[]");
	archive_end();
	assert_refused(-EINVAL, "its contents are not those of the list");
	archive_begin_listed("");
	archive_add(EXPERIMENT, AE_IFREG, "{} ");
	archive_end();
	assert_refused(-EINVAL, "has not the size that its list says");
	archive_begin_listed("");
	archive_add(EXPERIMENT, AE_IFREG, "{}");
	archive_add(EXPERIMENT, AE_IFREG, "{}");
	archive_end();
	assert_refused(-EINVAL, "is there twice");
}

static void sizes_have_a_limit(void **state)
{
	g_autofree char *hash = sha256_of("{}"), *large = NULL;
	g_autoptr(GString) many = g_string_new(NULL);

	(void)state;
	large = g_strdup_printf(", \"" RECORD "\": {\"bytes\": 70000000, \"sha256\": \"%s\"}",
				hash);
	archive_begin_listed(large);
	archive_end();
	assert_refused(-EINVAL, "70000000 bytes are more than");
	for (int i = 0; i < 20; i++)
		g_string_append_printf(many,
				       ", \"images/%064d.cpio\": {\"bytes\": 4000000000, "
				       "\"sha256\": \"%s\"}",
				       i, hash);
	archive_begin_listed(many->str);
	archive_end();
	assert_refused(-EINVAL, "more than a pack may have");
}

static void lists_of_another_form_are_refused(void **state)
{
	static const char *const rows[] = { "1", "{}", "{\"bytes\": -1, \"sha256\": \"x\"}",
					    "{\"bytes\": 1}",
					    "{\"bytes\": \"1\", \"sha256\": \"x\"}" };
	static const char later[] = "{\"format\": \"apfbench pack\", \"schema_version\": 2}";
	struct pack_list *list;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *more = g_strdup_printf(", \"" RECORD "\": %s", rows[i]);
		g_autofree char *text = list_text("{}", more);

		assert_int_equal(pack_list_read(text, strlen(text), &list), -EINVAL);
		assert_null(list);
	}
	assert_int_equal(pack_list_read("[]", 2, &list), -EINVAL);
	assert_int_equal(pack_list_read("{", 1, &list), -EINVAL);
	assert_int_equal(pack_list_read(later, strlen(later), &list), -EINVAL);
	assert_error_says("schema 2");
}

static void what_is_there_is_not_overwritten(void **state)
{
	g_autofree char *out = path_of("out"), *elsewhere = path_of("elsewhere");

	(void)state;
	archive_begin_listed("");
	archive_add(EXPERIMENT, AE_IFREG, "{}");
	archive_end();
	file_write("out/mine", "precious");
	assert_int_equal(unpack(), -EEXIST);
	assert_file_is("out/mine", "precious");
	assert_int_equal(fs_remove_tree(out), 0);
	file_write("out", "precious");
	assert_int_equal(unpack(), -EEXIST);
	assert_file_is("out", "precious");
	assert_int_equal(unlink(out), 0);
	assert_int_equal(fs_make_folder(elsewhere), 0);
	assert_int_equal(symlink(elsewhere, out), 0);
	assert_int_equal(unpack(), -EEXIST);
	assert_int_equal(unlink(out), 0);
	assert_int_equal(fs_make_folder(out), 0);
	assert_int_equal(unpack(), 0);
	assert_file_is("out/" EXPERIMENT, "{}");
}

/* Only what a process of ours left, and nobody fills any more. */
static void what_killed_ones_left_is_removed(void **state)
{
	g_autofree char *left = path_of(".apfbench-unpack-abcdef"),
			*held = path_of(".apfbench-unpack-ghijkl"),
			*others = path_of(".apfbench-unpack-mnopqr"),
			*named = path_of(".apfbench-unpack-theses"),
			*lock = path_of(".apfbench-unpack-ghijkl/.lock");
	int fd;

	(void)state;
	file_write(".apfbench-unpack-abcdef/.lock", "");
	file_write(".apfbench-unpack-abcdef/experiment.json", "{");
	file_write(".apfbench-unpack-ghijkl/.lock", "");
	file_write(".apfbench-unpack-mnopqr/thesis.txt", "precious");
	file_write(".apfbench-unpack-theses-2024/.lock", "");
	file_write(".apfbench-unpack-theses", "precious");
	assert_int_equal(lock_take(lock, true, false, &fd), 0);
	archive_begin_listed("");
	archive_add(EXPERIMENT, AE_IFREG, "{}");
	archive_end();
	assert_int_equal(unpack(), 0);
	assert_false(fs_exists(left));
	assert_true(fs_exists(held) && fs_exists(others) && fs_exists(named));
	close(fd);
}

static struct pack_list *files_list(void)
{
	g_autofree char *experiment = path_of("a/experiment.json"), *one = path_of("a/one");
	struct pack_list *list = pack_list_new();

	assert_int_equal(pack_list_add(list, RECORD, one), 0);
	assert_int_equal(pack_list_add(list, EXPERIMENT, experiment), 0);
	return list;
}

static void the_same_files_give_the_same_bytes(void **state)
{
	g_autofree char *first = path_of("first"), *second = path_of("second"),
			*one = path_of("a/one"), *a = NULL, *b = NULL;
	const struct utimbuf later = { 2000000000, 2000000000 };
	struct pack_list *list;

	(void)state;
	file_write("a/experiment.json", "{}");
	file_write("a/one", "text");
	list = files_list();
	assert_int_equal(pack_write(list, first), 0);
	pack_list_free(list);
	assert_int_equal(utime(one, &later), 0);
	assert_int_equal(chmod(one, 0600), 0);
	list = files_list();
	assert_int_equal(pack_write(list, second), 0);
	assert_int_equal(fs_hash_file(first, &a), 0);
	assert_int_equal(fs_hash_file(second, &b), 0);
	assert_string_equal(a, b);
	assert_int_equal(pack_write(list, second), -EEXIST);
	assert_error_says("is there already");
	pack_list_free(list);
}

static void a_file_that_changes_meanwhile_spoils_it(void **state)
{
	static const char *const texts[] = { "TEXT", "", "longer text" };
	g_autofree char *path = path_of("x");

	(void)state;
	file_write("a/experiment.json", "{}");
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GPtrArray) names = NULL;
		struct pack_list *list;

		file_write("a/one", "text");
		list = files_list();
		file_write("a/one", texts[i]);
		assert_int_equal(pack_write(list, path), -EAGAIN);
		assert_error_says("changed while it was packed");
		pack_list_free(list);
		assert_int_equal(fs_list(folder, &names), 0);
		assert_int_equal(names->len, 1);
	}
}

static void one_name_has_one_file(void **state)
{
	g_autofree char *one = path_of("one"), *same = path_of("same"), *other = path_of("other");
	struct pack_list *list = pack_list_new();

	(void)state;
	file_write("one", "text");
	file_write("same", "text");
	file_write("other", "another");
	assert_int_equal(pack_list_add(list, RECORD, one), 0);
	assert_int_equal(pack_list_add(list, RECORD, one), 0);
	assert_int_equal(pack_list_add(list, RECORD, same), 0);
	assert_int_equal(pack_list_add(list, RECORD, other), -EEXIST);
	assert_error_says("cannot have both");
	assert_int_equal(pack_list_add(list, "../x", one), -EINVAL);
	assert_int_equal(g_tree_nnodes(list->files), 1);
	pack_list_free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(a_good_one_is_unpacked),
		FOLDER_TEST(other_files_are_no_packs),
		FOLDER_TEST(half_of_one_is_refused),
		FOLDER_TEST(a_file_that_is_not_listed_is_refused),
		FOLDER_TEST(names_that_no_pack_has_cannot_be_listed),
		FOLDER_TEST(links_devices_and_folders_are_refused),
		FOLDER_TEST(contents_are_those_of_the_list),
		FOLDER_TEST(sizes_have_a_limit),
		FOLDER_TEST(lists_of_another_form_are_refused),
		FOLDER_TEST(what_is_there_is_not_overwritten),
		FOLDER_TEST(what_killed_ones_left_is_removed),
		FOLDER_TEST(the_same_files_give_the_same_bytes),
		FOLDER_TEST(a_file_that_changes_meanwhile_spoils_it),
		FOLDER_TEST(one_name_has_one_file),
	};

	return cmocka_run_group_tests_name("pack", tests, NULL, NULL);
}
