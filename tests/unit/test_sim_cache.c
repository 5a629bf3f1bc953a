// SPDX-License-Identifier: GPL-2.0-or-later
/* The simulated testbed's folder of preparations: what is there, what goes, who needs it. */
#include "sim_fixture.h"

#include "testbed/cache.h"
#include "util/error.h"
#include "util/lock.h"

#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Names of preparations: hashes. */
#define EIGHT(letter) letter letter letter letter letter letter letter letter
#define A	      EIGHT("aaaaaaaa")
#define B	      EIGHT("bbbbbbbb")
#define C	      EIGHT("cccccccc")
#define SHORT	      "0123456789abcdef"
#define A16	      EIGHT("aa")
#define B16	      EIGHT("bb")
#define C16	      EIGHT("cc")

/* A finished preparation, without a lock. */
static void preparation_write(const char *hash)
{
	g_autofree char *path = g_strdup_printf("preparations/pv-%.16s", hash);
	g_autofree char *snapshot = g_strconcat(path, "/snapshot", NULL);
	g_autofree char *document = g_strconcat(path, "/preparation.json", NULL);
	g_autofree char *facts = g_strdup_printf("{\"hash\": \"%s\"}", hash);

	file_write(snapshot, "whole");
	file_write(document, facts);
}

static void interrupted_preparation_is_none(void **state)
{
	g_autofree char *snapshot = path_of("preparations/pv-" A16 "/snapshot");

	(void)state;
	file_write("preparations/.tmp-" A16 "-0/snapshot", "half");
	assert_false(sim_is_made(A));
	preparation_write(A);
	assert_true(sim_is_made(A));
	assert_int_equal(unlink(snapshot), 0);
	assert_false(sim_is_made(A));
}

static void sweep_removes_what_nobody_makes_any_more(void **state)
{
	g_autofree char *dead = path_of("preparations/.tmp-" A16 "-1"), *live = NULL;
	int lock;

	(void)state;
	assert_int_equal(store_lock(&preparation_store, B, true, &lock), 0);
	assert_int_equal(store_begin(&preparation_store, B, &live), 0);
	file_write("preparations/.tmp-" A16 "-1/snapshot", "of a killed process");
	preparation_write(C);
	store_sweep(&preparation_store);
	close(lock);
	assert_false(fs_exists(dead));
	assert_true(fs_exists(live));
	assert_true(sim_is_made(C));
}

static void caches_are_listed_without_locks_and_logs(void **state)
{
	g_autoptr(GPtrArray) entries = NULL;
	const struct store_entry *entry;

	(void)state;
	file_write("kernels/logs/x.log", "");
	file_write("kernels/.lock-" SHORT, "");
	file_write("kernels/mainline-" SHORT "/bzImage", "kernel");
	file_write("campaigns/quick/records/a.json", "{}");
	assert_int_equal(cache_list(NULL, &entries), 0);
	assert_int_equal(entries->len, 1);
	entry = entries->pdata[0];
	assert_string_equal(entry->kind, "kernels");
	assert_string_equal(entry->name, "mainline-" SHORT);
	assert_int_equal(cache_remove(entry), 0);
	g_clear_pointer(&entries, g_ptr_array_unref);
	assert_int_equal(cache_list("kernels", &entries), 0);
	assert_int_equal(entries->len, 0);
}

static void only_what_has_our_names_is_listed_in_a_marked_cache(void **state)
{
	static const char *const kinds[] = { "kernels", "sources", "images", "preparations" };
	static const char *const theirs[] = {
		"photograph.jpg", "host-1.cpio", "aaaa",     "linux",
		"x-0123456789",	  ".tmp-",	 "logs.old", "y.lock"
	};
	g_autoptr(GPtrArray) entries = NULL;

	(void)state;
	assert_int_equal(cache_claim(), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *tag = g_strconcat(kinds[i], "/CACHEDIR.TAG", NULL);
		g_autofree char *path = path_of(tag);
		g_autofree char *text = NULL;

		assert_int_equal(fs_read(path, &text, NULL), 0);
		assert_true(
			g_str_has_prefix(text, "Signature: 8a477f597d28d172789f06886806bc55\n"));
		for (size_t j = 0; j < G_N_ELEMENTS(theirs); j++) {
			g_autofree char *name = g_strconcat(kinds[i], "/", theirs[j], NULL);

			file_write(name, "");
		}
	}
	file_write("images/host-" SHORT ".cpio", "");
	file_write("sources/linux-" SHORT ".size", "");
	file_write("kernels/.tmp-" SHORT "-12/vmlinux", "");
	file_write("preparations/.tmp-" A16 "-1/snapshot", "");
	assert_int_equal(cache_list(NULL, &entries), 0);
	assert_int_equal(entries->len, 4);
	assert_int_equal(cache_claim(), 0);
}

static const char *note_of(const GPtrArray *entries, const char *name)
{
	for (guint i = 0; i < entries->len; i++) {
		const struct store_entry *entry = entries->pdata[i];

		if (!strcmp(entry->name, name))
			return entry->note;
	}
	fail_msg("%s is not listed", name);
	return NULL;
}

struct former {
	const char *name, *note;
};

static void assert_listed(const char *kind, const struct former *expected, size_t count)
{
	g_autoptr(GPtrArray) entries = NULL, rest = NULL;

	for (size_t i = 0; i < count; i++) {
		g_autofree char *name = g_strdup_printf("%s/%s", kind, expected[i].name);

		file_write(name, "");
	}
	assert_int_equal(cache_list(kind, &entries), 0);
	for (size_t i = 0; i < count; i++)
		if (expected[i].note)
			assert_string_equal(note_of(entries, expected[i].name), expected[i].note);
	for (guint i = 0; i < entries->len; i++)
		assert_int_equal(cache_remove(entries->pdata[i]), 0);
	assert_int_equal(cache_list(kind, &rest), 0);
	assert_int_equal(rest->len, 0);
}

#define FORMER	   "of an earlier version"
#define DAMAGED	   "damaged or " FORMER
#define UNFINISHED "unfinished"

/* All names that they gave, in folders without a mark; without a note: no entry. */
static void what_earlier_versions_left_is_known_and_freed(void **state)
{
	static const struct former kernels[] = {
		{ "k-" SHORT, DAMAGED },
		{ ".tmp-" SHORT "-4711", UNFINISHED },
		{ ".lock-" SHORT, NULL },
		{ "logs", NULL },
	};
	static const struct former sources[] = {
		{ "linux-source-6.1-" SHORT, DAMAGED },
		{ "linux-source-6.1-" SHORT ".size", FORMER },
		{ ".tmp-4711", FORMER },
		{ ".lock", FORMER },
	};
	static const struct former images[] = {
		{ "host-" SHORT ".cpio", FORMER },
		{ "guest-" SHORT ".cpio", FORMER },
		{ ".tmp-host-" SHORT ".cpio", FORMER },
		{ ".lock", FORMER },
	};
	static const struct former preparations[] = {
		{ A, FORMER },	       { A ".lock", FORMER }, { B ".tmp", FORMER },
		{ B ".lock", FORMER }, { ".trim", NULL },     { ".needed-aB3xYz", NULL },
	};

	(void)state;
	assert_listed("kernels", kernels, G_N_ELEMENTS(kernels));
	assert_listed("sources", sources, G_N_ELEMENTS(sources));
	assert_listed("images", images, G_N_ELEMENTS(images));
	assert_listed("preparations", preparations, G_N_ELEMENTS(preparations));
}

static void a_claim_sweeps_all_caches(void **state)
{
	static const char *const kinds[] = { "kernels", "sources", "images", "preparations" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *name = g_strconcat(kinds[i], "/.tmp-" SHORT "-1/half", NULL);

		file_write(name, "");
	}
	assert_int_equal(cache_claim(), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *name = g_strconcat(kinds[i], "/.tmp-" SHORT "-1", NULL);
		g_autofree char *path = path_of(name);

		assert_false(fs_exists(path));
	}
}

static void a_folder_of_others_is_no_cache(void **state)
{
	const struct store_entry entry = { .kind = "images",
					   .name = (char *)"host-" SHORT ".cpio" };
	g_autofree char *ours = path_of("images/host-" SHORT ".cpio");
	g_autoptr(GPtrArray) entries = NULL, all = NULL;

	(void)state;
	file_write("images/host-" SHORT ".cpio", "");
	file_write("images/photograph.jpg", "");
	file_write("images/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");
	assert_int_equal(cache_claim(), -EINVAL);
	assert_error_says("images: is not a cache of apfbench");
	assert_int_equal(cache_list("images", &entries), -EINVAL);
	assert_int_equal(cache_list(NULL, &all), 0);
	assert_int_equal(all->len, 0);
	assert_int_equal(cache_remove(&entry), -EINVAL);
	assert_true(fs_exists(ours));
}

static void trim_removes_the_longest_unused_that_nobody_needs(void **state)
{
	g_autofree char *needed = sim_hash_of(&sim, &run);
	g_autoptr(GPtrArray) keep = g_ptr_array_new();

	(void)state;
	g_ptr_array_add(keep, &run);
	preparation_write(needed);
	g_usleep(10000);
	preparation_write(A);
	assert_int_equal(sim_trim(&sim, keep), 0);
	assert_true(sim_is_made(needed));
	assert_false(sim_is_made(A));
}

/* Another campaign, which needs the preparation of boot 2, until go is closed. */
static void other_campaign(int told, int go)
{
	static struct plan_run second = { &setup, 2, 2, 1, 1, RUN_MEASURED };
	g_autoptr(GPtrArray) keep = g_ptr_array_new();
	char byte = 0;

	g_ptr_array_add(keep, &second);
	if (sim_trim(&sim, keep) || write(told, &byte, 1) != 1)
		_exit(1);
	_exit(read(go, &byte, 1) ? 1 : 0);
}

static void trim_leaves_what_another_living_campaign_needs(void **state)
{
	struct plan_run second = { &setup, 2, 2, 1, 1, RUN_MEASURED };
	g_autofree char *needed = sim_hash_of(&sim, &second);
	int told[2], go[2];
	char byte;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(told) || pipe(go), 0);
	preparation_write(needed);
	pid = fork();
	if (!pid) {
		close(go[1]);
		other_campaign(told[1], go[0]);
	}
	assert_int_equal(read(told[0], &byte, 1), 1);
	assert_int_equal(sim_trim(&sim, NULL), 0);
	assert_true(sim_is_made(needed));
	/* It ends without a word, as if killed. */
	close(go[1]);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(sim_trim(&sim, NULL), 0);
	assert_false(sim_is_made(needed));
	close(go[0]);
	close(told[0]);
	close(told[1]);
}

static void trim_frees_what_its_own_plan_needs_no_more(void **state)
{
	g_autofree char *needed = sim_hash_of(&sim, &run);
	g_autoptr(GPtrArray) keep = g_ptr_array_new();

	(void)state;
	g_ptr_array_add(keep, &run);
	preparation_write(needed);
	assert_int_equal(sim_trim(&sim, keep), 0);
	assert_true(sim_is_made(needed));
	assert_int_equal(sim_trim(&sim, NULL), 0);
	assert_false(sim_is_made(needed));
}

static void budget_is_read_strictly(void **state)
{
	uint64_t budget;

	(void)state;
	g_unsetenv("APFBENCH_SNAPSHOT_BUDGET");
	assert_int_equal(sim_read_budget(&budget), 0);
	assert_true(budget == UINT64_C(20) << 30);
	g_setenv("APFBENCH_SNAPSHOT_BUDGET", "3G", TRUE);
	assert_int_equal(sim_read_budget(&budget), 0);
	assert_true(budget == UINT64_C(3) << 30);
	g_setenv("APFBENCH_SNAPSHOT_BUDGET", "plenty", TRUE);
	assert_int_equal(sim_read_budget(&budget), -EINVAL);
	assert_error_says("APFBENCH_SNAPSHOT_BUDGET");
	g_unsetenv("APFBENCH_SNAPSHOT_BUDGET");
}

static void trim_leaves_what_another_process_uses(void **state)
{
	int lock;

	(void)state;
	preparation_write(A);
	assert_int_equal(store_lock(&preparation_store, A, false, &lock), 0);
	assert_int_equal(sim_trim(&sim, NULL), 0);
	assert_true(sim_is_made(A));
	close(lock);
	assert_int_equal(sim_trim(&sim, NULL), 0);
	assert_false(sim_is_made(A));
}

static void unknown_cache_is_named_with_the_nearest(void **state)
{
	g_autoptr(GPtrArray) entries = NULL;

	(void)state;
	assert_int_equal(cache_list("kernel", &entries), -EINVAL);
	assert_error_says("did you mean kernels");
	assert_error_says("kernels, sources, objects, images, preparations, ccache");
}

static void nothing_in_use_is_pruned(void **state)
{
	const struct store_entry source = { .kind = "sources", .name = (char *)"linux-" SHORT };
	g_autofree char *pid = g_strdup_printf("process %d", (int)getpid());
	g_autofree char *path = path_of("sources/linux-" SHORT "/Makefile");
	int one, other;

	(void)state;
	file_write("sources/linux-" SHORT "/Makefile", "");
	assert_int_equal(lock_made(&one), 0);
	assert_int_equal(lock_made(&other), 0);
	close(one);
	assert_int_equal(cache_remove(&source), -EBUSY);
	assert_error_says(pid);
	assert_true(fs_exists(path));
	close(other);
	assert_int_equal(cache_remove(&source), 0);
	assert_false(fs_exists(path));
}

static void preparations_are_told_by_setup_and_boot_seed(void **state)
{
	g_autoptr(GPtrArray) entries = NULL;

	(void)state;
	file_write("preparations/x-" A16 "/preparation.json",
		   "{\"setup\": \"pv\", \"boot_seed\": 3}");
	file_write("preparations/x-" B16 "/preparation.json", "{\"boot_seed\": 4}");
	file_write("preparations/x-" C16 "/preparation.json", "{}");
	assert_int_equal(cache_list("preparations", &entries), 0);
	assert_int_equal(entries->len, 3);
	assert_string_equal(note_of(entries, "x-" A16), "pv, boot seed 3");
	assert_string_equal(note_of(entries, "x-" B16), "boot seed 4");
	assert_null(note_of(entries, "x-" C16));
}

/* Older apfbench in the same folder declare what they need in the same lists. */
static void trim_frees_what_an_earlier_version_left_and_does_not_need(void **state)
{
	g_autofree char *needed = sim_hash_of(&sim, &run);
	g_autofree char *name = g_strdup_printf("preparations/%s/snapshot", needed);
	g_autofree char *kept = path_of(name), *freed = path_of("preparations/" A "/snapshot");
	g_autoptr(GPtrArray) keep = g_ptr_array_new();

	(void)state;
	g_ptr_array_add(keep, &run);
	file_write(name, "needed");
	file_write("preparations/" A "/snapshot", "not needed");
	assert_int_equal(sim_trim(&sim, keep), 0);
	assert_true(fs_exists(kept));
	assert_false(fs_exists(freed));
}

static void removed_preparation_leaves_no_lock(void **state)
{
	g_autofree char *removed = path_of("preparations/.lock-" A16);
	g_autofree char *orphan = path_of("preparations/.lock-" B16);
	g_autofree char *kept = path_of("preparations/.lock-" C16);
	int lock;

	(void)state;
	preparation_write(A);
	file_write("preparations/.lock-" B16, "");
	preparation_write(C);
	file_write("preparations/.lock-" C16, "");
	assert_int_equal(store_remove(&preparation_store, "pv-" A16), 0);
	assert_false(fs_exists(removed));
	assert_int_equal(store_lock(&preparation_store, B, true, &lock), 0);
	error_set(EPROTO, "why all ends");
	store_sweep(&preparation_store);
	assert_error_says("why all ends");
	assert_true(fs_exists(orphan));
	close(lock);
	store_sweep(&preparation_store);
	assert_false(fs_exists(orphan));
	assert_true(fs_exists(kept));
}

/* Who waited for a lock that its holder removed must not think that it holds the new one. */
static void lock_of_a_removed_file_is_taken_anew(void **state)
{
	g_autofree char *path = path_of("lock");
	int first, second, third;
	pid_t child;
	int status;

	(void)state;
	assert_int_equal(lock_take(path, true, true, &first), 0);
	child = fork();
	if (!child) {
		close(first);
		_exit(lock_take(path, true, true, &second) ||
		      lock_take(path, true, false, &third) != -EBUSY);
	}
	g_usleep(50000);
	unlink(path);
	close(first);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SIM_TEST(interrupted_preparation_is_none),
		SIM_TEST(sweep_removes_what_nobody_makes_any_more),
		SIM_TEST(caches_are_listed_without_locks_and_logs),
		SIM_TEST(only_what_has_our_names_is_listed_in_a_marked_cache),
		SIM_TEST(what_earlier_versions_left_is_known_and_freed),
		SIM_TEST(a_claim_sweeps_all_caches),
		SIM_TEST(a_folder_of_others_is_no_cache),
		SIM_TEST(trim_removes_the_longest_unused_that_nobody_needs),
		SIM_TEST(trim_leaves_what_another_process_uses),
		SIM_TEST(trim_leaves_what_another_living_campaign_needs),
		SIM_TEST(trim_frees_what_its_own_plan_needs_no_more),
		SIM_TEST(trim_frees_what_an_earlier_version_left_and_does_not_need),
		SIM_TEST(unknown_cache_is_named_with_the_nearest),
		SIM_TEST(budget_is_read_strictly),
		SIM_TEST(nothing_in_use_is_pruned),
		SIM_TEST(preparations_are_told_by_setup_and_boot_seed),
		SIM_TEST(removed_preparation_leaves_no_lock),
		SIM_TEST(lock_of_a_removed_file_is_taken_anew),
	};

	return cmocka_run_group_tests_name("sim_cache", tests, NULL, NULL);
}
