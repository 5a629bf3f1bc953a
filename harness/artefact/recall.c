// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the kernels and images of recorded runs by the hashes in their records. */
#include "artefact/artefact.h"

#include "artefact/content.h"
#include "artefact/files.h"
#include "campaign/campaign.h"
#include "settings/description.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/text.h"

#include <errno.h>
#include <string.h>

#define CONTENT_DIGITS 16 /* of a hash in host_contents */

/* One side of a run: where its kernel stands. */
struct side {
	const char *kernel; /* its name in the experiment */
	const char *bzimage_key, *build_key;
};

static int hash_of(const json_t *inputs, const char *key, const char **hash)
{
	*hash = json_string_value(json_object_get(inputs, key));
	return text_is_hash(*hash) ? 0 : error_set(EINVAL, "the record has no %s", key);
}

/* Built here, it comes with perf, which an image may need. */
static int build_find(const struct recall *recall, const char *name, const char *hash,
		      struct kernel_build *build)
{
	g_autofree char *kept = g_build_filename(recall->folder, "kernels", name, NULL);
	const struct kernel_former former = { experiment_kernel(recall->experiment, name),
					      recall->need->simulated, hash, kept };
	int err = recall->packed ? kernel_read(kept, build) : kernel_recall(hash, build);

	return err == -ENOENT && !recall->packed
		       ? kernel_rebuild(&former, recall->need->perf, recall->jobs, build)
		       : err;
}

static struct artefact_kernel *kernel_of(const struct artefacts *artefacts, const char *name)
{
	for (guint i = 0; i < artefacts->kernels->len; i++) {
		struct artefact_kernel *kernel = artefacts->kernels->pdata[i];

		if (!strcmp(kernel->spec->name, name))
			return kernel;
	}
	return NULL;
}

static int kernel_add(struct artefacts *artefacts, const struct recall *recall, const char *name,
		      const char *hash)
{
	struct kernel_build build;
	struct artefact_kernel *kernel;
	int err = build_find(recall, name, hash, &build);

	if (err)
		return err;
	if (strcmp(build.hash, hash) != 0) {
		err = error_set(ENOPKG,
				"kernel %s: %s is another build (%.12s) than recorded (%.12s)",
				name, build.folder, build.hash, hash);
		kernel_build_clear(&build);
		return err;
	}
	kernel = g_new0(struct artefact_kernel, 1);
	kernel->spec = experiment_kernel(recall->experiment, name);
	kernel->build = build;
	g_ptr_array_add(artefacts->kernels, kernel);
	return artefacts_hash_kernel(kernel);
}

static int kernel_find(struct artefacts *artefacts, const struct recall *recall,
		       const struct side *side, const json_t *inputs,
		       const struct artefact_kernel **found)
{
	const char *bzimage, *build;
	struct artefact_kernel *kernel = kernel_of(artefacts, side->kernel);
	int err = hash_of(inputs, side->bzimage_key, &bzimage);

	if (!err)
		err = hash_of(inputs, side->build_key, &build);
	if (!err && !kernel)
		err = kernel_add(artefacts, recall, side->kernel, build);
	if (err)
		return err;
	kernel = kernel_of(artefacts, side->kernel);
	if (strcmp(kernel->build.hash, build) != 0)
		return error_set(EAGAIN, "kernel %s: is needed as two builds", side->kernel);
	if (!kernel->bzimage_hash || strcmp(kernel->bzimage_hash, bzimage) != 0)
		return error_set(ENOPKG, "kernel %s: %s is not the recorded one (%.12s, now %.12s)",
				 side->kernel, kernel->build.bzimage, bzimage,
				 kernel->bzimage_hash ? kernel->bzimage_hash : "unreadable");
	*found = kernel;
	return 0;
}

static int inside_compare(const char *path, const char *place, const char *hash, const char *now,
			  size_t digits)
{
	if (now && !strncmp(hash, now, digits))
		return 0;
	return error_set(EINVAL, "%s: its %s is not the recorded one (%.12s, there %.12s)", path,
			 place, hash, now ? now : "nothing");
}

/* "PACKAGE VERSION HASH": names of packages cannot be checked, contents can. */
static int contents_compare(const char *path, GHashTable *files, const json_t *contents)
{
	const char *place;
	json_t *value;
	int err = 0;

	json_object_foreach ((json_t *)contents, place, value) {
		const char *text = json_string_value(value);
		const char *blank = text ? strrchr(text, ' ') : NULL;

		if (text && !err)
			err = inside_compare(path, place, blank ? blank + 1 : text,
					     g_hash_table_lookup(files, place), CONTENT_DIGITS);
	}
	return err;
}

/* The image that guests of all setups have: moves *image there, or checks that it is the same. */
static int guest_image_take(struct artefacts *artefacts, struct image *image)
{
	struct image *there = &artefacts->guest_image;
	int err = 0;

	if (!there->hash) {
		*there = *image;
		memset(image, 0, sizeof(*image));
		return 0;
	}
	if (strcmp(there->hash, image->hash) != 0)
		err = error_set(EAGAIN, "two images of the guest are needed");
	else if (!there->path)
		there->path = g_steal_pointer(&image->path);
	image_clear(image);
	return err;
}

/* What the record says is in the image. */
static int image_check(struct artefacts *artefacts, const char *path, const json_t *inputs)
{
	g_autoptr(GHashTable) files = NULL;
	const char *kernel, *guest;
	struct image inside = { 0 };
	int err = hash_of(inputs, "guest_kernel", &kernel);

	if (!err)
		err = hash_of(inputs, "guest_image", &guest);
	if (!err)
		err = image_look(path, &files);
	if (!err)
		err = inside_compare(path, INSIDE_GUEST_KERNEL, kernel,
				     g_hash_table_lookup(files, INSIDE_GUEST_KERNEL),
				     TEXT_HASH_DIGITS);
	if (!err)
		err = inside_compare(path, INSIDE_GUEST_IMAGE, guest,
				     g_hash_table_lookup(files, INSIDE_GUEST_IMAGE),
				     TEXT_HASH_DIGITS);
	if (!err)
		err = contents_compare(path, files, json_object_get(inputs, "host_contents"));
	if (err)
		return err;
	inside.hash = g_strdup(guest);
	return guest_image_take(artefacts, &inside);
}

/* The one in the campaign's folder. */
static int image_unpacked(const struct recall *recall, const char *hash, struct image *image)
{
	g_autofree char *path = campaign_image_path(recall->folder, hash), *now = NULL;
	int err;

	if (!fs_exists(path))
		return error_set(ENOPKG, "%s: the pack lacks the host's image that was recorded",
				 path);
	err = fs_hash_file(path, &now);
	if (!err && strcmp(now, hash) != 0)
		err = error_set(ENOPKG, "%s: is not the recorded image (%.12s)", path, now);
	if (err)
		return err;
	image->path = g_steal_pointer(&path);
	image->hash = g_steal_pointer(&now);
	return 0;
}

/* The recorded image. -ENOENT if it is gone. */
static int image_find(struct artefacts *artefacts, const struct recall *recall,
		      const json_t *inputs, struct artefact_setup *row)
{
	const json_t *contents = json_object_get(inputs, "host_contents");
	const char *hash;
	int err = hash_of(inputs, "host_image", &hash);

	if (!err)
		err = recall->packed ? image_unpacked(recall, hash, &row->host_image)
				     : image_recall(hash, &row->host_image);
	if (err)
		return err;
	row->files_hash = g_strdup(json_string_value(json_object_get(inputs, "host_files")));
	if (json_is_object(contents))
		row->host_image.contents = json_deep_copy(contents);
	return image_check(artefacts, row->host_image.path, inputs);
}

static int perf_find(const struct recall *recall, struct artefact_kernel *kernel)
{
	struct kernel_build build;
	int err;

	if (!recall->need->perf || kernel->build.perf)
		return 0;
	g_autofree char *kept =
		g_build_filename(recall->folder, "kernels", kernel->spec->name, NULL);
	const struct kernel_former former = { kernel->spec, recall->need->simulated,
					      kernel->build.hash, kept };

	err = kernel_rebuild(&former, true, recall->jobs, &build);
	if (err)
		return error_prefix(err, "the host's image is not in the cache, and needs perf");
	kernel->build.perf = g_steal_pointer(&build.perf);
	kernel_build_clear(&build);
	return 0;
}

/* An image of what this machine has now. */
static int image_make(struct artefacts *artefacts, const struct recall *recall,
		      struct artefact_setup *row)
{
	const struct setup *setup = row->setup;
	g_auto(GStrv) pairs = files_pairs(&setup->settings);
	struct image guest = { 0 };
	int err;

	if (*pairs || content_is_there(recall->experiment))
		return error_set(
			ENOPKG,
			"setup %s: the host's image is not in the cache, and has files "
			"that only the machine that made it had: %s; `apfbench pack` there "
			"brings it along",
			setup->name, *pairs ? *pairs : setup->settings.workload);
	err = perf_find(recall, kernel_of(artefacts, setup->host_kernel));
	if (!err)
		err = content_image(recall->experiment, &guest);
	if (!err)
		err = guest_image_take(artefacts, &guest);
	image_clear(&guest);
	return err ? err
		   : image_host(row->guest->build.bzimage, &artefacts->guest_image,
				row->host->build.perf, NULL, &row->host_image);
}

static int setup_fill(struct artefacts *artefacts, const struct recall *recall,
		      const json_t *inputs, struct artefact_setup *row)
{
	const struct side host = { row->setup->host_kernel, "host_kernel", "host_build" };
	const struct side guest = { row->setup->guest_kernel, "guest_kernel", "guest_build" };
	int err = kernel_find(artefacts, recall, &host, inputs, &row->host);

	if (!err)
		err = kernel_find(artefacts, recall, &guest, inputs, &row->guest);
	if (err)
		return err;
	err = image_find(artefacts, recall, inputs, row);
	return err == -ENOENT && !recall->packed ? image_make(artefacts, recall, row) : err;
}

int artefacts_recall(struct artefacts *artefacts, const struct recall *recall,
		     const struct setup *setup, const json_t *inputs)
{
	struct artefact_setup *row;
	int err;

	if (!recall->need->kernels)
		return 0;
	row = g_new0(struct artefact_setup, 1);
	row->setup = setup;
	/* At its end, so that it can be taken out again. */
	g_ptr_array_add(artefacts->setups, row);
	err = setup_fill(artefacts, recall, inputs, row);
	if (err)
		g_ptr_array_remove_index(artefacts->setups, artefacts->setups->len - 1);
	return err;
}
