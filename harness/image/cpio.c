// SPDX-License-Identifier: GPL-2.0-or-later
/* Collects an archive's entries, sorted by path. */
#include "image/cpio.h"

#include "image/entry.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Folders that are links into /usr in Debian's root folder. */
static const char *const merged_folders[] = { "bin", "lib", "lib64", "sbin", NULL };

static int compare_paths(gconstpointer a, gconstpointer b, gpointer unused)
{
	(void)unused;
	return strcmp(a, b);
}

static void entry_free(gpointer data)
{
	struct entry *entry = data;

	g_free(entry->contents);
	g_free(entry);
}

struct cpio *cpio_new(void)
{
	struct cpio *cpio = g_new0(struct cpio, 1);

	cpio->entries = g_tree_new_full(compare_paths, NULL, g_free, entry_free);
	return cpio;
}

void cpio_free(struct cpio *cpio)
{
	if (!cpio)
		return;
	g_tree_destroy(cpio->entries);
	g_free(cpio);
}

/* "/lib/x" -> "usr/lib/x"; archives have no leading slash. */
static char *path_place(const char *path)
{
	g_autofree char *whole = g_canonicalize_filename(path, "/");
	const char *slash = strchr(whole + 1, '/');
	g_autofree char *first =
		slash ? g_strndup(whole + 1, (gsize)(slash - whole - 1)) : g_strdup("");

	return g_strv_contains(merged_folders, first) ? g_strconcat("usr", whole, NULL)
						      : g_strdup(whole + 1);
}

static int entry_add(struct cpio *cpio, const char *path, const struct entry *made)
{
	g_autofree char *place = path_place(path);
	const struct entry *there = g_tree_lookup(cpio->entries, place);
	struct entry *entry;

	if (there && (there->type != made->type || g_strcmp0(there->contents, made->contents)))
		return error_set(EEXIST, "image: two different things have the path /%s: %s and %s",
				 place, there->contents ? there->contents : "a folder",
				 made->contents ? made->contents : "a folder");
	if (there)
		return 0;
	for (char *slash = strchr(place, '/'); slash; slash = strchr(slash + 1, '/')) {
		g_autofree char *parent = g_strndup(place, (gsize)(slash - place));
		int err = cpio_add_folder(cpio, parent);

		if (err)
			return err;
	}
	entry = g_memdup2(made, sizeof(*made));
	entry->contents = g_strdup(made->contents);
	g_tree_insert(cpio->entries, g_steal_pointer(&place), entry);
	return 0;
}

int cpio_add_folder(struct cpio *cpio, const char *path)
{
	const struct entry entry = { .type = ENTRY_FOLDER, .mode = 0755 };

	return entry_add(cpio, path, &entry);
}

int cpio_add_file(struct cpio *cpio, const char *path, const char *source)
{
	struct entry entry = { .type = ENTRY_FILE, .contents = (char *)source };
	struct stat st;

	if (stat(source, &st) < 0)
		return error_sys(errno, "%s: cannot put it into an image", source);
	if (!S_ISREG(st.st_mode))
		return error_set(EINVAL, "%s: cannot put it into an image: no regular file",
				 source);
	entry.mode = st.st_mode & 0111 ? 0755 : 0644;
	return entry_add(cpio, path, &entry);
}

int cpio_add_text(struct cpio *cpio, const char *path, const char *text)
{
	const struct entry entry = { .type = ENTRY_TEXT, .mode = 0644, .contents = (char *)text };

	return entry_add(cpio, path, &entry);
}

int cpio_add_link(struct cpio *cpio, const char *path, const char *target)
{
	const struct entry entry = { .type = ENTRY_LINK, .mode = 0777, .contents = (char *)target };

	return entry_add(cpio, path, &entry);
}

int cpio_add_device(struct cpio *cpio, const char *path, unsigned int major, unsigned int minor)
{
	const struct entry entry = {
		.type = ENTRY_DEVICE, .mode = 0600, .major = major, .minor = minor
	};

	return entry_add(cpio, path, &entry);
}

struct hashing {
	GChecksum *sum;
	int err;
};

static gboolean entry_hash(gpointer path, gpointer data, gpointer context)
{
	const struct entry *entry = data;
	struct hashing *hashing = context;
	g_autofree char *hash = NULL;

	if (entry->type == ENTRY_FILE)
		hashing->err = fs_hash_file(entry->contents, &hash);
	else
		hash = g_strdup(entry->contents);
	if (hashing->err)
		return TRUE;
	g_autofree char *line =
		g_strdup_printf("%s %d %o %u:%u %zu %s\n", (char *)path, (int)entry->type,
				(unsigned int)entry->mode, entry->major, entry->minor,
				hash ? strlen(hash) : 0, hash ? hash : "");

	g_checksum_update(hashing->sum, (const guchar *)line, -1);
	return FALSE;
}

int cpio_hash(const struct cpio *cpio, char **hex)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	struct hashing hashing = { .sum = sum };

	g_tree_foreach(cpio->entries, entry_hash, &hashing);
	*hex = hashing.err ? NULL : g_strdup(g_checksum_get_string(sum));
	return hashing.err;
}
