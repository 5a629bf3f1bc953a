// SPDX-License-Identifier: GPL-2.0-or-later
/* Locks of one file: who is kept out, what is refused, and that nothing stays held. */
#include "test.h"

#include "files.h"
#include "util/lock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int lstat_errnum;

/* In place of libc's: a file system that fails between open() and the look at the name. */
int lstat(const char *restrict path, struct stat *restrict info)
{
	if (!lstat_errnum)
		return fstatat(AT_FDCWD, path, info, AT_SYMLINK_NOFOLLOW);
	errno = lstat_errnum;
	return -1;
}

static int descriptors_open(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

static void a_lock_excludes_and_names_its_holder(void **state)
{
	g_autofree char *path = path_of("lock");
	g_autofree char *self = g_strdup_printf("process %d", (int)getpid());
	int first, second, before = descriptors_open();

	(void)state;
	assert_int_equal(lock_take(path, true, false, &first), 0);
	assert_int_equal(lock_take(path, true, false, &second), -EBUSY);
	assert_error_says(self);
	close(first);
	assert_int_equal(lock_take(path, true, false, &second), 0);
	close(second);
	assert_int_equal(descriptors_open(), before);
}

static void links_and_devices_are_refused_and_left_alone(void **state)
{
	g_autofree char *victim = path_of("victim");
	g_autofree char *link = path_of("link");
	g_autofree char *fifo = path_of("fifo");
	int fd, before = descriptors_open();

	(void)state;
	file_write("victim", "precious");
	assert_int_equal(symlink(victim, link), 0);
	assert_int_equal(lock_take(link, true, false, &fd), -EINVAL);
	assert_error_says("is a symbolic link");
	assert_file_is("victim", "precious");
	assert_int_equal(mkfifo(fifo, 0666), 0);
	assert_int_equal(lock_take(fifo, true, true, &fd), -EINVAL);
	assert_error_says("is not a regular file");
	assert_int_equal(fd, -1);
	assert_int_equal(descriptors_open(), before);
}

static void a_lock_that_cannot_be_looked_at_is_an_error(void **state)
{
	g_autofree char *path = path_of("lock");
	int fd, err, before = descriptors_open();

	(void)state;
	alarm(20); /* it would try again for ever */
	lstat_errnum = EIO;
	err = lock_take(path, true, false, &fd);
	lstat_errnum = 0;
	alarm(0);
	assert_int_equal(err, -EIO);
	assert_error_says("cannot look at the lock");
	assert_int_equal(fd, -1);
	assert_int_equal(descriptors_open(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(a_lock_excludes_and_names_its_holder),
		FOLDER_TEST(links_and_devices_are_refused_and_left_alone),
		FOLDER_TEST(a_lock_that_cannot_be_looked_at_is_an_error),
	};

	return cmocka_run_group_tests_name("lock", tests, NULL, NULL);
}
