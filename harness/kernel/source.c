// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds a kernel's source by what an experiment calls it. */
#include "kernel/source.h"

#include "kernel/git.h"
#include "kernel/unpack.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"
#include "util/progress.h"
#include "util/text.h"

#include <errno.h>
#include <glib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A kernel's tar.xz grows to about ten times its size. */
#define UNPACK_FACTOR 11

static int tarball_open(const char *path, struct source *source)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return error_sys(errno, "%s: cannot find the kernel source", path);
	source->kind = SOURCE_TARBALL;
	source->path = g_canonicalize_filename(path, NULL);
	source->bytes = (uint64_t)st.st_size * UNPACK_FACTOR;
	return 0;
}

/* A tarball that belongs to no package is identified by its contents. */
static int tarball_identify(struct source *source)
{
	g_autofree char *base = g_path_get_basename(source->path);
	g_autofree char *printable = text_printable(base);
	g_autofree char *hash = NULL;
	int err = fs_hash_file(source->path, &hash);

	if (err)
		return err;
	source->id = g_strdup_printf("tarball %s", hash);
	source->text = g_strdup_printf("%s %.12s", printable, hash);
	return 0;
}

static int package_open(const char *package, struct source *source)
{
	g_autofree char *path = g_strdup_printf("/usr/src/%s.tar.xz", package);
	const char *const query[] = { "dpkg-query", "-W", "-f=${Version}", package, NULL };
	g_autofree char *version = NULL;
	int err;

	if (!g_str_has_prefix(package, "linux-source-"))
		return error_set(EINVAL,
				 "source '%s': neither a package linux-source-X.Y, nor a path "
				 "(with '/'), nor REPOSITORY#REF",
				 package);
	if (!fs_exists(path))
		return error_set(ENOPKG, "%s is missing; run: apt-get install %s", path, package);
	err = tarball_open(path, source);
	if (err)
		return err;
	if (process_output(query, NULL, &version) < 0 || !*version)
		return tarball_identify(source);
	source->text = g_strdup_printf("%s %s", package, version);
	source->id = g_strdup_printf("package %s", source->text);
	return 0;
}

static void checksum_text(GChecksum *sum, const char *text)
{
	g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text) + 1);
}

/* Hashes relative names, kinds, executable bits and contents; times and owners do not count. */
static int folder_hash(const char *top, const char *relative, GChecksum *sum)
{
	g_autofree char *folder = g_build_filename(top, relative, NULL);
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(folder, &names);

	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *name = g_build_filename(relative, names->pdata[i], NULL);
		g_autofree char *path = g_build_filename(top, name, NULL);
		struct stat st;

		if (lstat(path, &st) < 0)
			return error_sys(errno, "%s: cannot read", path);
		checksum_text(sum, name);
		if (S_ISDIR(st.st_mode)) {
			checksum_text(sum, "folder");
			err = folder_hash(top, name, sum);
		} else if (S_ISLNK(st.st_mode)) {
			g_autofree char *target = g_file_read_link(path, NULL);

			checksum_text(sum, "link");
			checksum_text(sum, target ? target : "");
		} else if (S_ISREG(st.st_mode)) {
			checksum_text(sum, st.st_mode & 0100 ? "program" : "file");
			err = fs_hash(sum, path);
		} else {
			return error_set(EINVAL, "%s: neither file, folder nor link", path);
		}
	}
	return err;
}

/* A link, such as /usr/src/linux, stands for its target. */
static char *path_resolve(const char *path)
{
	g_autofree char *real = realpath(path, NULL);

	return real ? g_steal_pointer(&real) : g_canonicalize_filename(path, NULL);
}

static int folder_open(const char *path, struct source *source)
{
	g_autofree char *built = g_build_filename(path, ".config", NULL);
	g_autofree char *git = g_build_filename(path, ".git", NULL);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	int err;

	source->path = path_resolve(path);
	if (fs_exists(git))
		return git_open(source);
	if (fs_exists(built))
		return error_set(EINVAL,
				 "%s: a kernel has been configured in this source tree; run "
				 "`make mrproper` there",
				 path);
	source->kind = SOURCE_FOLDER;
	source->bytes = fs_disk_usage(source->path);
	progress_live("%s: reading the source tree", path);
	err = folder_hash(path, ".", sum);
	progress_clear();
	if (err)
		return err;
	source->id = g_strdup_printf("folder %s", g_checksum_get_string(sum));
	source->text = g_strdup_printf("folder %.12s", g_checksum_get_string(sum));
	return 0;
}

static int path_open(const char *path, struct source *source)
{
	int err;

	if (!fs_exists(path))
		return error_set(ENOENT, "%s: the kernel source does not exist", path);
	if (g_file_test(path, G_FILE_TEST_IS_DIR))
		return folder_open(path, source);
	err = tarball_open(path, source);
	return err ? err : tarball_identify(source);
}

/* "6.1" from the first lines of a kernel's top Makefile, or NULL. */
static char *version_of_makefile(const char *text)
{
	static const char pattern[] = "^VERSION *= *(\\d+)\\s+PATCHLEVEL *= *(\\d+)\\s*$";
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_MULTILINE | G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	if (!g_regex_match(regex, text, 0, &match))
		return NULL;
	g_autofree char *major = g_match_info_fetch(match, 1);
	g_autofree char *minor = g_match_info_fetch(match, 2);

	return g_strdup_printf("%s.%s", major, minor);
}

static char *makefile_read(const char *path)
{
	g_autofree char *makefile = g_build_filename(path, "Makefile", NULL);
	char *text = NULL;

	if (g_file_test(makefile, G_FILE_TEST_IS_REGULAR))
		fs_read(makefile, &text, NULL);
	else if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
		unpack_one(path, "Makefile", &text);
	return text;
}

char *source_version(const char *folder, const char *name)
{
	const char *mark = strrchr(name, '#');
	g_autofree char *given = mark ? g_strndup(name, (gsize)(mark - name)) : g_strdup(name);
	g_autofree char *path = paths_from(folder, given);
	g_autofree char *text = NULL;

	if (g_regex_match_simple("^linux-source-\\d+\\.\\d+$", name, 0, 0))
		return g_strdup(strrchr(name, '-') + 1);
	/* "./": in this folder of the repository. A bare repository has no folders to be in. */
	if (!mark)
		text = makefile_read(path);
	else if (git_read(path, mark + 1, "./Makefile", &text) < 0)
		git_read(path, mark + 1, "Makefile", &text);
	return text ? version_of_makefile(text) : NULL;
}

int source_open(const char *folder, const char *name, struct source *source)
{
	const char *mark = strrchr(name, '#');
	g_autofree char *repository = NULL, *path = NULL;
	int err;

	memset(source, 0, sizeof(*source));
	if (mark) {
		repository = g_strndup(name, (gsize)(mark - name));
		if (!*repository)
			return error_set(EINVAL, "%s: REPOSITORY#REF needs both", name);
		path = paths_from(folder, repository);
		source->path = path_resolve(path);
		source->ref = g_strdup(mark + 1);
		err = git_open(source);
	} else if (strchr(name, '/') || strstr(name, ".tar")) {
		path = paths_from(folder, name);
		err = path_open(path, source);
	} else {
		err = package_open(name, source);
	}
	if (err)
		source_close(source);
	return err;
}

void source_close(struct source *source)
{
	g_free(source->path);
	g_free(source->ref);
	g_free(source->tree);
	if (source->diff)
		g_string_free(source->diff, TRUE);
	g_free(source->text);
	g_free(source->id);
	memset(source, 0, sizeof(*source));
}
