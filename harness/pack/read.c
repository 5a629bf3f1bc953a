// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads packs by libarchive, and believes nothing that they say. */
#include "pack/read.h"

#include "campaign/campaign.h"
#include "kernel/guard.h"
#include "pack/place.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/progress.h"
#include "util/units.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_BYTES (1 << 18)
#define LIST_MOST   (16 << 20)

struct reader {
	struct archive *archive;
	const char *path;
	const char *folder; /* in which it is unpacked */
	struct pack_list *list;
	GHashTable *left;     /* names that are still to come */
	uint64_t done, total; /* bytes, for progress */
};

static int reader_failed(const struct reader *reader)
{
	const char *why = archive_error_string(reader->archive);

	return error_set(EINVAL, "%s: is no pack of apfbench, or not a whole one%s%s", reader->path,
			 why ? ": " : "", why ? why : "");
}

static int entry_refuse(const struct reader *reader, const char *name, const char *why)
{
	return error_set(EINVAL, "%s: %s: %s; nothing of it is unpacked", reader->path, name, why);
}

/* Neither link, device nor folder. */
static bool is_file(struct archive_entry *entry)
{
	return archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry) &&
	       !archive_entry_symlink(entry) && archive_entry_size_is_set(entry);
}

/* Reads the first file. */
static int list_read(struct reader *reader, char **text, size_t *length)
{
	struct archive_entry *entry;
	int64_t size;
	int err;

	if (archive_read_next_header(reader->archive, &entry) != ARCHIVE_OK)
		return reader_failed(reader);
	size = archive_entry_size(entry);
	if (g_strcmp0(archive_entry_pathname(entry), CAMPAIGN_PACK_FILE) || !is_file(entry) ||
	    size < 0 || size > LIST_MOST)
		return error_set(
			EINVAL,
			"%s: is no pack of apfbench: it does not begin with " CAMPAIGN_PACK_FILE,
			reader->path);
	*length = (size_t)size;
	*text = g_malloc(*length + 1);
	if (archive_read_data(reader->archive, *text, *length) != (la_ssize_t)*length)
		return reader_failed(reader);
	(*text)[*length] = '\0';
	err = pack_list_read(*text, *length, &reader->list);
	return error_prefix(err, "%s", reader->path);
}

static gboolean name_add(gpointer name, gpointer file, gpointer names)
{
	(void)file;
	g_hash_table_add(names, name);
	return FALSE;
}

static int room_check(const struct reader *reader)
{
	g_autofree char *need = units_size_human(reader->total), *free = NULL;
	uint64_t bytes;
	int err = fs_free_space(reader->folder, &bytes);

	if (err || bytes >= reader->total)
		return err;
	free = units_size_human(bytes);
	return error_set(ENOSPC, "%s: needs %s, and there is room for %s", reader->path, need,
			 free);
}

static int data_write(const char *path, int fd, const char *data, size_t length)
{
	while (length) {
		const ssize_t done = write(fd, data, length);

		if (done < 0 && errno != EINTR)
			return error_sys(errno, "%s: cannot write", path);
		data += done > 0 ? done : 0;
		length -= done > 0 ? (size_t)done : 0;
	}
	return 0;
}

static int contents_write(struct reader *reader, const struct pack_file *file, const char *path,
			  int fd)
{
	g_autofree char *buffer = g_malloc(BLOCK_BYTES);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	uint64_t left = file->bytes;
	int err = 0;

	while (!err && left) {
		const la_ssize_t length =
			archive_read_data(reader->archive, buffer, MIN(left, BLOCK_BYTES));

		if (length <= 0)
			return reader_failed(reader);
		g_checksum_update(sum, (const guchar *)buffer, length);
		err = data_write(path, fd, buffer, (size_t)length);
		left -= (uint64_t)length;
		reader->done += (uint64_t)length;
		progress_live("%s: unpacking, %d %%", reader->path,
			      (int)(reader->done * 100 / reader->total));
		if (!err)
			err = guard_check();
	}
	if (!err && strcmp(g_checksum_get_string(sum), file->hash) != 0)
		err = entry_refuse(reader, file->name, "its contents are not those of the list");
	return err;
}

/* The name is one of the list, so it stays in the folder, of which nobody else knows. */
static int file_unpack(struct reader *reader, const struct pack_file *file)
{
	g_autofree char *path = g_build_filename(reader->folder, file->name, NULL);
	g_autofree char *above = g_path_get_dirname(path);
	int fd, err = fs_make_folder(above);

	if (err)
		return err;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0)
		return error_sys(errno, "%s: cannot write", path);
	err = contents_write(reader, file, path, fd);
	if (close(fd) < 0 && !err)
		err = error_sys(errno, "%s: cannot write", path);
	return err;
}

static int entry_unpack(struct reader *reader, struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry);
	const struct pack_file *file = name ? pack_list_find(reader->list, name) : NULL;

	if (!file)
		return entry_refuse(reader, name ? name : "a file without a name",
				    "is not in its list");
	if (!is_file(entry))
		return entry_refuse(reader, name, "is not a regular file");
	if ((uint64_t)archive_entry_size(entry) != file->bytes)
		return entry_refuse(reader, name, "has not the size that its list says");
	if (!g_hash_table_remove(reader->left, name))
		return entry_refuse(reader, name, "is there twice");
	return file_unpack(reader, file);
}

static int entries_unpack(struct reader *reader)
{
	struct archive_entry *entry;
	int status = ARCHIVE_EOF, err = 0;

	while (!err && (status = archive_read_next_header(reader->archive, &entry)) == ARCHIVE_OK)
		err = entry_unpack(reader, entry);
	if (err)
		return err;
	if (status != ARCHIVE_EOF)
		return reader_failed(reader);
	return g_hash_table_size(reader->left)
		       ? error_set(EINVAL, "%s: is not whole: %u files of its list are missing",
				   reader->path, g_hash_table_size(reader->left))
		       : 0;
}

static int all_unpack(struct reader *reader)
{
	g_autoptr(GHashTable) left = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *text = NULL, *mark = NULL;
	size_t length = 0;
	int err = list_read(reader, &text, &length);

	if (err)
		return err;
	g_tree_foreach(reader->list->files, name_add, left);
	reader->left = left;
	reader->total = pack_list_bytes(reader->list);
	err = room_check(reader);
	if (!err)
		err = entries_unpack(reader);
	progress_clear();
	if (err)
		return err;
	mark = g_build_filename(reader->folder, CAMPAIGN_PACK_FILE, NULL);
	return fs_write_atomic(mark, text, length);
}

static int archive_unpack(struct reader *reader, int fd)
{
	int err;

	reader->archive = archive_read_new();
	archive_read_support_filter_zstd(reader->archive);
	archive_read_support_format_tar(reader->archive);
	err = archive_read_open_fd(reader->archive, fd, BLOCK_BYTES) == ARCHIVE_OK
		      ? all_unpack(reader)
		      : reader_failed(reader);
	archive_read_free(reader->archive);
	return err;
}

int pack_read(const char *path, const char *folder, struct pack_list **list)
{
	struct reader reader = { .path = path };
	struct place place;
	int fd, err = fs_open(path, &fd);

	*list = NULL;
	if (err)
		return err;
	err = place_begin(folder, &place);
	if (!err) {
		reader.folder = place.unfinished;
		err = archive_unpack(&reader, fd);
		if (!err)
			err = place_finish(&place);
		if (err)
			place_abandon(&place);
	}
	close(fd);
	if (err)
		g_clear_pointer(&reader.list, pack_list_free);
	*list = reader.list;
	return err;
}
