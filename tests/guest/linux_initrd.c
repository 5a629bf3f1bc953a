// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the guests' initial file system, a cpio archive in the kernel's format ("newc"). */
#include "linux_initrd.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define GUEST_PROGRAM "/tests/linux_guest"

struct archive {
	FILE *file;
	unsigned int next; /* inode */
};

static void pad(struct archive *archive)
{
	while (ftell(archive->file) % 4)
		fputc(0, archive->file);
}

static void entry_write(struct archive *archive, const char *place, unsigned int mode,
			const void *content, size_t size)
{
	while (*place == '/')
		place++;
	fprintf(archive->file, "070701%08X%08X%08X%08X%08X%08X%08zX%08X%08X%08X%08X%08zX%08X",
		archive->next++, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, strlen(place) + 1, 0);
	fwrite(place, strlen(place) + 1, 1, archive->file);
	pad(archive);
	if (size)
		fwrite(content, size, 1, archive->file);
	pad(archive);
}

/* The kernel makes no folders by itself. */
static void folders_write(struct archive *archive, const char *place)
{
	char *copy = strdup(place);

	for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		entry_write(archive, copy, S_IFDIR | 0755, NULL, 0);
		*slash = '/';
	}
	free(copy);
}

static bool file_write(struct archive *archive, const char *path, const char *place, size_t size,
		       unsigned int mode)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *content = NULL;

	if (fd < 0)
		return false;
	if (size)
		content = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (content == MAP_FAILED)
		return false;
	entry_write(archive, place, mode, content, size);
	if (content)
		munmap(content, size);
	return true;
}

static bool tree_write(struct archive *archive, const char *path, const char *place);

static bool folder_write(struct archive *archive, const char *path, const char *place)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	bool good = folder;

	entry_write(archive, place, S_IFDIR | 0755, NULL, 0);
	while (good && (entry = readdir(folder))) {
		char *from = NULL, *to = NULL;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		good = asprintf(&from, "%s/%s", path, entry->d_name) > 0 &&
		       asprintf(&to, "%s/%s", place, entry->d_name) > 0 &&
		       tree_write(archive, from, to);
		free(from);
		free(to);
	}
	if (folder)
		closedir(folder);
	return good;
}

static bool tree_write(struct archive *archive, const char *path, const char *place)
{
	struct stat status;
	char target[256];
	ssize_t length;

	if (lstat(path, &status))
		return false;
	if (S_ISDIR(status.st_mode))
		return folder_write(archive, path, place);
	if (S_ISREG(status.st_mode))
		return file_write(archive, path, place, (size_t)status.st_size, status.st_mode);
	if (!S_ISLNK(status.st_mode))
		return true;
	length = readlink(path, target, sizeof(target));
	if (length < 0)
		return false;
	entry_write(archive, place, status.st_mode, target, (size_t)length);
	return true;
}

static bool item_write(struct archive *archive, const char *item)
{
	const char *equals = strchr(item, '=');
	char *path = equals ? strndup(item, (size_t)(equals - item)) : strdup(item);
	const char *place = equals ? equals + 1 : item;
	bool good;

	folders_write(archive, place);
	good = tree_write(archive, path, place);
	if (!good)
		fprintf(stderr, "# cannot copy %s to a guest: %s\n", path, strerror(errno));
	free(path);
	return good;
}

bool initrd_make(const char *path, const char *const *more)
{
	static const char *const folders[] = { "/dev", "/proc", "/sys", "/tmp" };
	struct archive archive = { .file = fopen(path, "we"), .next = 1 };
	bool good = archive.file;

	for (size_t i = 0; good && i < sizeof(folders) / sizeof(folders[0]); i++)
		entry_write(&archive, folders[i], S_IFDIR | 0755, NULL, 0);
	good = good && item_write(&archive, GUEST_PROGRAM "=/init");
	for (; good && more && *more; more++)
		good = item_write(&archive, *more);
	if (good)
		entry_write(&archive, "TRAILER!!!", 0, NULL, 0);
	if (archive.file && fclose(archive.file))
		good = false;
	return good;
}
