// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads tarballs by libarchive, so that no tar or xz program is needed. */
#include "kernel/unpack.h"

#include "kernel/guard.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/progress.h"
#include "util/text.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define BLOCK_BYTES   (1 << 18)
#define ONE_BYTES_MAX (1 << 20)

struct unpack {
	const char *tarball;
	const char *folder; /* with symbolic links resolved, else SECURE_SYMLINKS stops at them */
	struct archive *in, *out;
	int64_t size;
};

static int archive_failed(const struct unpack *unpack, struct archive *archive)
{
	int errnum = archive_errno(archive);

	/* Of what it reads libarchive says the reason, of what it writes only that it failed. */
	if (errnum > 0 && archive == unpack->out)
		return error_sys(errnum, "%s: cannot unpack: %s", unpack->tarball,
				 archive_error_string(archive));
	return error_set(errnum > 0 ? errnum : EIO, "%s: cannot unpack: %s", unpack->tarball,
			 archive_error_string(archive));
}

static bool path_is_inside(const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);

	return *path != '/' && !g_strv_contains((const char *const *)parts, "..");
}

static int entry_move(const struct unpack *unpack, struct archive_entry *entry)
{
	const char *path = archive_entry_pathname(entry), *link = archive_entry_hardlink(entry);
	const mode_t type = archive_entry_filetype(entry);

	if (!path || !path_is_inside(path) || (link && !path_is_inside(link)))
		return error_set(EINVAL, "%s: has an entry outside of its tree: %s",
				 unpack->tarball, path ? path : "(no name)");
	/* A build would wait for a FIFO for ever, and root would make a device. */
	if (!link && type != AE_IFREG && type != AE_IFDIR && type != AE_IFLNK)
		return error_set(EINVAL,
				 "%s: has an entry that is neither file, folder nor link: %s",
				 unpack->tarball, path);
	g_autofree char *to = g_build_filename(unpack->folder, path, NULL);

	if (link) {
		g_autofree char *link_to = g_build_filename(unpack->folder, link, NULL);

		archive_entry_set_hardlink(entry, link_to);
	}
	archive_entry_set_pathname(entry, to);
	/* A read-only tree could not be patched or removed. */
	archive_entry_set_perm(entry, (archive_entry_perm(entry) & 0777) |
					      (type == AE_IFDIR ? 0700 : 0600));
	return 0;
}

static int entry_copy_data(const struct unpack *unpack)
{
	const void *block;
	size_t size;
	int64_t offset;
	int status;

	while ((status = archive_read_data_block(unpack->in, &block, &size, &offset)) == ARCHIVE_OK)
		if (archive_write_data_block(unpack->out, block, size, offset) < ARCHIVE_OK)
			return archive_failed(unpack, unpack->out);
	return status == ARCHIVE_EOF ? 0 : archive_failed(unpack, unpack->in);
}

static int entries_copy(const struct unpack *unpack)
{
	struct archive_entry *entry;
	int status;

	while ((status = archive_read_next_header(unpack->in, &entry)) == ARCHIVE_OK) {
		progress_live("%s: unpacking, %d %%", unpack->tarball,
			      (int)(archive_filter_bytes(unpack->in, -1) * 100 / unpack->size));
		int err = guard_check();

		if (!err)
			err = entry_move(unpack, entry);
		if (err)
			return err;
		if (archive_write_header(unpack->out, entry) != ARCHIVE_OK)
			return archive_failed(unpack, unpack->out);
		err = archive_entry_size(entry) > 0 ? entry_copy_data(unpack) : 0;
		if (err)
			return err;
		if (archive_write_finish_entry(unpack->out) != ARCHIVE_OK)
			return archive_failed(unpack, unpack->out);
	}
	return status == ARCHIVE_EOF ? 0 : archive_failed(unpack, unpack->in);
}

/* Moves linux-6.1/Makefile to Makefile: the contents of the only folder take its place. */
static int wrapper_remove(const char *folder)
{
	g_autoptr(GPtrArray) names = NULL;
	g_autofree char *aside = g_strconcat(folder, ".wrapper", NULL);
	struct stat st;
	int err = fs_list(folder, &names);

	if (err || names->len != 1)
		return err;
	g_autofree char *only = g_build_filename(folder, names->pdata[0], NULL);

	/* lstat: a link to a folder would put what is patched and built outside. */
	if (lstat(only, &st) < 0 || !S_ISDIR(st.st_mode))
		return 0;
	if (g_rename(only, aside) < 0 || g_rmdir(folder) < 0 || g_rename(aside, folder) < 0)
		return error_sys(errno, "%s: cannot remove the outer folder", only);
	return 0;
}

int unpack_tarball(const char *tarball, const char *top)
{
	g_autofree char *folder = NULL;
	struct unpack unpack = { .tarball = tarball };
	struct stat st;
	int err;

	if (process_dry_run()) {
		text_line(stdout, "# unpack %s into %s", tarball, top);
		return 0;
	}
	folder = realpath(top, NULL);
	if (!folder || stat(tarball, &st) < 0)
		return error_sys(errno, "%s: cannot unpack into %s", tarball, top);
	unpack.folder = folder;
	unpack.size = st.st_size ? st.st_size : 1;
	unpack.in = archive_read_new();
	unpack.out = archive_write_disk_new();
	archive_read_support_filter_all(unpack.in);
	archive_read_support_format_tar(unpack.in);
	archive_write_disk_set_options(unpack.out, ARCHIVE_EXTRACT_PERM |
							   ARCHIVE_EXTRACT_SECURE_NODOTDOT |
							   ARCHIVE_EXTRACT_SECURE_SYMLINKS);
	err = archive_read_open_filename(unpack.in, tarball, BLOCK_BYTES) == ARCHIVE_OK
		      ? entries_copy(&unpack)
		      : archive_failed(&unpack, unpack.in);
	archive_read_free(unpack.in);
	archive_write_free(unpack.out);
	progress_clear();
	return err ? err : wrapper_remove(top);
}

/* "NAME", "./NAME" or "linux-6.1/NAME". */
static bool entry_is(const char *path, const char *name)
{
	const char *slash;

	if (!path)
		return false;
	if (g_str_has_prefix(path, "./"))
		path += 2;
	slash = strchr(path, '/');
	return !strcmp(path, name) || (slash && !strcmp(slash + 1, name));
}

int unpack_one(const char *tarball, const char *name, char **text)
{
	struct archive *in = archive_read_new();
	struct archive_entry *entry;
	bool found = false;

	*text = NULL;
	archive_read_support_filter_all(in);
	archive_read_support_format_tar(in);
	if (archive_read_open_filename(in, tarball, BLOCK_BYTES) == ARCHIVE_OK)
		while (!found && archive_read_next_header(in, &entry) == ARCHIVE_OK)
			found = entry_is(archive_entry_pathname(entry), name) &&
				archive_entry_filetype(entry) == AE_IFREG &&
				archive_entry_size(entry) <= ONE_BYTES_MAX;
	if (found) {
		gsize size = (gsize)archive_entry_size(entry);

		*text = g_malloc0(size + 1);
		found = archive_read_data(in, *text, size) == (la_ssize_t)size;
	}
	archive_read_free(in);
	if (found)
		return 0;
	g_clear_pointer(text, g_free);
	return error_set(ENOENT, "%s: has no readable %s", tarball, name);
}
