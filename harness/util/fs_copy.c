// SPDX-License-Identifier: GPL-2.0-or-later
/* Copies a file: in the kernel where possible, by hand between file systems. */
#include "util/fs.h"

#include "util/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (1 << 20)

/* Errors of copy_file_range() where read() and write() still work. */
static bool must_do_by_hand(int errnum)
{
	return errnum == EXDEV || errnum == EINVAL || errnum == EOPNOTSUPP || errnum == ENOSYS ||
	       errnum == EPERM;
}

/* Copies at *offset of both, and advances it. Returns the bytes copied, 0 at the end of the source.
 */
static ssize_t piece_copy(int in, int out, off_t *offset, size_t length)
{
	g_autofree char *buffer = g_malloc(MIN(length, CHUNK));
	ssize_t got, put = 0;

	got = pread(in, buffer, MIN(length, CHUNK), *offset);
	while (got > 0 && put < got) {
		ssize_t done = pwrite(out, buffer + put, (size_t)(got - put), *offset);

		if (done < 0 && errno != EINTR)
			return -1;
		put += MAX(done, 0);
		*offset += MAX(done, 0);
	}
	return got;
}

static int range_copy(int in, int out, off_t from, off_t end)
{
	bool by_hand = false;
	off_t to = from;

	while (from < end) {
		size_t length = (size_t)MIN(end - from, 1 << 30);
		ssize_t done = by_hand ? piece_copy(in, out, &from, length)
				       : copy_file_range(in, &from, out, &to, length, 0);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0 && !by_hand && must_do_by_hand(errno))
			by_hand = true;
		else if (done < 0)
			return -errno;
		else if (done == 0)
			break; /* the file became shorter meanwhile */
	}
	return 0;
}

/* Copies one stretch of data after the other, and leaves out the holes between them. */
static int data_copy(int in, int out, off_t size)
{
	off_t data = 0, hole = 0;
	int err = 0;

	while (!err && hole < size) {
		data = lseek(in, hole, SEEK_DATA);
		if (data < 0 && errno == ENXIO)
			break; /* only a hole up to the end */
		if (data < 0)
			return range_copy(in, out, hole, size);
		hole = lseek(in, data, SEEK_HOLE);
		if (hole < 0)
			return range_copy(in, out, data, size);
		err = range_copy(in, out, data, hole);
	}
	return err || ftruncate(out, size) == 0 ? err : -errno;
}

int fs_copy(const char *from, const char *to)
{
	struct stat st = { 0 };
	char *temporary = NULL;
	int in, out, err = fs_open(from, &in);

	if (err)
		return err;
	if (fstat(in, &st) < 0)
		err = error_sys(errno, "%s: cannot read", from);
	if (!err)
		err = fs_create_beside(to, st.st_mode & 0777, &temporary, &out);
	if (!err) {
		err = data_copy(in, out, st.st_size);
		if (err) {
			fs_discard(temporary, out);
			err = error_sys(-err, "%s: cannot copy to %s", from, to);
		} else {
			err = fs_publish(temporary, out, to, false);
		}
	}
	close(in);
	return err;
}
