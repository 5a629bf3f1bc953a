// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes packs by libarchive. */
#include "pack/write.h"

#include "campaign/campaign.h"
#include "kernel/guard.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/fs_new.h"
#include "util/progress.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_BYTES (1 << 18)
/* Images are programs and kernels: above this level it takes much longer for little. */
#define LEVEL "9"

struct writer {
	struct archive *archive;
	const char *path;
	uint64_t done, total; /* bytes, for progress */
	int err;
};

static int writer_failed(const struct writer *writer)
{
	int errnum = archive_errno(writer->archive);

	if (errnum > 0)
		return error_sys(errnum, "%s: cannot write", writer->path);
	return error_set(EIO, "%s: cannot write: %s", writer->path,
			 archive_error_string(writer->archive));
}

static int header_write(const struct writer *writer, const char *name, uint64_t bytes)
{
	struct archive_entry *header = archive_entry_new();
	int status;

	archive_entry_set_pathname(header, name);
	archive_entry_set_filetype(header, AE_IFREG);
	archive_entry_set_perm(header, 0644);
	archive_entry_set_uid(header, 0);
	archive_entry_set_gid(header, 0);
	archive_entry_set_mtime(header, 0, 0);
	archive_entry_set_size(header, (int64_t)bytes);
	status = archive_write_header(writer->archive, header);
	archive_entry_free(header);
	return status == ARCHIVE_OK ? 0 : writer_failed(writer);
}

static int data_write(struct writer *writer, const void *data, size_t length)
{
	if (archive_write_data(writer->archive, data, length) != (la_ssize_t)length)
		return writer_failed(writer);
	writer->done += length;
	if (writer->total)
		progress_live("%s: packing, %d %%", writer->path,
			      (int)(writer->done * 100 / writer->total));
	return guard_check();
}

/* What is read must be what was listed. */
static int contents_write(struct writer *writer, const struct pack_file *file, int fd)
{
	g_autofree char *buffer = g_malloc(BLOCK_BYTES);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	uint64_t left = file->bytes;
	ssize_t length = 1;
	int err = 0;

	while (!err && left && length) {
		length = read(fd, buffer, MIN(left, BLOCK_BYTES));
		if (length < 0)
			return error_sys(errno, "%s: cannot read", file->path);
		g_checksum_update(sum, (const guchar *)buffer, length);
		left -= (uint64_t)length;
		err = length ? data_write(writer, buffer, (size_t)length) : 0;
	}
	if (!err && strcmp(g_checksum_get_string(sum), file->hash) != 0)
		err = error_set(EAGAIN, "%s: changed while it was packed", file->path);
	return err;
}

static gboolean file_write(gpointer name, gpointer data, gpointer context)
{
	const struct pack_file *file = data;
	struct writer *writer = context;
	int fd;

	writer->err = fs_open(file->path, &fd);
	if (writer->err)
		return TRUE;
	writer->err = header_write(writer, name, file->bytes);
	if (!writer->err)
		writer->err = contents_write(writer, file, fd);
	close(fd);
	return writer->err != 0;
}

static int entries_write(struct writer *writer, const struct pack_list *list)
{
	g_autofree char *text = pack_list_text(list);
	const size_t length = strlen(text);
	int err = header_write(writer, CAMPAIGN_PACK_FILE, length);

	if (!err)
		err = data_write(writer, text, length);
	if (err)
		return err;
	writer->total = pack_list_bytes(list);
	g_tree_foreach(list->files, file_write, writer);
	return writer->err;
}

static int archive_write(const struct pack_list *list, const char *path, int fd)
{
	struct writer writer = { .archive = archive_write_new(), .path = path };
	int err = 0;

	if (archive_write_set_format_ustar(writer.archive) != ARCHIVE_OK ||
	    archive_write_add_filter_zstd(writer.archive) != ARCHIVE_OK ||
	    archive_write_set_filter_option(writer.archive, "zstd", "compression-level", LEVEL) !=
		    ARCHIVE_OK ||
	    archive_write_open_fd(writer.archive, fd) != ARCHIVE_OK)
		err = writer_failed(&writer);
	if (!err)
		err = entries_write(&writer, list);
	if (!err && archive_write_close(writer.archive) != ARCHIVE_OK)
		err = writer_failed(&writer);
	archive_write_free(writer.archive);
	progress_clear();
	return err;
}

int pack_check(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int err = fs_new_check(path);

	if (!err && access(folder, W_OK | X_OK) < 0)
		err = error_sys(errno, "%s: cannot write there", folder);
	return err;
}

int pack_write(const struct pack_list *list, const char *path)
{
	struct fs_new file;
	int err = fs_new_begin(path, &file);

	if (err)
		return err;
	err = archive_write(list, path, file.fd);
	if (!err)
		return fs_new_publish(&file);
	fs_new_discard(&file);
	return err;
}
