// SPDX-License-Identifier: GPL-2.0-or-later
/* The tables of keys, hints for misspelt ones, and how a key is set. */
#include "experiment/keys.h"

#include "experiment/experiment.h"
#include "util/error.h"
#include "util/text.h"
#include "util/units.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define RUNS_MAX 100000

/* random() takes an unsigned int; 0 means the same as 1. */
#define SEED_MAX UINT32_MAX

#define AT(field) offsetof(struct experiment, field)
const struct key experiment_keys[] = {
	{ "title", KEY_TEXT, AT(title), 0, 0, false, "one line above the table; the file's name" },
	{ "testbed", KEY_TEXT, AT(testbed), 0, 0, false, "where the host comes from; sim" },
	{ "runs", KEY_NUMBER, AT(runs), 1, RUNS_MAX, true, "runs per setup" },
	{ "boots", KEY_NUMBER, AT(boots), 1, RUNS_MAX, false,
	  "boots that the runs are spread over; as many as runs" },
	{ "boot_seed", KEY_NUMBER, AT(boot_seed), 1, SEED_MAX, false,
	  "seed of boot 1, each later boot has the next; 1" },
	{ "seed", KEY_NUMBER, AT(seed), 1, SEED_MAX, false,
	  "seed of run 1, each later run has the next; 1" },
	{ "traced", KEY_SWITCH, AT(traced), 0, 0, false,
	  "one more run of each setup that is traced: where the time goes; false" },
	{ "baseline", KEY_TEXT, AT(baseline), 0, 0, false,
	  "setup that ratios are relative to, or a curve: to its setup at the same place; the "
	  "first one" },
	{ "reference", KEY_TEXT, AT(reference), 0, 0, false,
	  "published figures to show beside ours: a name in results/reference, or the path of "
	  "such a file; none" },
	{ "axis", KEY_TEXT, AT(axis), 0, 0, false,
	  "what x is, with its unit; none, or what is swept" },
	{ "sweep", KEY_GROUP, 0, 0, 0, false,
	  "settings with the values that all setups take in turn, see above; none" },
	{ "settings", KEY_GROUP, 0, 0, 0, false, "settings of all setups, see below" },
	{ "kernels", KEY_GROUP, 0, 0, 0, true, "group of kernels: NAME = { ... };" },
	{ "setups", KEY_GROUP, 0, 0, 0, true, "list of setups: ( { ... }, { ... } );" },
	{ .name = NULL },
};
#undef AT

#define AT(field) offsetof(struct kernel_spec, field)
const struct key kernel_keys[] = {
	{ "source", KEY_TEXT, AT(source), 0, 0, false,
	  "package (linux-source-X.Y), path of a folder or tarball, or GITREPO#REF; the first "
	  "package that setup/packages lists" },
	{ "series", KEY_LIST, AT(series), 0, 0, false,
	  "stack of patch series, lowest first: names in kernel-patches/linux-X.Y of the source's "
	  "version, or paths of folders; NAME:N takes the first N patches; none" },
	{ "config", KEY_LIST, AT(config), 0, 0, true,
	  "config fragments: names in configs/kernel, or paths" },
	{ "incremental", KEY_SWITCH, AT(incremental), 0, 0, false,
	  "keep the objects, and compile only what differs from the last such build of this source; "
	  "the kernel is the same; false" },
	{ .name = NULL },
};
#undef AT

#define AT(field) offsetof(struct setup, field)
const struct key setup_keys[] = {
	{ "name", KEY_TEXT, AT(name), 0, 0, true, "letters, digits, - and _" },
	{ "host", KEY_TEXT, AT(host_kernel), 0, 0, true, "kernel of the host" },
	{ "guest", KEY_TEXT, AT(guest_kernel), 0, 0, true, "kernel of the guest" },
	{ "expect", KEY_TEXT, AT(expect), 0, 0, true,
	  "trace of the mechanism that each run must show, see below" },
	{ "line", KEY_TEXT, AT(line), 0, 0, false,
	  "curve that the setup is a point of, needs x; none" },
	{ "x", KEY_DECIMAL, AT(x), 0, 0, false,
	  "position on the experiment's axis, needs line; none" },
	{ "settings", KEY_GROUP, 0, 0, 0, false, "settings of this setup alone" },
	{ .name = NULL },
};
#undef AT

const struct key *key_find(const struct key *keys, const char *name)
{
	for (; keys->name; keys++)
		if (!strcmp(keys->name, name))
			return keys;
	return NULL;
}

char *names_hint(const char *name, const char *const names[])
{
	const char *near = units_nearest(name, names);
	g_autofree char *all = g_strjoinv(", ", (char **)names);

	return near ? g_strdup_printf(": did you mean %s?", near)
		    : g_strdup_printf(": known are %s", all[0] ? all : "none");
}

char *key_hint(const struct key *keys, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (; keys->name; keys++)
		g_ptr_array_add(names, (char *)keys->name);
	g_ptr_array_add(names, NULL);
	return names_hint(name, (const char *const *)names->pdata);
}

char *setting_hint(const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (const struct setting *row = setting_table; row->name; row++)
		g_ptr_array_add(names, (char *)row->name);
	g_ptr_array_add(names, NULL);
	return names_hint(name, (const char *const *)names->pdata);
}

int key_set(const struct key *key, void *object, const char *text)
{
	void *value = (char *)object + key->offset;
	int err;

	if (key->type == KEY_NUMBER)
		return units_number(key->name, text, key->min, key->max, value);
	if (key->type == KEY_DECIMAL)
		return units_decimal(key->name, text, value);
	if (key->type == KEY_SWITCH)
		return units_switch(key->name, text, value);
	if (!text[0])
		return error_set(EINVAL, "%s: is empty", key->name);
	err = text_check(key->name, text);
	if (err)
		return err;
	g_free(*(char **)value);
	*(char **)value = g_strdup(text);
	return 0;
}
