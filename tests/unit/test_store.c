// SPDX-License-Identifier: GPL-2.0-or-later
/* Cache folders: what is found, what is being made, what may go and what may not. */
#include "test.h"

#include "files.h"
#include "util/paths.h"
#include "util/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#define HASH	    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define SHORT_HASH  "0123456789abcdef"
#define SHORT_OTHER "fedcba9876543210"
#define OTHER	    "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"

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

static const struct store store = {
	.kind = "things",
	.facts = "facts.json",
	.others = "^diary$",
	.former = "^(?:([0-9a-f]{16})[0-9a-f]{48}(?:\\.tmp)?|[a-z]+-[0-9a-f]{16}\\.thing)$",
	.is_whole = has_result,
	.describe = describe,
};

static int place_make(void **state)
{
	int err = folder_make(state);

	if (!err)
		paths_set_made(folder);
	return err;
}

#define PLACE_TEST(name) cmocka_unit_test_setup_teardown(name, place_make, folder_remove)

/* With the lock held. */
static void entry_fill(const char *name, const char *hash)
{
	g_autofree char *unfinished = NULL, *file = NULL;
	json_t *facts = json_pack("{s:s, s:s}", "title", "a thing", "result", "made");

	assert_int_equal(store_begin(&store, hash, &unfinished), 0);
	file = g_build_filename(unfinished, "result", NULL);
	assert_int_equal(fs_write_atomic(file, "made", 4), 0);
	assert_int_equal(store_publish(&store, unfinished, name, hash, facts), 0);
}

static void entry_make(const char *name, const char *hash)
{
	int lock;

	assert_int_equal(store_lock(&store, hash, true, &lock), 0);
	entry_fill(name, hash);
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
	assert_int_equal(store_lock(&store, HASH, true, &lock), 0);
	assert_int_equal(store_begin(&store, HASH, &unfinished), 0);
	assert_null(store_find(&store, HASH));
	error_set(EIO, "the reason before");
	store_abandon(unfinished);
	assert_error_says("the reason before");
	assert_false(fs_exists(unfinished));
	close(lock);
}

/* A folder in the facts' place stands for a disk that takes no more. */
static void what_cannot_be_published_is_gone(void **state)
{
	g_autofree char *unfinished = NULL, *facts = NULL;
	int lock;

	(void)state;
	assert_int_equal(store_lock(&store, HASH, true, &lock), 0);
	assert_int_equal(store_begin(&store, HASH, &unfinished), 0);
	facts = g_build_filename(unfinished, "facts.json", "x", NULL);
	assert_int_equal(fs_make_folder(facts), 0);
	assert_true(store_publish(&store, unfinished, "one", HASH, json_object()) < 0);
	assert_error_says("facts.json: cannot write");
	assert_false(fs_exists(unfinished));
	assert_null(store_find(&store, HASH));
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
	assert_int_equal(store_lock(&store, HASH, false, &lock), 0);
	assert_int_equal(store_remove(&store, "one-0123456789abcdef"), -EBUSY);
	found = store_find(&store, HASH);
	assert_non_null(found);
	close(lock);
	assert_int_equal(store_remove(&store, "one-0123456789abcdef"), 0);
	assert_null(store_find(&store, HASH));
}

/* In a child. Exit status 0: found, 1: made. */
static pid_t slow_make(void)
{
	g_autofree char *found = NULL;
	pid_t pid = fork();
	int lock;

	if (pid)
		return pid;
	if (store_lock(&store, HASH, true, &lock))
		_exit(2);
	found = store_find(&store, HASH);
	if (found)
		_exit(0);
	g_usleep(100000);
	entry_fill("one", HASH);
	_exit(1);
}

static void two_that_want_the_same_entry_make_it_once(void **state)
{
	const pid_t pids[] = { slow_make(), slow_make() };
	int status, sum = 0;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFEXITED(status));
		sum += WEXITSTATUS(status);
	}
	assert_int_equal(sum, 1);
}

static void nobody_elses_file_is_an_entry(void **state)
{
	g_autofree char *photograph = path_of("things/holiday.jpg");
	g_autofree char *source = path_of("things/my-source/main.c");
	g_autoptr(GPtrArray) entries = NULL;

	(void)state;
	entry_make("one", HASH);
	file_write("things/holiday.jpg", "a photograph");
	file_write("things/my-source/main.c", "a source");
	assert_int_equal(store_list(&store, &entries), 0);
	assert_int_equal(entries->len, 1);
	assert_int_equal(store_remove(&store, "holiday.jpg"), -EINVAL);
	assert_int_equal(store_remove(&store, "my-source"), -EINVAL);
	assert_int_equal(store_remove(&store, "../things"), -EINVAL);
	assert_int_equal(store_remove(&store, "../things/my-0123456789abcdef"), -EINVAL);
	store_sweep(&store);
	assert_true(fs_exists(photograph));
	assert_true(fs_exists(source));
}

/* What looks like ours in there may be a copy that somebody wants to keep. */
static void nothing_changes_in_somebody_elses_folder(void **state)
{
	g_autofree char *half = path_of("things/.tmp-0123456789abcdef/half"), *all = NULL;
	g_autoptr(GPtrArray) entries = NULL, names = NULL;
	int lock;

	(void)state;
	file_write("things/holiday.jpg", "a photograph");
	file_write("things/.tmp-0123456789abcdef/half", "");
	file_write("things/one-0123456789abcdef/result", "");
	assert_int_equal(store_lock(&store, OTHER, true, &lock), -EINVAL);
	assert_error_says("things: is not a cache of apfbench");
	assert_int_equal(store_list(&store, &entries), -EINVAL);
	assert_int_equal(store_remove(&store, "one-0123456789abcdef"), -EINVAL);
	assert_int_equal(store_remove(&store, ".tmp-0123456789abcdef"), -EINVAL);
	store_sweep(&store);
	assert_true(fs_exists(half));
	all = path_of("things");
	assert_int_equal(fs_list(all, &names), 0);
	assert_int_equal(names->len, 3);
}

static void a_folder_of_an_earlier_version_is_marked_and_used(void **state)
{
	g_autofree char *tag = path_of("things/CACHEDIR.TAG"), *found = NULL;

	(void)state;
	file_write("things/" OTHER "/x", "");
	file_write("things/.lock-fedcba9876543210", "");
	file_write("things/diary", "");
	entry_make("one", HASH);
	found = store_find(&store, HASH);
	assert_non_null(found);
	assert_true(fs_exists(tag));
}

static const struct store_entry *entry_of(const GPtrArray *entries, const char *name)
{
	for (guint i = 0; i < entries->len; i++) {
		const struct store_entry *entry = entries->pdata[i];

		if (!strcmp(entry->name, name))
			return entry;
	}
	fail_msg("%s is not listed", name);
	return NULL;
}

static void entries_are_listed_with_their_notes(void **state)
{
	static const char short_hash[] = "fedcba9876543210", none[] = "";
	static const struct {
		const char *name, *note, *hash;
	} expected[] = {
		{ "one-0123456789abcdef", "a thing", "0123456789abcdef" },
		{ ".tmp-fedcba9876543210", "unfinished", short_hash },
		{ ".tmp-fedcba9876543210-4711", "unfinished", short_hash },
		{ "lost-fedcba9876543210", "damaged or of an earlier version", short_hash },
		{ "host-fedcba9876543210.thing", "of an earlier version", none },
		{ OTHER, "of an earlier version", short_hash },
		{ OTHER ".tmp", "of an earlier version", short_hash },
	};
	g_autoptr(GPtrArray) entries = NULL;

	(void)state;
	entry_make("one", HASH);
	file_write("things/diary", "");
	for (size_t i = 1; i < G_N_ELEMENTS(expected); i++) {
		g_autofree char *path = g_strdup_printf("things/%s/x", expected[i].name);

		file_write(path, "");
	}
	assert_int_equal(store_list(&store, &entries), 0);
	assert_int_equal(entries->len, G_N_ELEMENTS(expected));
	for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
		const struct store_entry *entry = entry_of(entries, expected[i].name);

		assert_string_equal(entry->note, expected[i].note);
		assert_string_equal(entry->hash, expected[i].hash);
		assert_int_equal(store_remove(&store, entry->name), 0);
	}
	g_clear_pointer(&entries, g_ptr_array_unref);
	assert_int_equal(store_list(&store, &entries), 0);
	assert_int_equal(entries->len, 0);
}

static void the_longest_unused_comes_first(void **state)
{
	static const struct timespec old[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	g_autofree char *one = NULL, *other = NULL;
	g_autoptr(GPtrArray) entries = NULL, again = NULL;

	(void)state;
	entry_make("a", HASH);
	entry_make("b", OTHER);
	one = store_find(&store, HASH);
	other = store_find(&store, OTHER);
	assert_int_equal(utimensat(AT_FDCWD, one, old, 0), 0);
	assert_int_equal(utimensat(AT_FDCWD, other, old, 0), 0);
	store_touch(one);
	assert_int_equal(store_list(&store, &entries), 0);
	assert_string_equal(((struct store_entry *)entries->pdata[0])->name, "b-" SHORT_OTHER);
	assert_int_equal(utimensat(AT_FDCWD, one, old, 0), 0);
	assert_int_equal(store_list(&store, &again), 0);
	assert_string_equal(((struct store_entry *)again->pdata[0])->name, "a-" SHORT_HASH);
}

/* In a child, which ends like a killed one: with the lock freed and the folder there. */
static void half_make(const char *hash)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		g_autofree char *half = NULL;
		int lock;

		_exit(store_lock(&store, hash, true, &lock) || store_begin(&store, hash, &half));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && !WEXITSTATUS(status));
}

static guint names_count(const char *prefix)
{
	g_autofree char *all = path_of("things");
	g_autoptr(GPtrArray) names = NULL;
	guint count = 0;

	assert_int_equal(fs_list(all, &names), 0);
	for (guint i = 0; i < names->len; i++)
		count += g_str_has_prefix(names->pdata[i], prefix);
	return count;
}

static void a_sweep_takes_what_a_killed_process_left(void **state)
{
	g_autofree char *live = NULL;
	int lock;

	(void)state;
	assert_int_equal(store_lock(&store, OTHER, true, &lock), 0);
	assert_int_equal(store_begin(&store, OTHER, &live), 0);
	half_make(HASH);
	assert_int_equal(names_count(".tmp-" SHORT_HASH), 1);
	assert_int_equal(names_count(".lock-" SHORT_HASH), 1);
	error_set(EIO, "the reason before");
	store_sweep(&store);
	assert_error_says("the reason before");
	assert_int_equal(names_count(".tmp-" SHORT_HASH), 0);
	assert_int_equal(names_count(".lock-" SHORT_HASH), 0);
	assert_true(fs_exists(live));
	assert_int_equal(names_count(".lock-" SHORT_OTHER), 1);
	close(lock);
}

static void a_sweep_leaves_entries_and_their_locks(void **state)
{
	g_autofree char *found = NULL;

	(void)state;
	entry_make("one", HASH);
	store_sweep(&store);
	found = store_find(&store, HASH);
	assert_non_null(found);
	assert_int_equal(names_count(".lock-"), 1);
}

/* Also of another hash, or what nobody asks for again would stay for ever. */
static void the_next_maker_removes_what_is_unfinished(void **state)
{
	g_autofree char *one = NULL, *two = NULL;
	int lock;

	(void)state;
	half_make(HASH);
	half_make(OTHER);
	half_make(OTHER);
	assert_int_equal(store_lock(&store, OTHER, true, &lock), 0);
	assert_int_equal(names_count(".tmp-"), 0);
	assert_int_equal(store_begin(&store, OTHER, &one), 0);
	assert_int_equal(store_begin(&store, OTHER, &two), 0);
	assert_string_not_equal(one, two);
	assert_true(fs_exists(one) && fs_exists(two));
	close(lock);
}

/* The folder that an earlier removal had put aside, and could not remove. */
static void an_interrupted_removal_leaves_no_half_entry(void **state)
{
	g_autofree char *aside = path_of("things/.tmp-0123456789abcdef");

	(void)state;
	entry_make("one", HASH);
	file_write("things/.tmp-0123456789abcdef/left", "");
	assert_int_equal(store_remove(&store, "one-0123456789abcdef"), 0);
	assert_false(fs_exists(aside));
	assert_null(store_find(&store, HASH));
	assert_int_equal(names_count(".lock-"), 0);
}

static void a_dry_run_begins_nothing(void **state)
{
	g_autofree char *all = path_of("things"), *unfinished = NULL;

	(void)state;
	process_set_dry_run(true);
	assert_int_equal(store_begin(&store, HASH, &unfinished), 0);
	process_set_dry_run(false);
	assert_non_null(strstr(unfinished, "things/.tmp-0123456789abcdef-"));
	assert_false(fs_exists(all));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLACE_TEST(a_published_entry_is_found_by_its_hash),
		PLACE_TEST(an_unfinished_entry_is_not_found),
		PLACE_TEST(what_cannot_be_published_is_gone),
		PLACE_TEST(a_damaged_entry_is_not_found_and_is_replaced),
		PLACE_TEST(another_hash_with_the_same_beginning_is_not_found),
		PLACE_TEST(what_is_made_or_used_is_not_removed),
		PLACE_TEST(two_that_want_the_same_entry_make_it_once),
		PLACE_TEST(nobody_elses_file_is_an_entry),
		PLACE_TEST(nothing_changes_in_somebody_elses_folder),
		PLACE_TEST(a_folder_of_an_earlier_version_is_marked_and_used),
		PLACE_TEST(entries_are_listed_with_their_notes),
		PLACE_TEST(the_longest_unused_comes_first),
		PLACE_TEST(a_sweep_takes_what_a_killed_process_left),
		PLACE_TEST(a_sweep_leaves_entries_and_their_locks),
		PLACE_TEST(the_next_maker_removes_what_is_unfinished),
		PLACE_TEST(an_interrupted_removal_leaves_no_half_entry),
		PLACE_TEST(a_dry_run_begins_nothing),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
