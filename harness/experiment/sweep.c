// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a sweep from file and command line, and multiplies the setups by it. */
#include "experiment/sweep.h"

#include "experiment/node.h"
#include "experiment/overrides.h"
#include "experiment/sweep_key.h"
#include "util/error.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define KEYS_MAX   2
#define SETUPS_MAX 1000

/* The key of that name, or NULL; *place: where it is. */
static struct sweep_key *key_known(const struct sweep *sweep, const char *name, guint *place)
{
	for (*place = 0; *place < sweep->keys->len; ++*place) {
		struct sweep_key *key = sweep->keys->pdata[*place];

		if (!strcmp(key->setting->name, name))
			return key;
	}
	return NULL;
}

/* The values as texts, for the checks that the command line's go through as well. */
static int values_read(const config_setting_t *node, GStrv *texts)
{
	const struct setting *setting = setting_find(config_setting_name(node));
	g_autoptr(GStrvBuilder) list = g_strv_builder_new();
	const int length = config_setting_length(node);

	if (!config_setting_is_array(node) && !config_setting_is_list(node))
		return node_type_error(node, "a list [ VALUE, VALUE ]");
	for (int i = 0; i < length; i++) {
		const config_setting_t *element = config_setting_get_elem(node, (unsigned int)i);
		g_autofree char *text = NULL;
		int err = config_setting_is_aggregate(element) ? node_type_error(element, "a value")
							       : 0;

		if (!err && setting)
			err = node_check_setting(element, setting);
		if (err)
			return err;
		text = node_text(element);
		g_strv_builder_add(list, text);
	}
	*texts = g_strv_builder_end(list);
	return 0;
}

static int group_read(const config_setting_t *group, struct sweep *sweep)
{
	const int length = config_setting_length(group);

	if (!config_setting_is_group(group))
		return node_type_error(group, "a group { SETTING = [ VALUE, VALUE ]; }");
	if (!length)
		return node_error(group, error_set(EINVAL, "sweep: is empty"));
	for (int i = 0; i < length; i++) {
		const config_setting_t *node = config_setting_get_elem(group, (unsigned int)i);
		g_auto(GStrv) texts = NULL;
		struct sweep_key *key;
		int err = values_read(node, &texts);

		if (err)
			return err;
		err = sweep_key_make(config_setting_name(node), texts, &key);
		if (err)
			return node_error(node, error_prefix(err, "sweep"));
		g_ptr_array_add(sweep->keys, key);
	}
	return 0;
}

static bool is_of_sweep(const struct override *override)
{
	return !g_strcmp0(override->setup, SWEEP_NAME);
}

static int override_take(const struct override *override, struct sweep *sweep)
{
	g_auto(GStrv) texts = g_strsplit(override->value, ",", -1);
	struct sweep_key *key, *old;
	guint place;
	int err = sweep_key_make(override->key, texts, &key);

	if (err)
		return error_prefix(err, "--set sweep");
	old = key_known(sweep, override->key, &place);
	if (old) {
		sweep->keys->pdata[place] = key;
		sweep_key_free(old);
	} else {
		g_ptr_array_add(sweep->keys, key);
	}
	return 0;
}

static int keys_check(const struct sweep *sweep)
{
	const struct sweep_key *first;

	if (!sweep->keys->len)
		return 0;
	first = sweep->keys->pdata[0];
	if (sweep->keys->len > KEYS_MAX)
		return error_set(EINVAL, "sweep: has %u keys, more than %d: the axis and the lines",
				 sweep->keys->len, KEYS_MAX);
	if (!sweep_key_is_numeric(first))
		return error_set(EINVAL,
				 "sweep: %s: not all values are numbers, which the first key needs "
				 "for the axis; a second key needs none",
				 first->setting->name);
	return 0;
}

/* Is the setting swept, so that another value would have no effect? Kernel parameters add up. */
static bool is_replaced(const struct sweep *sweep, const char *name)
{
	guint place;
	const struct sweep_key *key = key_known(sweep, name, &place);

	return key && !sweep_key_is_appended(key->setting);
}

/* owner: a setup's group, or the whole file's. */
static int group_check(const struct sweep *sweep, const config_setting_t *owner)
{
	const config_setting_t *group = config_setting_get_member(owner, "settings");
	const int length =
		group && config_setting_is_group(group) ? config_setting_length(group) : 0;

	for (int i = 0; i < length; i++) {
		const config_setting_t *node = config_setting_get_elem(group, (unsigned int)i);

		if (is_replaced(sweep, config_setting_name(node)))
			return node_error(node, error_set(EINVAL,
							  "%s is swept, so a value here has no "
							  "effect: remove it",
							  config_setting_name(node)));
	}
	return 0;
}

static int overrides_agree(const struct sweep *sweep, const GPtrArray *overrides)
{
	for (guint i = 0; i < overrides->len; i++) {
		const struct override *override = overrides->pdata[i];

		if (!is_of_sweep(override) && is_replaced(sweep, override->key))
			return error_set(EINVAL,
					 "--set %s%s%s: the setting is swept: use --set "
					 "sweep.%s=VALUE,VALUE",
					 override->setup ? override->setup : "",
					 override->setup ? "." : "", override->key, override->key);
	}
	return 0;
}

static int others_check(const struct sweep *sweep, const config_setting_t *root,
			const GPtrArray *overrides)
{
	const config_setting_t *setups = config_setting_get_member(root, "setups");
	const int length = config_setting_is_list(setups) ? config_setting_length(setups) : 0;
	int err = group_check(sweep, root);

	for (int i = 0; i < length && !err; i++) {
		const config_setting_t *setup = config_setting_get_elem(setups, (unsigned int)i);

		if (config_setting_is_group(setup))
			err = group_check(sweep, setup);
	}
	return err ? err : overrides_agree(sweep, overrides);
}

int sweep_read(const config_setting_t *root, const GPtrArray *overrides, struct sweep *sweep)
{
	const config_setting_t *group = config_setting_get_member(root, SWEEP_NAME);
	bool taken = false;
	int err = 0;

	sweep->keys = g_ptr_array_new_with_free_func(sweep_key_free);
	if (group)
		err = group_read(group, sweep);
	if (group && !err)
		err = node_error(group, keys_check(sweep));
	for (guint i = 0; i < overrides->len && !err; i++)
		if (is_of_sweep(overrides->pdata[i])) {
			err = override_take(overrides->pdata[i], sweep);
			taken = true;
		}
	if (taken && !err)
		err = keys_check(sweep);
	return err ? err : others_check(sweep, root, overrides);
}

void sweep_clear(struct sweep *sweep)
{
	g_clear_pointer(&sweep->keys, g_ptr_array_unref);
}

/* The curve of a setup, at a value of the second key. Free with g_free(). */
static char *line_text(const struct setup *setup, const struct sweep_key *key,
		       const struct sweep_value *value)
{
	if (!key)
		return g_strdup(setup->name);
	if (strchr(value->text, '='))
		return g_strdup_printf("%s, %s", setup->name, value->text);
	return g_strdup_printf("%s, %s %s", setup->name, key->setting->name, value->text);
}

static struct setup *setup_copy(const struct setup *from)
{
	struct setup *copy = g_new0(struct setup, 1);

	copy->host_kernel = g_strdup(from->host_kernel);
	copy->guest_kernel = g_strdup(from->guest_kernel);
	copy->expect = g_strdup(from->expect);
	copy->stem = g_strdup(from->name);
	settings_copy(&copy->settings, &from->settings);
	return copy;
}

/* A place of the sweep: a value of each key. */
struct place {
	const struct sweep_value *x, *line; /* line: NULL with one key */
};

static int setup_add(const struct sweep *sweep, const struct place *place, const struct setup *from,
		     struct experiment *experiment)
{
	const struct sweep_key *axis = sweep->keys->pdata[0];
	const struct sweep_key *lines = place->line ? sweep->keys->pdata[1] : NULL;
	struct setup *setup = setup_copy(from);
	int err;

	setup->place = place->line ? g_strdup_printf("%s-%s", place->line->name, place->x->name)
				   : g_strdup(place->x->name);
	setup->name = g_strdup_printf("%s-%s", from->name, setup->place);
	setup->line = line_text(from, lines, place->line);
	setup->x = place->x->x;
	err = sweep_key_set(axis, place->x, &setup->settings);
	if (!err && lines)
		err = sweep_key_set(lines, place->line, &setup->settings);
	if (!err && strlen(setup->name) > SETUP_NAME_MAX)
		err = error_set(EINVAL, "the name has more than %d characters", SETUP_NAME_MAX);
	if (!err && experiment_setup(experiment, setup->name))
		err = error_set(EINVAL, "there are two setups of this name");
	if (err) {
		error_prefix(err, "sweep: setup %s", setup->name);
		experiment_setup_free(setup);
		return err;
	}
	g_ptr_array_add(experiment->setups, setup);
	return 0;
}

static int place_add(const struct sweep *sweep, const struct place *place, const GPtrArray *setups,
		     struct experiment *experiment)
{
	int err = 0;

	for (guint i = 0; i < setups->len && !err; i++)
		err = setup_add(sweep, place, setups->pdata[i], experiment);
	return err;
}

static int setups_check(const GPtrArray *setups, guint places)
{
	for (guint i = 0; i < setups->len; i++) {
		const struct setup *setup = setups->pdata[i];

		if (setup->line || !isnan(setup->x))
			return error_set(EINVAL,
					 "setup %s: has line or x, but the sweep says where setups "
					 "are: remove one of them",
					 setup->name);
	}
	if (setups->len * (uint64_t)places > SETUPS_MAX)
		return error_set(EINVAL, "sweep: %u setups at %u places are more than %d",
				 setups->len, places, SETUPS_MAX);
	return 0;
}

int sweep_apply(const struct sweep *sweep, struct experiment *experiment)
{
	const struct sweep_key *axis = sweep->keys->len ? sweep->keys->pdata[0] : NULL;
	const struct sweep_key *lines = sweep->keys->len > 1 ? sweep->keys->pdata[1] : NULL;
	const guint curves = lines ? lines->values->len : 1;
	g_autoptr(GPtrArray) setups = NULL;
	int err;

	if (!axis)
		return 0;
	setups = experiment->setups;
	experiment->setups = g_ptr_array_new_with_free_func(experiment_setup_free);
	err = setups_check(setups, curves * axis->values->len);
	for (guint i = 0; i < curves; i++)
		for (guint j = 0; j < axis->values->len && !err; j++) {
			const struct place place = { .x = axis->values->pdata[j],
						     .line = lines ? lines->values->pdata[i]
								   : NULL };

			err = place_add(sweep, &place, setups, experiment);
		}
	if (!experiment->axis)
		experiment->axis = g_strdup(axis->axis);
	return err;
}
