// SPDX-License-Identifier: GPL-2.0-or-later
/* Pairs the setups of two reports and rebases the first one's ratios. */
#include "report/against.h"

#include "record/record.h"
#include "report/curve.h"
#include "report/difference.h"
#include "report/notes.h"
#include "util/error.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* Time in these passes by the count of instructions, so that machines do not matter. */
static const char *const virtual_testbeds[] = { "sim", "fake", NULL };

static const char *testbed_of(const struct side *side)
{
	const char *name =
		json_string_value(json_object_get(side->campaign->experiment, "testbed"));

	return name ? name : "-";
}

/* The CPU of the side's first record. */
static const char *cpu_of(const struct side *side)
{
	const GPtrArray *records = side->campaign->records;

	return records->len ? record_string(records->pdata[0], "circumstances.machine.cpu") : NULL;
}

/* -EINVAL if figures of the two sides are not of one kind. */
static int comparable_check(const struct side *side, const struct side *other, bool force)
{
	const char *testbed = testbed_of(side);

	if (!workload_is_same(side->report->workload, other->report->workload))
		return error_set(
			EINVAL,
			"%s runs %s in its guests, %s runs %s, or they give other metrics: there is "
			"nothing to compare",
			side->text, side->report->workload->name, other->text,
			other->report->workload->name);
	if (force)
		return 0;
	if (strcmp(testbed, testbed_of(other)) != 0)
		return error_set(EINVAL,
				 "%s was measured on testbed %s, %s on %s: their figures are of "
				 "different machines; --force compares them all the same",
				 side->text, testbed, other->text, testbed_of(other));
	if (!g_strv_contains(virtual_testbeds, testbed) && g_strcmp0(cpu_of(side), cpu_of(other)))
		return error_set(EINVAL,
				 "%s and %s were measured in real time on different machines (%s; "
				 "%s); --force compares them all the same",
				 side->text, other->text, cpu_of(side) ? cpu_of(side) : "-",
				 cpu_of(other) ? cpu_of(other) : "-");
	return 0;
}

/* The setup that is named, else the only one, else NULL. */
static struct report_setup *setup_chosen(const struct side *side)
{
	if (side->setup)
		return report_setup(side->report, side->setup);
	return side->report->setups->len == 1 ? side->report->setups->pdata[0] : NULL;
}

/* Whom a setup of the side is compared with, or NULL. own, theirs: setup_chosen() of both sides. */
static const struct report_setup *partner_find(const struct side *side, const struct side *other,
					       const struct report_setup *setup,
					       const struct report_setup *own,
					       const struct report_setup *theirs)
{
	const struct report_setup *same = report_setup(other->report, setup->name);

	if (side->setup && setup != own)
		return NULL;
	if (other->setup)
		return setup == own || same == theirs ? theirs : NULL;
	return same || setup != own ? same : theirs;
}

static void notes_of_partners(const struct side *side, const struct side *other)
{
	g_autoptr(GString) alone = g_string_new(NULL);

	for (guint i = 0; !side->setup && i < side->report->apart->len; i++)
		g_string_append_printf(
			alone, "%s%s", i ? ", " : "",
			((const struct report_setup *)side->report->apart->pdata[i])->name);
	if (alone->len)
		notes_add(side->report, "not compared, since %s has no setup of that name: %s",
			  other->text, alone->str);
	for (guint i = 0; i < side->report->setups->len; i++) {
		const struct report_setup *setup = side->report->setups->pdata[i];

		if (!setup->baseline->valid)
			notes_add(side->report, "%s: setup %s has no valid run: no ratio of %s",
				  other->text, setup->baseline->name, setup->name);
	}
	for (guint i = 0; i < other->report->notes->len; i++)
		notes_add(side->report, "%s: %s", other->text,
			  (const char *)other->report->notes->pdata[i]);
}

/* Puts the setups without a partner aside. */
static void setups_split(struct side *side, const struct side *other)
{
	const struct report_setup *own = setup_chosen(side), *theirs = setup_chosen(other);
	struct report *report = side->report;
	GPtrArray *all = report->setups;

	g_ptr_array_set_free_func(all, NULL);
	report->setups = g_ptr_array_new_with_free_func(report_setup_free);
	for (guint i = 0; i < all->len; i++) {
		struct report_setup *setup = all->pdata[i];

		setup->baseline = partner_find(side, other, setup, own, theirs);
		if (setup->baseline) {
			g_ptr_array_add(report->setups, setup);
			continue;
		}
		g_ptr_array_add(report->apart, setup);
		g_hash_table_remove(report->by_name, setup->name);
	}
	g_ptr_array_unref(all);
}

static int partners_lack(const struct side *side, const struct side *other)
{
	return error_set(EINVAL,
			 "%s and %s have no setup in common; name one of each, as %s:SETUP "
			 "--against %s:SETUP",
			 side->text, other->text, side->report->name, other->report->name);
}

/* What was published stands beside a campaign's own baseline. */
static void published_drop(struct report *report)
{
	g_clear_pointer(&report->reference, g_free);
	g_clear_pointer(&report->reference_how, g_free);
	for (guint i = 0; i < report->setups->len; i++)
		stats_from_published(NAN, NAN, 0,
				     &((struct report_setup *)report->setups->pdata[i])->published);
}

int against_apply(struct side *side, const struct side *other, bool force)
{
	struct report *report = side->report;
	int err = comparable_check(side, other, force);

	if (err)
		return err;
	setups_split(side, other);
	if (!report->setups->len)
		return partners_lack(side, other);
	report->against = other->report;
	report->level = fmax(report->level, other->report->level);
	g_free(report->baseline);
	report->baseline = g_strdup(other->text);
	report->by_place = false;
	published_drop(report);
	report_ratios_make(report);
	curves_restrict(report);
	g_ptr_array_set_size(report->notes, 0);
	notes_make(side->campaign, report);
	notes_of_partners(side, other);
	differences_make(side, other);
	return 0;
}
