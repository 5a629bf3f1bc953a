// SPDX-License-Identifier: GPL-2.0-or-later
/* Cache folders: what is found, what is being made, what may go and what may not. */
#include "test.h"

#include "files.h"
#include "util/paths.h"
#include "util/store.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#define HASH  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"

static char *describe(const json_t *facts)
{
	return g_strdup(json_string_value(json_object_get(facts, "title")));
}

static bool has_result(const char *where, const json_t *facts)
{
	g_autofree char *path = g_build_filename(where, "result", NULL);
	g_autofree char *text = NULL;

	return !fs_read(path, &text, NULL) &&
	       !g_strcmp0(text, json_string_value(json_object_get(facts, "result")));
}

static const struct store store = { "things", "facts.json", has_result, describe };

static int place_make(void **state)
{
	int err = folder_make(state);

	if (!err)
		paths_set_made(folder);
	return err;
}

#define PLACE_TEST(name) cmocka_unit_test_setup_teardown(name, place_make, folder_remove)

static void entry_make(const char *name, const char *hash)
{
	g_autofree char *unfinished = NULL, *file = NULL;
	int lock;

	assert_int_equal(store_lock(&store, hash, true, false, &lock), 0);
	assert_int_equal(store_begin(&store, hash, &unfinished), 0);
	file = g_build_filename(unfinished, "result", NULL);
	assert_int_equal(fs_write_atomic(file, "made", 4), 0);
	assert_int_equal(
		store_publish(&store, name, hash,
			      json_pack("{s:s, s:s}", "title", "a thing", "result", "made")),
		0);
	close(lock);
}

static void a_published_entry_is_found_by_its_hash(void **state)
{
	g_autofree char *found = NULL, *expected = store_path(&store, "one", HASH);

	(void)state;
	assert_null(store_find(&store, HASH));
	entry_make("one", HASH);
	found = store_find(&store, HASH);
	assert_string_equal(found, expected);
	assert_null(store_find(&store, OTHER));
}

static void an_unfinished_entry_is_not_found(void **state)
{
	g_autofree char *unfinished = NULL;
	int lock;

	(void)state;
	assert_int_equal(store_lock(&store, HASH, true, false, &lock), 0);
	assert_int_equal(store_begin(&store, HASH, &unfinished), 0);
	assert_null(store_find(&store, HASH));
	store_abandon(&store, HASH);
	assert_false(fs_exists(unfinished));
	close(lock);
}

static void a_damaged_entry_is_not_found_and_is_replaced(void **state)
{
	g_autofree char *found = NULL;

	(void)state;
	entry_make("one", HASH);
	file_write("things/one-0123456789abcdef/result", "changed");
	assert_null(store_find(&store, HASH));
	entry_make("one", HASH);
	found = store_find(&store, HASH);
	assert_non_null(found);
}

static void another_hash_with_the_same_beginning_is_not_found(void **state)
{
	static const char near[] = "0123456789abcdef" OTHER;

	(void)state;
	entry_make("one", HASH);
	assert_null(store_find(&store, near));
}

static void what_is_made_or_used_is_not_removed(void **state)
{
	g_autofree char *found = NULL;
	int lock;

	(void)state;
	entry_make("one", HASH);
	assert_int_equal(store_lock(&store, HASH, false, false, &lock), 0);
	assert_int_equal(store_remove(&store, "one-0123456789abcdef"), -EBUSY);
	found = store_find(&store, HASH);
	assert_non_null(found);
	close(lock);
	assert_int_equal(store_remove(&store, "one-0123456789abcdef"), 0);
	assert_null(store_find(&store, HASH));
}

static void nobody_elses_file_is_an_entry(void **state)
{
	g_autofree char *photograph = path_of("things/holiday.jpg");
	g_autofree char *source = path_of("things/my-source/main.c");
	g_autoptr(GPtrArray) entries = NULL;

	(void)state;
	file_write("things/holiday.jpg", "a photograph");
	file_write("things/my-source/main.c", "a source");
	entry_make("one", HASH);
	assert_int_equal(store_list(&store, &entries), 0);
	assert_int_equal(entries->len, 1);
	assert_int_equal(store_remove(&store, "holiday.jpg"), -EINVAL);
	assert_int_equal(store_remove(&store, "my-source"), -EINVAL);
	assert_int_equal(store_remove(&store, "../things"), -EINVAL);
	store_sweep(&store);
	assert_true(fs_exists(photograph));
	assert_true(fs_exists(source));
}

static void entries_are_listed_with_their_notes(void **state)
{
	static const char *const notes[] = { "of an earlier version", "unfinished", "a thing" };
	g_autoptr(GPtrArray) entries = NULL;

	(void)state;
	entry_make("one", HASH);
	file_write("things/.tmp-fedcba9876543210/half", "");
	file_write("things/host-fedcba9876543210.cpio", "");
	file_write("things/" OTHER ".lock", "");
	assert_int_equal(store_list(&store, &entries), 0);
	assert_int_equal(entries->len, 4);
	for (guint i = 0; i < entries->len; i++) {
		const struct store_entry *entry = entries->pdata[i];

		assert_true(g_strv_contains(notes, entry->note) || !entry->note);
		assert_int_equal(store_remove(&store, entry->name), 0);
	}
	g_clear_pointer(&entries, g_ptr_array_unref);
	assert_int_equal(store_list(&store, &entries), 0);
	assert_int_equal(entries->len, 0);
}

static void a_sweep_takes_what_a_killed_process_left(void **state)
{
	g_autofree char *dead = path_of("things/.tmp-0123456789abcdef");
	g_autofree char *lock_file = path_of("things/.lock-0123456789abcdef");
	g_autofree char *live = NULL;
	pid_t pid = fork();
	int lock, status;

	(void)state;
	if (pid == 0) {
		g_autofree char *half = NULL;

		_exit(store_lock(&store, HASH, true, false, &lock) ||
		      store_begin(&store, HASH, &half));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && !WEXITSTATUS(status));
	assert_int_equal(store_lock(&store, OTHER, true, false, &lock), 0);
	assert_int_equal(store_begin(&store, OTHER, &live), 0);
	error_set(EIO, "the reason before");
	assert_true(fs_exists(dead));
	store_sweep(&store);
	assert_error_says("the reason before");
	assert_false(fs_exists(dead));
	assert_false(fs_exists(lock_file));
	assert_true(fs_exists(live));
	close(lock);
}

static void an_interrupted_removal_leaves_no_half_entry(void **state)
{
	g_autofree char *aside = path_of("things/.tmp-0123456789abcdef");

	(void)state;
	entry_make("one", HASH);
	/* A file that cannot be removed stands for the interruption. */
	assert_int_equal(fs_make_folder(aside), 0);
	file_write("things/.tmp-0123456789abcdef/left", "");
	assert_int_equal(store_remove(&store, "one-0123456789abcdef"), 0);
	assert_false(fs_exists(aside));
	assert_null(store_find(&store, HASH));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLACE_TEST(a_published_entry_is_found_by_its_hash),
		PLACE_TEST(an_unfinished_entry_is_not_found),
		PLACE_TEST(a_damaged_entry_is_not_found_and_is_replaced),
		PLACE_TEST(another_hash_with_the_same_beginning_is_not_found),
		PLACE_TEST(what_is_made_or_used_is_not_removed),
		PLACE_TEST(nobody_elses_file_is_an_entry),
		PLACE_TEST(entries_are_listed_with_their_notes),
		PLACE_TEST(a_sweep_takes_what_a_killed_process_left),
		PLACE_TEST(an_interrupted_removal_leaves_no_half_entry),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
