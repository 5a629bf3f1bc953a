// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes an archive's entries in the kernel's newc format by libarchive. */
#include "image/cpio.h"
#include "image/entry.h"
#include "util/error.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIXED_TIME  1288569600 /* 2010-11-01 00:00 UTC */
#define BLOCK_BYTES (1 << 18)

struct writer {
	struct archive *archive;
	const char *file;
	int64_t inode;
	int err;
};

static int writer_failed(const struct writer *writer)
{
	int errnum = archive_errno(writer->archive);

	/* libarchive's own text is "Write error", which is no reason. */
	if (errnum > 0)
		return error_sys(errnum, "%s: cannot write", writer->file);
	return error_set(EIO, "%s: cannot write: %s", writer->file,
			 archive_error_string(writer->archive));
}

static int header_write(struct writer *writer, const char *path, const struct entry *entry,
			int64_t size)
{
	static const mode_t types[] = {
		[ENTRY_FOLDER] = AE_IFDIR, [ENTRY_FILE] = AE_IFREG,   [ENTRY_TEXT] = AE_IFREG,
		[ENTRY_LINK] = AE_IFLNK,   [ENTRY_DEVICE] = AE_IFCHR,
	};
	struct archive_entry *header = archive_entry_new();
	int status;

	archive_entry_set_pathname(header, path);
	archive_entry_set_mode(header, types[entry->type] | entry->mode);
	archive_entry_set_uid(header, 0);
	archive_entry_set_gid(header, 0);
	archive_entry_set_mtime(header, FIXED_TIME, 0);
	archive_entry_set_ino64(header, ++writer->inode);
	archive_entry_set_nlink(header, 1);
	archive_entry_set_dev(header, 0);
	archive_entry_set_size(header, size);
	if (entry->type == ENTRY_LINK)
		archive_entry_set_symlink(header, entry->contents);
	if (entry->type == ENTRY_DEVICE) {
		archive_entry_set_rdevmajor(header, entry->major);
		archive_entry_set_rdevminor(header, entry->minor);
	}
	status = archive_write_header(writer->archive, header);
	archive_entry_free(header);
	return status == ARCHIVE_OK ? 0 : writer_failed(writer);
}

static int data_write(struct writer *writer, const void *data, size_t length)
{
	if (archive_write_data(writer->archive, data, length) != (la_ssize_t)length)
		return writer_failed(writer);
	return 0;
}

static int file_write(struct writer *writer, const char *path, const struct entry *entry)
{
	g_autofree char *buffer = g_malloc(BLOCK_BYTES);
	int fd = open(entry->contents, O_RDONLY | O_CLOEXEC), err = 0;
	struct stat st = { 0 };
	ssize_t length;
	off_t done = 0;

	if (fd < 0 || fstat(fd, &st) < 0)
		err = error_sys(errno, "%s: cannot read", entry->contents);
	if (!err)
		err = header_write(writer, path, entry, st.st_size);
	while (!err && (length = read(fd, buffer, BLOCK_BYTES)) != 0) {
		if (length < 0 && errno == EINTR) {
			continue;
		} else if (length < 0) {
			err = error_sys(errno, "%s: cannot read", entry->contents);
		} else {
			done += length;
			err = done > st.st_size ? 0 : data_write(writer, buffer, (size_t)length);
		}
	}
	if (!err && done != st.st_size)
		err = error_set(EAGAIN, "%s: changed while it was put into an image",
				entry->contents);
	if (fd >= 0)
		close(fd);
	return err;
}

static gboolean entry_write(gpointer path, gpointer data, gpointer context)
{
	const struct entry *entry = data;
	struct writer *writer = context;
	size_t length = entry->type == ENTRY_TEXT ? strlen(entry->contents) : 0;

	if (entry->type == ENTRY_FILE) {
		writer->err = file_write(writer, path, entry);
		return writer->err != 0;
	}
	writer->err = header_write(writer, path, entry, (int64_t)length);
	if (!writer->err && length)
		writer->err = data_write(writer, entry->contents, length);
	return writer->err != 0;
}

int cpio_write(const struct cpio *cpio, const char *file)
{
	struct writer writer = { .file = file };
	int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0)
		return error_sys(errno, "%s: cannot write", file);
	writer.archive = archive_write_new();
	archive_write_set_format_cpio_newc(writer.archive);
	archive_write_set_bytes_per_block(writer.archive, BLOCK_BYTES);
	archive_write_set_bytes_in_last_block(writer.archive, 1);
	if (archive_write_open_fd(writer.archive, fd) != ARCHIVE_OK)
		writer.err = writer_failed(&writer);
	if (!writer.err)
		g_tree_foreach(cpio->entries, entry_write, &writer);
	if (!writer.err && archive_write_close(writer.archive) != ARCHIVE_OK)
		writer.err = writer_failed(&writer);
	archive_write_free(writer.archive);
	if (!writer.err && fsync(fd) < 0)
		writer.err = error_sys(errno, "%s: cannot write", file);
	close(fd);
	return writer.err;
}
