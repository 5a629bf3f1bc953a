// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads an experiment file and what it includes once before libconfig does. */
#include "experiment/parse.h"

#include "experiment/keys.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

/* libconfig's own limit. */
#define DEPTH_MAX 10

/* Bytes of the file and all files that it includes. Ours have about 10 KiB. */
#define LENGTH_MAX (1024 * 1024)

#define KEYWORD "@include"

/* A file that is being read, with the chain of files that include it. */
struct source {
	const struct source *includer; /* NULL: it is the experiment's own */
	const char *path;
	const char *folder; /* where included paths begin */
	size_t *left;	    /* bytes of LENGTH_MAX */
	char *text;
	dev_t device;
	ino_t inode;
};

static int source_read(struct source *source)
{
	struct stat file;
	size_t length;
	int err = fs_read(source->path, &source->text, &length);

	if (err)
		return err;
	if (stat(source->path, &file) < 0)
		return error_sys(errno, "%s: cannot read", source->path);
	source->device = file.st_dev;
	source->inode = file.st_ino;
	for (const struct source *other = source->includer; other; other = other->includer)
		if (other->device == source->device && other->inode == source->inode)
			return error_set(EINVAL, "%s: includes itself", source->path);
	if (length > *source->left)
		return error_set(EINVAL,
				 "%s: an experiment and what it includes may have %d bytes, this "
				 "is more",
				 source->path, LENGTH_MAX);
	*source->left -= length;
	if (strlen(source->text) < length)
		return error_set(EINVAL, "%s: has a zero byte: save it as UTF-8 text",
				 source->path);
	return 0;
}

/* The name in the @include that begins at c, or NULL. Free with g_free(). */
static char *name_included(const char *c)
{
	const char *end;

	if (!g_str_has_prefix(c, KEYWORD))
		return NULL;
	c += strlen(KEYWORD);
	c += strspn(c, " \t");
	end = *c == '"' ? strchr(c + 1, '"') : NULL;
	return end ? g_strndup(c + 1, (gsize)(end - c - 1)) : NULL;
}

static int source_check(struct source *source);

static int include_check(const struct source *includer, const char *name, unsigned int line)
{
	g_autofree char *path = g_build_filename(includer->folder, name, NULL);
	struct source source = { .includer = includer,
				 .path = path,
				 .folder = includer->folder,
				 .left = includer->left };
	unsigned int depth = 0;
	int err;

	for (const struct source *other = includer; other; other = other->includer)
		depth++;
	err = text_check(KEYWORD, name);
	if (!err && depth > DEPTH_MAX)
		err = error_set(EINVAL, "%s: files include each other more than %d deep", KEYWORD,
				DEPTH_MAX);
	if (err)
		return error_prefix(err, "%s:%u", includer->path, line);
	err = source_read(&source);
	if (err)
		/* A wrong name is the experiment's fault; other failures are the machine's. */
		err = error_prefix(err == -ENOENT || err == -EISDIR ? -EINVAL : err, "%s:%u: %s",
				   includer->path, line, KEYWORD);
	else
		err = source_check(&source);
	g_free(source.text);
	return err;
}

/* Outside quotes libconfig accepts only ASCII. Anything else is a "syntax error" to it, even if the
 * character is invisible. */
static int character_check(const char *c)
{
	gunichar code = g_utf8_get_char_validated(c, -1);

	if ((guchar)*c < 0x80 && (g_ascii_isprint(*c) || g_ascii_isspace(*c)))
		return 0;
	if (code >= (gunichar)-2)
		return error_set(EINVAL, "a byte (0x%02x) that is not UTF-8 stands outside quotes",
				 (guchar)*c);
	return error_set(EINVAL, "the character U+%04" PRIX32 " stands outside quotes: remove it",
			 code);
}

static int source_check(struct source *source)
{
	const char *text = source->text;
	int err;

	if (g_str_has_prefix(text, BYTE_ORDER_MARK))
		return error_set(EINVAL,
				 "%s:1: begins with a byte order mark (U+FEFF), which editors do "
				 "not show: save it as UTF-8 without one",
				 source->path);
	for (const char *c = text, *next; *c; c = next) {
		g_autofree char *name = name_included(c);

		next = parse_skip(c);
		err = 0;
		if (name)
			err = include_check(source, name, parse_line(text, c));
		else if (next == c)
			err = character_check(c);
		if (err)
			return name ? err
				    : error_prefix(err, "%s:%u", source->path, parse_line(text, c));
		if (next == c)
			next++;
	}
	return integers_check(source->path, text);
}

int includes_check(const char *path, const char *folder)
{
	size_t left = LENGTH_MAX;
	struct source source = { .path = path, .folder = folder, .left = &left };
	int err = source_read(&source);

	if (!err)
		err = source_check(&source);
	g_free(source.text);
	return err;
}
