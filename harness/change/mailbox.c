// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts the mails of a series in order, and refuses what is no whole series. */
#include "change/mailbox.h"

#include "change/decode.h"
#include "change/letter.h"
#include "change/patch.h"
#include "change/workplace.h"
#include "util/error.h"
#include "util/text.h"

#include <errno.h>
#include <string.h>

struct mailbox {
	const char *name;
	GPtrArray *letters; /* of struct letter, which it owns */
	GPtrArray *series;  /* those of them that have a patch */
	struct letter *cover;
};

/* "v2, 3 patches", for a message. */
static char *series_name(const struct subject *subject)
{
	return subject->count ? g_strdup_printf("v%u, %u patch%s", subject->version, subject->count,
						subject->count == 1 ? "" : "es")
			      : g_strdup_printf("v%u, without a number n/m", subject->version);
}

static int letters_read(const char *scratch, const char *text, size_t length,
			struct mailbox *mailbox)
{
	g_autoptr(GPtrArray) paths = NULL;
	int err = decode_split(scratch, text, length, &paths);

	if (err)
		return error_prefix(err, "%s", mailbox->name);
	for (guint i = 0; !err && i < paths->len; i++) {
		g_autofree char *origin =
			paths->len == 1 ? g_strdup(mailbox->name)
					: g_strdup_printf("%s: mail %u", mailbox->name, i + 1);
		struct letter *letter;

		err = guard_check();
		if (!err)
			err = letter_read(scratch, paths->pdata[i], origin, &letter);
		if (!err)
			g_ptr_array_add(mailbox->letters, letter);
	}
	return err;
}

static int cover_take(struct mailbox *mailbox, struct letter *letter)
{
	if (letter->has_diff)
		return error_set(EINVAL, "%s: has a diff, but is number 0 of its series: %s",
				 letter->origin, letter->subject.text);
	if (mailbox->cover)
		return error_set(EINVAL, "%s: is a second cover letter; the first is %s",
				 letter->origin, mailbox->cover->origin);
	mailbox->cover = letter;
	return 0;
}

/* Sorts out what is a patch, the cover letter, and discussion. */
static int letter_sort(struct mailbox *mailbox, struct letter *letter, unsigned int *skipped)
{
	const struct subject *subject = &letter->subject;
	bool has_others = mailbox->letters->len > 1;

	if (letter->refusal && !(has_others && subject->is_reply))
		return error_set(EINVAL, "%s: %s", letter->origin, letter->refusal);
	if (letter_is_cover(letter))
		return cover_take(mailbox, letter);
	if (letter->has_diff) {
		g_ptr_array_add(mailbox->series, letter);
		return 0;
	}
	/* Alone, it is what was to be tried. */
	if (has_others && (subject->is_reply || (!subject->is_patch && !subject->count))) {
		(*skipped)++;
		return 0;
	}
	return error_set(EINVAL, "%s: there is no diff in this mail: %s", letter->origin,
			 letter->subject.text);
}

/* A reply's diff is often an idea, or a fix for a patch: git am would apply it behind the series.
 */
static int replies_refuse(const struct mailbox *mailbox)
{
	for (guint i = 0; mailbox->letters->len > 1 && i < mailbox->series->len; i++) {
		const struct letter *letter = mailbox->series->pdata[i];

		if (letter->subject.is_reply)
			return error_set(EINVAL,
					 "%s: is a reply with a diff (%s): take it out, or pass it "
					 "as a file of its own",
					 letter->origin, letter->subject.text);
	}
	return 0;
}

/* All, and the cover letter, must be of the same series as the first. */
static int same_series_check(const struct mailbox *mailbox)
{
	const struct letter *first = mailbox->cover ? mailbox->cover : mailbox->series->pdata[0];

	for (guint i = 0; i < mailbox->series->len; i++) {
		const struct letter *letter = mailbox->series->pdata[i];

		if (letter->subject.count == first->subject.count &&
		    letter->subject.version == first->subject.version)
			continue;
		g_autofree char *this = series_name(&letter->subject);
		g_autofree char *other = series_name(&first->subject);

		return error_set(EINVAL,
				 "%s: is of another series (%s) than %s (%s): pass the mails of "
				 "one series",
				 letter->origin, this, first->origin, other);
	}
	return 0;
}

static gint by_number(gconstpointer a, gconstpointer b)
{
	const struct letter *left = *(const struct letter *const *)a;
	const struct letter *right = *(const struct letter *const *)b;

	return (left->subject.number > right->subject.number) -
	       (left->subject.number < right->subject.number);
}

static int number_check(const struct mailbox *mailbox, guint at)
{
	const struct letter *letter = mailbox->series->pdata[at];
	const struct letter *before = at ? mailbox->series->pdata[at - 1] : NULL;
	const struct subject *subject = &letter->subject;

	if (subject->number > subject->count)
		return error_set(EINVAL, "%s: is patch %u of only %u", letter->origin,
				 subject->number, subject->count);
	if (before && before->subject.number == subject->number)
		return error_set(EINVAL, "%s: is patch %u of %u, as is %s; take one out",
				 letter->origin, subject->number, subject->count, before->origin);
	if (subject->number != at + 1)
		return error_set(EINVAL, "%s: patch %u of %u is missing", mailbox->name, at + 1,
				 subject->count);
	return 0;
}

/* 1 to N, in order. */
static int numbers_check(const struct mailbox *mailbox)
{
	const struct letter *first = mailbox->series->pdata[0];
	guint length = mailbox->series->len;
	int err = 0;

	for (guint i = 0; !err && i < length; i++)
		err = number_check(mailbox, i);
	if (!err && length < first->subject.count)
		err = error_set(EINVAL, "%s: patch %u of %u is missing", mailbox->name, length + 1,
				first->subject.count);
	return err;
}

/* A cover letter alone may have its patches in other files. */
static int series_check(const struct mailbox *mailbox)
{
	if (mailbox->series->len || (mailbox->cover && mailbox->letters->len == 1))
		return 0;
	return error_set(EINVAL, "%s: none of its mails has a diff", mailbox->name);
}

static int series_order(struct mailbox *mailbox)
{
	struct letter *first;
	int err = replies_refuse(mailbox);

	if (!err)
		err = same_series_check(mailbox);
	first = mailbox->series->pdata[0];
	/* One mail alone is one of the files that git format-patch writes. */
	if (err || !first->subject.count || (mailbox->series->len == 1 && !mailbox->cover))
		return err;
	g_ptr_array_sort(mailbox->series, by_number);
	return numbers_check(mailbox);
}

static int base_take(const struct letter *letter, struct change *change)
{
	g_autofree char *base = NULL;
	int err = letter_base(letter, &base);

	if (err || !base)
		return err;
	if (change->base_commit && strcmp(change->base_commit, base))
		return error_set(EINVAL,
				 "%s: has another base commit (%.12s) than the mails "
				 "before (%.12s)",
				 letter->origin, base, change->base_commit);
	g_free(change->base_commit);
	change->base_commit = g_steal_pointer(&base);
	return 0;
}

static int letter_add(const struct letter *letter, struct change *change)
{
	const struct patch_parts parts = { .origin = letter->origin,
					   .subject = letter->subject.text,
					   .author = letter->decoded.author,
					   .message = letter->decoded.message,
					   .diff = letter->decoded.diff };
	int err = patch_add(change, &parts);

	if (err && letter->is_flowed)
		return error_set(-err,
				 "%s; the mail is sent with format=flowed, which joins lines: ask "
				 "for it without",
				 error_text());
	return err ? err : base_take(letter, change);
}

static void title_set(const struct mailbox *mailbox, struct change *change)
{
	g_autofree char *file = g_path_get_basename(mailbox->name);

	change->has_cover = mailbox->cover && *mailbox->cover->subject.text;
	if (change->has_cover)
		change->title = g_strdup(mailbox->cover->subject.text);
	else if (change->patches->len == 1)
		change->title =
			g_strdup(((const struct change_patch *)change->patches->pdata[0])->subject);
	else
		change->title = text_printable(file);
}

static int series_take(struct mailbox *mailbox, struct change *change)
{
	int err = 0;

	for (guint i = 0; !err && i < mailbox->letters->len; i++)
		err = letter_sort(mailbox, mailbox->letters->pdata[i], &change->skipped);
	if (!err)
		err = series_check(mailbox);
	if (!err && mailbox->series->len)
		err = series_order(mailbox);
	if (!err && mailbox->cover)
		err = base_take(mailbox->cover, change);
	for (guint i = 0; !err && i < mailbox->series->len; i++)
		err = letter_add(mailbox->series->pdata[i], change);
	if (!err)
		title_set(mailbox, change);
	return err;
}

int mailbox_read(const char *name, const char *text, size_t length, struct change *change)
{
	struct mailbox mailbox = { .name = name };
	struct workplace workplace;
	int err = workplace_open(&workplace);

	if (err)
		return err;
	mailbox.letters = g_ptr_array_new_with_free_func((GDestroyNotify)letter_free);
	mailbox.series = g_ptr_array_new();
	err = letters_read(workplace.folder, text, length, &mailbox);
	if (!err)
		err = series_take(&mailbox, change);
	g_ptr_array_unref(mailbox.series);
	g_ptr_array_unref(mailbox.letters);
	return workplace_close(&workplace, err);
}
