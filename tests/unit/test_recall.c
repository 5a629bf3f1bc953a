// SPDX-License-Identifier: GPL-2.0-or-later
/* Kernels and images of recorded runs, found by their hashes, and refused when they are others. */
#include "test.h"

#include "artefact/artefact.h"
#include "campaign/campaign.h"
#include "files.h"
#include "image/cpio.h"
#include "image/store.h"
#include "kernel/cache.h"
#include "util/paths.h"

#include <errno.h>

#define BUILD_ONE "1111111111111111111111111111111111111111111111111111111111111111"
#define BUILD_TWO "2222222222222222222222222222222222222222222222222222222222222222"

static char *no_names[] = { NULL };
static char *base[] = { (char *)"base", NULL };
static struct kernel_spec spec = { .name = (char *)"k",
				   .source = (char *)"linux-source-6.1",
				   .series = no_names,
				   .config = base };
static struct setup setup = { .name = (char *)"pv",
			      .host_kernel = (char *)"k",
			      .guest_kernel = (char *)"k" };
static struct experiment experiment;
static const struct artefacts_need need = { .kernels = true };
static struct recall recall;
static struct artefacts *artefacts;
static json_t *inputs; /* of a record */

/* A finished kernel in the cache, under the name of its build's hash. */
static void kernel_put(const char *hash, const char *bzimage)
{
	g_autofree char *unfinished = NULL, *image = NULL, *config = NULL;
	int lock;

	assert_int_equal(store_lock(&kernel_store, hash, true, &lock), 0);
	assert_int_equal(store_begin(&kernel_store, hash, &unfinished), 0);
	image = g_build_filename(unfinished, "bzImage", NULL);
	config = g_build_filename(unfinished, "config", NULL);
	assert_int_equal(fs_write_atomic(image, bzimage, strlen(bzimage)), 0);
	assert_int_equal(fs_write_atomic(config, "CONFIG_X=y\n", 11), 0);
	assert_int_equal(
		cache_publish(unfinished, "k", hash,
			      json_pack("{s:s, s:s, s:[{s:s, s:s, s:s}]}", "source", "linux 6.1",
					"compiler", "gcc 12", "patches", "series", "/x/pv", "patch",
					"one.patch", "sha256", BUILD_TWO)),
		0);
	close(lock);
}

static char *hash_of(const char *text)
{
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

/* A host's image in the cache with these two, and a program. */
static char *image_put(const char *guest_kernel, const char *guest_image)
{
	struct cpio *cpio = cpio_new();
	struct image image = { 0 };
	char *hash;

	assert_int_equal(cpio_add_text(cpio, "/guest/bzImage", guest_kernel), 0);
	assert_int_equal(cpio_add_text(cpio, "/guest/initrd.cpio", guest_image), 0);
	assert_int_equal(cpio_add_text(cpio, "/bin/tool", "tool"), 0);
	assert_int_equal(image_keep(cpio, "host", &image), 0);
	hash = g_strdup(image.hash);
	image_clear(&image);
	cpio_free(cpio);
	return hash;
}

static void input_set(const char *key, char *value)
{
	json_object_set_new(inputs, key, json_string(value));
	g_free(value);
}

static int recall_make(void **state)
{
	g_autofree char *made = NULL, *tool = hash_of("tool"), *contents = NULL;

	if (folder_make(state))
		return -1;
	made = path_of("made");
	paths_set_made(made);
	settings_init(&setup.settings);
	experiment.kernels = g_ptr_array_new();
	g_ptr_array_add(experiment.kernels, &spec);
	experiment.setups = g_ptr_array_new();
	g_ptr_array_add(experiment.setups, &setup);
	recall = (struct recall){ &experiment, &need, folder, false, 1 };
	kernel_put(BUILD_ONE, "kernel one");
	contents = g_strdup_printf("tool 1.0 %.16s", tool);
	inputs =
		json_pack("{s:s, s:s, s:{s:s}, s:s}", "host_build", BUILD_ONE, "guest_build",
			  BUILD_ONE, "host_contents", "/usr/bin/tool", contents, "host_files", "f");
	input_set("host_kernel", hash_of("kernel one"));
	input_set("guest_kernel", hash_of("kernel one"));
	input_set("guest_image", hash_of("guest one"));
	input_set("host_image", image_put("kernel one", "guest one"));
	return artefacts_begin(&artefacts);
}

static int recall_remove(void **state)
{
	artefacts_free(artefacts);
	json_decref(inputs);
	settings_clear(&setup.settings);
	g_ptr_array_unref(experiment.kernels);
	g_ptr_array_unref(experiment.setups);
	return folder_remove(state);
}

#define RECALL_TEST(name) cmocka_unit_test_setup_teardown(name, recall_make, recall_remove)

static void assert_recalled(void)
{
	if (artefacts_recall(artefacts, &recall, &setup, inputs))
		fail_msg("%s", error_text());
}

static void assert_not_recalled(int expected, const char *word)
{
	assert_int_equal(artefacts_recall(artefacts, &recall, &setup, inputs), expected);
	assert_error_says(word);
	assert_int_equal(artefacts->setups->len, 0);
}

static void what_is_in_the_caches_is_described_as_it_was_recorded(void **state)
{
	json_t *now;
	const char *key;
	json_t *value;

	(void)state;
	assert_recalled();
	now = artefacts_describe(artefacts, artefacts_find_setup(artefacts, &setup));
	json_object_foreach (inputs, key, value)
		if (!json_equal(value, json_object_get(now, key)))
			fail_msg("%s differs", key);
	assert_string_equal(
		json_string_value(json_array_get(json_object_get(now, "host_patches"), 0)),
		"pv/one.patch 2222222222222222");
	json_decref(now);
}

static void a_record_without_hashes_is_refused(void **state)
{
	(void)state;
	json_object_set_new(inputs, "host_kernel", json_string("../../x"));
	assert_not_recalled(-EINVAL, "no host_kernel");
	input_set("host_kernel", hash_of("kernel one"));
	json_object_set_new(inputs, "host_image", json_integer(1));
	assert_not_recalled(-EINVAL, "no host_image");
	json_object_del(inputs, "guest_build");
	assert_not_recalled(-EINVAL, "no guest_build");
}

static void a_kernel_that_is_not_what_the_record_says_is_refused(void **state)
{
	(void)state;
	input_set("host_kernel", hash_of("kernel two"));
	assert_not_recalled(-ENOPKG, "is not the recorded one");
}

static void an_image_that_is_not_what_the_record_says_is_refused(void **state)
{
	g_autofree char *guest = hash_of("guest one");

	(void)state;
	input_set("guest_image", hash_of("guest two"));
	assert_not_recalled(-EINVAL, "its /guest/initrd.cpio is not the recorded one");
	input_set("guest_image", g_steal_pointer(&guest));
	json_object_set_new(inputs, "host_contents",
			    json_pack("{s:s}", "/usr/bin/tool", "tool 1.0 0123456789abcdef"));
	assert_not_recalled(-EINVAL, "its /usr/bin/tool is not the recorded one");
	json_object_set_new(inputs, "host_contents", json_pack("{s:s}", "/init", "x"));
	assert_not_recalled(-EINVAL, "there nothing");
}

static void an_image_with_another_guest_kernel_is_refused(void **state)
{
	(void)state;
	input_set("host_image", image_put("kernel two", "guest one"));
	assert_not_recalled(-EINVAL, "its /guest/bzImage is not the recorded one");
}

/* Each run is told to QEMU as a kernel and an image: a second build, or guest, is another pass. */
static void setups_that_need_different_ones_do_not_go_together(void **state)
{
	struct setup other = setup;

	(void)state;
	other.name = (char *)"other";
	kernel_put(BUILD_TWO, "kernel two");
	assert_recalled();
	json_object_set_new(inputs, "host_build", json_string(BUILD_TWO));
	assert_int_equal(artefacts_recall(artefacts, &recall, &other, inputs), -EAGAIN);
	json_object_set_new(inputs, "host_build", json_string(BUILD_ONE));
	input_set("guest_image", hash_of("guest two"));
	input_set("host_image", image_put("kernel one", "guest two"));
	assert_int_equal(artefacts_recall(artefacts, &recall, &other, inputs), -EAGAIN);
	assert_int_equal(artefacts->setups->len, 1);
}

/* What a build executes must not be a stranger's choice. */
static void a_kernel_is_not_built_from_paths(void **state)
{
	char *path[] = { (char *)"./evil", NULL };
	struct kernel_spec good = spec;

	(void)state;
	json_object_set_new(inputs, "host_build", json_string(BUILD_TWO));
	spec.series = path;
	assert_not_recalled(-ENOPKG, "series ./evil");
	spec = good;
	spec.config = path;
	assert_not_recalled(-ENOPKG, "fragment ./evil");
	spec = good;
	spec.source = (char *)"linux-source-6.1\n";
	assert_not_recalled(-ENOPKG, "source");
	spec.source = (char *)"evil.tar";
	assert_not_recalled(-ENOPKG, "source evil.tar");
	spec.source = (char *)"evil#main";
	assert_not_recalled(-ENOPKG, "source evil#main");
	spec = good;
}

/* Before an hour of building it is known whether it would be the same kernel. */
static void a_kernel_that_would_be_another_one_is_not_built(void **state)
{
	(void)state;
	if (!fs_exists("/usr/src/linux-source-6.1.tar.xz"))
		skip();
	file_write("kernels/k/build.json", "{\"hash\": \"1\", \"source\": \"linux-source-6.1 0.1\","
					   " \"files\": {\"bzImage\": \"1\"}}");
	json_object_set_new(inputs, "host_build", json_string(BUILD_TWO));
	assert_not_recalled(-ENOPKG, "would be another one");
	assert_error_says("source: \"linux-source-6.1 0.1\" -> \"linux-source-6.1 ");
	assert_null(strstr(error_text(), "files"));
}

static void files_of_another_machine_are_not_looked_for_here(void **state)
{
	(void)state;
	input_set("host_image", hash_of("gone"));
	g_free(setup.settings.payload);
	setup.settings.payload = g_strdup("storm");
	assert_not_recalled(-ENOPKG, "storm=/payload");
}

static void the_files_of_an_image_are_hashed(void **state)
{
	g_autofree char *path = path_of("made/not.cpio"), *tool = hash_of("tool");
	g_autoptr(GHashTable) files = NULL;
	GHashTable *none;
	struct image image;

	(void)state;
	assert_int_equal(
		image_recall(json_string_value(json_object_get(inputs, "host_image")), &image), 0);
	assert_int_equal(image_look(image.path, &files), 0);
	assert_int_equal(g_hash_table_size(files), 3);
	assert_string_equal(g_hash_table_lookup(files, "/usr/bin/tool"), tool);
	image_clear(&image);
	file_write("made/not.cpio", "no archive at all, but long enough to be looked at by it");
	assert_int_equal(image_look(path, &none), -EINVAL);
	assert_null(none);
}

/* A damaged entry is none. */
static void a_damaged_image_is_not_recalled(void **state)
{
	const char *hash = json_string_value(json_object_get(inputs, "host_image"));
	struct image image;

	(void)state;
	assert_int_equal(image_recall(hash, &image), 0);
	assert_true(g_file_set_contents(image.path, "x", 1, NULL));
	image_clear(&image);
	assert_int_equal(image_recall(hash, &image), -ENOENT);
}

/* Puts the kernel and the image into the campaign's folder, as `apfbench unpack` does. */
static void campaign_pack(void)
{
	g_autofree char *image = campaign_image_path(
		folder, json_string_value(json_object_get(inputs, "host_image")));
	g_autofree char *images = path_of("images"), *kernel = path_of("kernels/k");
	static const char *const files[] = { "build.json", "bzImage", "config" };
	struct kernel_build build;
	struct image cached;

	assert_int_equal(fs_make_folder(images), 0);
	assert_int_equal(fs_make_folder(kernel), 0);
	assert_int_equal(
		image_recall(json_string_value(json_object_get(inputs, "host_image")), &cached), 0);
	assert_int_equal(fs_copy(cached.path, image), 0);
	assert_int_equal(kernel_recall(BUILD_ONE, &build), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *from = g_build_filename(build.folder, files[i], NULL);
		g_autofree char *to = g_build_filename(kernel, files[i], NULL);

		assert_int_equal(fs_copy(from, to), 0);
	}
	kernel_build_clear(&build);
	image_clear(&cached);
	recall.packed = true;
}

static void a_packed_campaign_has_its_own(void **state)
{
	g_autofree char *kernel = path_of("kernels/k/bzImage");
	const struct artefact_setup *made;

	(void)state;
	campaign_pack();
	assert_recalled();
	made = artefacts_find_setup(artefacts, &setup);
	assert_string_equal(made->host->build.bzimage, kernel);
	assert_true(g_str_has_prefix(made->host_image.path, folder));
}

/* Though the caches have what fits. */
static void what_a_packed_campaign_lacks_comes_from_nowhere_else(void **state)
{
	g_autofree char *guest = hash_of("guest one");

	(void)state;
	campaign_pack();
	input_set("guest_image", hash_of("guest two"));
	assert_not_recalled(-EINVAL, "its /guest/initrd.cpio is not the recorded one");
	input_set("guest_image", g_steal_pointer(&guest));
	input_set("host_image", image_put("kernel one", "guest two"));
	assert_not_recalled(-ENOPKG, "the pack lacks the host's image");
	json_object_set_new(inputs, "host_build", json_string(BUILD_TWO));
	artefacts_free(artefacts);
	assert_int_equal(artefacts_begin(&artefacts), 0);
	kernel_put(BUILD_TWO, "kernel one");
	assert_not_recalled(-ENOPKG, "is another build");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RECALL_TEST(what_is_in_the_caches_is_described_as_it_was_recorded),
		RECALL_TEST(a_record_without_hashes_is_refused),
		RECALL_TEST(a_kernel_that_is_not_what_the_record_says_is_refused),
		RECALL_TEST(an_image_that_is_not_what_the_record_says_is_refused),
		RECALL_TEST(an_image_with_another_guest_kernel_is_refused),
		RECALL_TEST(setups_that_need_different_ones_do_not_go_together),
		RECALL_TEST(a_kernel_is_not_built_from_paths),
		RECALL_TEST(a_kernel_that_would_be_another_one_is_not_built),
		RECALL_TEST(files_of_another_machine_are_not_looked_for_here),
		RECALL_TEST(a_packed_campaign_has_its_own),
		RECALL_TEST(what_a_packed_campaign_lacks_comes_from_nowhere_else),
		RECALL_TEST(the_files_of_an_image_are_hashed),
		RECALL_TEST(a_damaged_image_is_not_recalled),
	};

	return cmocka_run_group_tests_name("recall", tests, NULL, NULL);
}
