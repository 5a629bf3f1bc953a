// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the list of a pack's files, and reads a stranger's with suspicion. */
#include "pack/list.h"

#include "experiment/experiment.h"
#include "record/run_name.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/text.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FORMAT	     "apfbench pack"
#define SCHEMA	     1
#define NAME_LETTERS G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_"

#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)

/* Bounds of what an unknown pack may fill the disk with, and the memory of who reads its JSON. */
#define IMAGE_MOST (4 * GIB)
#define TEXT_MOST  (64 * MIB)
#define TOTAL_MOST (64 * GIB)

static void file_free(gpointer data)
{
	struct pack_file *file = data;

	g_free(file->name);
	g_free(file->path);
	g_free(file->hash);
	g_free(file);
}

static gint compare_names(gconstpointer a, gconstpointer b, gpointer unused)
{
	(void)unused;
	return strcmp(a, b);
}

struct pack_list *pack_list_new(void)
{
	struct pack_list *list = g_new0(struct pack_list, 1);

	list->files = g_tree_new_full(compare_names, NULL, NULL, file_free);
	return list;
}

void pack_list_free(struct pack_list *list)
{
	if (!list)
		return;
	g_tree_destroy(list->files);
	g_free(list);
}

static bool is_record(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot && (size_t)(dot - name) == strspn(name, NAME_LETTERS) &&
	       run_name_is_file(name, NULL);
}

static bool is_image(const char *name)
{
	g_autofree char *hash = g_strndup(name, TEXT_HASH_DIGITS);

	return text_is_hash(hash) && !strcmp(name + TEXT_HASH_DIGITS, ".cpio");
}

bool pack_name_is_valid(const char *name)
{
	static const char *const of_kernel[] = { "build.json", "bzImage", "config", "source.diff",
						 NULL };
	g_auto(GStrv) parts = g_strsplit(name, "/", -1);
	const guint count = g_strv_length(parts);

	if (count == 1)
		return !strcmp(name, "experiment.json");
	if (count == 2)
		return (!strcmp(parts[0], "records") && is_record(parts[1])) ||
		       (!strcmp(parts[0], "images") && is_image(parts[1]));
	return count == 3 && !strcmp(parts[0], "kernels") && experiment_name_is_valid(parts[1]) &&
	       g_strv_contains(of_kernel, parts[2]);
}

static int name_refuse(const char *name)
{
	return error_set(EINVAL, "%s: no pack of apfbench has a file of this name", name);
}

static int size_check(const char *name, uint64_t bytes)
{
	const bool is_large =
		g_str_has_prefix(name, "images/") || g_str_has_suffix(name, "/bzImage");
	const uint64_t most = is_large ? IMAGE_MOST : TEXT_MOST;

	if (bytes <= most)
		return 0;
	return error_set(EINVAL,
			 "%s: %" PRIu64 " bytes are more than a pack may have of it (%" PRIu64 ")",
			 name, bytes, most);
}

/* hash: taken over. */
static void file_insert(struct pack_list *list, const char *name, const char *path, uint64_t bytes,
			char *hash)
{
	struct pack_file *file = g_new0(struct pack_file, 1);

	*file = (struct pack_file){ g_strdup(name), g_strdup(path), bytes, hash };
	g_tree_insert(list->files, file->name, file);
}

int pack_list_add(struct pack_list *list, const char *name, const char *path)
{
	const struct pack_file *there = pack_list_find(list, name);
	g_autofree char *hash = NULL;
	struct stat info;
	int err;

	if (!pack_name_is_valid(name))
		return name_refuse(name);
	if (there && !g_strcmp0(there->path, path))
		return 0;
	err = fs_hash_file(path, &hash);
	if (err)
		return err;
	if (stat(path, &info) < 0)
		return error_sys(errno, "%s: cannot stat", path);
	err = size_check(name, (uint64_t)info.st_size);
	if (err)
		return err;
	if (there && strcmp(there->hash, hash) != 0)
		return error_set(EEXIST, "%s: a pack cannot have both %s and %s", name, there->path,
				 path);
	if (!there)
		file_insert(list, name, path, (uint64_t)info.st_size, g_steal_pointer(&hash));
	return 0;
}

struct pack_file *pack_list_find(const struct pack_list *list, const char *name)
{
	return g_tree_lookup(list->files, name);
}

static gboolean bytes_add(gpointer name, gpointer file, gpointer sum)
{
	(void)name;
	*(uint64_t *)sum += ((const struct pack_file *)file)->bytes;
	return FALSE;
}

uint64_t pack_list_bytes(const struct pack_list *list)
{
	uint64_t sum = 0;

	g_tree_foreach(list->files, bytes_add, &sum);
	return sum;
}

int pack_list_check(const struct pack_list *list)
{
	const uint64_t bytes = pack_list_bytes(list);

	if (bytes <= TOTAL_MOST)
		return 0;
	return error_set(
		EINVAL, "its files have %" PRIu64 " bytes, more than a pack may have (%" PRIu64 ")",
		bytes, TOTAL_MOST);
}

static gboolean file_json(gpointer name, gpointer data, gpointer files)
{
	const struct pack_file *file = data;

	json_object_set_new(
		files, name,
		json_pack("{s:I, s:s}", "bytes", (json_int_t)file->bytes, "sha256", file->hash));
	return FALSE;
}

char *pack_list_text(const struct pack_list *list)
{
	json_t *files = json_object(), *json;
	char *dump, *text;

	g_tree_foreach(list->files, file_json, files);
	json = json_pack("{s:s, s:i, s:o}", "format", FORMAT, "schema_version", SCHEMA, "files",
			 files);
	dump = json_dumps(json, JSON_INDENT(1));
	text = g_strconcat(dump, "\n", NULL);
	free(dump);
	json_decref(json);
	return text;
}

static int file_read(struct pack_list *list, const char *name, const json_t *value)
{
	const char *hash = json_string_value(json_object_get(value, "sha256"));
	const json_t *bytes = json_object_get(value, "bytes");
	const json_int_t count = json_integer_value(bytes);
	int err;

	if (!pack_name_is_valid(name))
		return name_refuse(name);
	if (!text_is_hash(hash) || !json_is_integer(bytes) || count < 0)
		return error_set(EINVAL, "%s: has no size, or no SHA-256", name);
	err = size_check(name, (uint64_t)count);
	if (err)
		return err;
	file_insert(list, name, NULL, (uint64_t)count, g_strdup(hash));
	return 0;
}

static int files_read(struct pack_list *list, const json_t *json)
{
	const json_t *version = json_object_get(json, "schema_version");
	const char *format = json_string_value(json_object_get(json, "format")), *name;
	json_t *value;
	int err = 0;

	if (g_strcmp0(format, FORMAT) || !json_is_integer(version))
		return error_set(EINVAL, "is no pack of apfbench");
	if (json_integer_value(version) != SCHEMA)
		return error_set(EINVAL,
				 "a pack of schema %" JSON_INTEGER_FORMAT
				 ", this program reads schema %d",
				 json_integer_value(version), SCHEMA);
	json_object_foreach (json_object_get(json, "files"), name, value)
		if (!err)
			err = file_read(list, name, value);
	if (!err && !pack_list_find(list, "experiment.json"))
		err = error_set(EINVAL, "has no experiment.json");
	return err ? err : pack_list_check(list);
}

int pack_list_read(const char *text, size_t length, struct pack_list **list)
{
	struct pack_list *made = pack_list_new();
	json_error_t where;
	json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &where);
	int err = json ? files_read(made, json)
		       : error_set(EINVAL, "is no pack of apfbench: %s", where.text);

	json_decref(json);
	if (err)
		g_clear_pointer(&made, pack_list_free);
	*list = made;
	return err;
}
