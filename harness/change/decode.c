// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs git mailsplit and git mailinfo, which is how git am decodes mails. */
#include "change/decode.h"

#include "change/file.h"
#include "change/span.h"
#include "kernel/git_run.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/text.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* git's reason among what it has printed, which is printed behind it. Free with g_free(). */
static char *reason_find(const char *log)
{
	g_autofree char *text = NULL;
	struct span rest, line;

	if (fs_read(log, &text, NULL) < 0)
		return g_strdup("");
	rest = (struct span){ text, text + strlen(text) };
	while (span_line(&rest, &line))
		if (span_begins(line, "error: ") || span_begins(line, "fatal: ")) {
			g_autofree char *said = span_copy(line, 200);

			return text_printable(said);
		}
	return g_strdup("without a reason");
}

/* What git says goes to `log`. It runs in a dry run, too: it is a question. */
static int git_run(const char *const argv[], const char *input, const char *log)
{
	const struct process_options options = {
		.log = log, .environment = git_environment, .own_environment = true, .input = input
	};
	pid_t pid;
	int status = process_start(argv, &options, &pid);

	if (!status)
		status = process_wait(pid);
	if (status > 0) {
		g_autofree char *reason = reason_find(log);

		return error_set(EINVAL, "git %s: ended with status %d: %s", argv[2], status,
				 reason);
	}
	return status;
}

/* Each of them becomes a file, so there must not be any number. */
static int count_check(const char *text, size_t length)
{
	struct span rest = { text, text + length }, line;
	unsigned int count = 0;

	while (span_line(&rest, &line))
		if (span_begins(line, "From ") && ++count > MAILS_MOST)
			return error_set(EINVAL, "has more than %d mails: pass a smaller mailbox",
					 MAILS_MOST);
	return 0;
}

int decode_split(const char *scratch, const char *text, size_t length, GPtrArray **paths)
{
	g_autofree char *box = g_build_filename(scratch, "box", NULL);
	g_autofree char *mails = g_build_filename(scratch, "mails", NULL);
	g_autofree char *log = g_build_filename(scratch, "mailsplit.log", NULL);
	g_autofree char *into = g_strconcat("-o", mails, NULL);
	/* Whether a carriage return belongs to a line is decided later. */
	const char *const argv[] = { "git",	  "--git-dir=" GIT_NO_REPOSITORY,
				     "mailsplit", "-b",
				     "--keep-cr", into,
				     box,	  NULL };
	int err = count_check(text, length);

	*paths = NULL;
	if (!err)
		err = fs_make_folder(mails);
	if (!err)
		err = file_put(box, text, length);
	if (!err)
		err = git_run(argv, NULL, log);
	if (!err)
		err = fs_list(mails, paths);
	if (err)
		return err;
	for (guint i = 0; i < (*paths)->len; i++) {
		g_autofree char *name = (*paths)->pdata[i];

		(*paths)->pdata[i] = g_build_filename(mails, name, NULL);
	}
	return 0;
}

/* The value of a line "NAME: value" that mailinfo prints, or "". */
static char *info_get(const char *info, const char *name)
{
	g_autofree char *head = g_strconcat(name, ": ", NULL);
	struct span rest = { info, info + strlen(info) }, line;

	while (span_line(&rest, &line))
		if (span_begins(line, head)) {
			line.at += strlen(head);
			return span_copy(line, (size_t)(line.end - line.at));
		}
	return g_strdup("");
}

static char *author_make(const char *info)
{
	g_autofree char *name = info_get(info, "Author");
	g_autofree char *address = info_get(info, "Email");
	g_autofree char *both =
		*address ? g_strdup_printf("%s <%s>", name, address) : g_strdup(name);

	g_strstrip(both);
	return *both ? text_printable(both) : NULL;
}

/* Reads a file that git has written, and takes CR off its line ends if each has one. */
static int part_read(const char *path, GString **part)
{
	g_autofree char *text = NULL;
	size_t length;
	int err = fs_read(path, &text, &length);

	if (err)
		return err;
	if (memchr(text, '\0', length))
		return error_set(EINVAL, "it has NUL bytes: it is no text");
	crlf_strip_uniform(text, &length);
	*part = g_string_new_len(text, (gssize)length);
	return 0;
}

int decode_mail(const char *scratch, const GString *mail, struct decoded *decoded)
{
	g_autofree char *input = g_build_filename(scratch, "mail", NULL);
	g_autofree char *message = g_build_filename(scratch, "message", NULL);
	g_autofree char *diff = g_build_filename(scratch, "diff", NULL);
	g_autofree char *log = g_build_filename(scratch, "mailinfo.log", NULL);
	g_autofree char *info = NULL;
	/* -u: to UTF-8. Where message and diff begin must not depend on marks in the text. */
	const char *const argv[] = { "git",
				     "--git-dir=" GIT_NO_REPOSITORY,
				     "mailinfo",
				     "-k",
				     "-u",
				     "--no-scissors",
				     "--no-inbody-headers",
				     "--quoted-cr=nowarn",
				     message,
				     diff,
				     NULL };
	int err;

	memset(decoded, 0, sizeof(*decoded));
	unlink(log);
	err = file_put(input, mail->str, mail->len);
	if (!err)
		err = git_run(argv, input, log);
	if (!err)
		err = fs_read(log, &info, NULL);
	if (!err)
		err = part_read(message, &decoded->message);
	if (!err)
		err = part_read(diff, &decoded->diff);
	if (err)
		return err;
	decoded->author = author_make(info);
	decoded->subject = info_get(info, "Subject");
	return 0;
}

void decode_clear(struct decoded *decoded)
{
	g_clear_pointer(&decoded->author, g_free);
	g_clear_pointer(&decoded->subject, g_free);
	if (decoded->message)
		g_string_free(decoded->message, TRUE);
	if (decoded->diff)
		g_string_free(decoded->diff, TRUE);
	memset(decoded, 0, sizeof(*decoded));
}
