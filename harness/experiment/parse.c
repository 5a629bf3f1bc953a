// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads an experiment file with libconfig, key by key against the tables. */
#include "experiment/parse.h"

#include "experiment/default_source.h"
#include "experiment/expect.h"
#include "experiment/keys.h"
#include "experiment/node.h"
#include "experiment/overrides.h"
#include "experiment/sweep.h"
#include "util/error.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* Joins a list of files into one text. Free *text with g_free(). */
static int files_read(const config_setting_t *node, char **text)
{
	g_auto(GStrv) list = NULL;
	int err = node_read_list(node, &list);

	if (!err)
		*text = g_strjoinv(",", list);
	return err;
}

/* Files are relative to the experiment's folder, as included files are. */
static int files_parse(const config_setting_t *node, const struct setting *setting,
		       struct settings *settings)
{
	const char *folder = config_get_include_dir(node->config);
	g_autofree char *text = NULL, *resolved = NULL;
	int err = 0;

	if (setting->type == SETTING_FILES)
		err = files_read(node, &text);
	else
		text = node_text(node);
	if (err)
		return err;
	resolved = setting_resolve(setting, text, folder);
	return node_error(node, settings_set(settings, setting, resolved));
}

static int setting_parse(const config_setting_t *node, struct settings *settings)
{
	const struct setting *setting = setting_find(config_setting_name(node));
	g_autofree char *hint = setting ? NULL : setting_hint(config_setting_name(node));
	g_autofree char *text = NULL;
	int err;

	if (!setting)
		return node_error(node, error_set(EINVAL, "there is no setting \"%s\"%s",
						  config_setting_name(node), hint));
	err = node_check_setting(node, setting);
	if (err)
		return err;
	if (setting->type == SETTING_PATH || setting->type == SETTING_FILES ||
	    setting->type == SETTING_WORKLOAD)
		return files_parse(node, setting, settings);
	text = node_text(node);
	return node_error(node, settings_set(settings, setting, text));
}

/* The group "settings" of the file (setup NULL) or of a setup, if there is one. */
static int settings_parse(const config_setting_t *parent, const char *setup,
			  const GPtrArray *overrides, struct settings *settings)
{
	const config_setting_t *group = config_setting_get_member(parent, "settings");
	int length = group ? config_setting_length(group) : 0, err = 0;

	if (group && !config_setting_is_group(group))
		return node_type_error(group, "a group { }");
	for (int i = 0; i < length && !err; i++) {
		const config_setting_t *node = config_setting_get_elem(group, (unsigned int)i);
		const char *name = config_setting_name(node);

		err = setting_parse(node, settings);
		if (!err && setup && overrides_have(overrides, name))
			err = node_error(node, error_set(EINVAL,
							 "setup %s sets %s itself, --set %s=... "
							 "does not reach it: use --set %s.%s=...",
							 setup, name, name, setup, name));
	}
	return err;
}

static int kernel_known(const config_setting_t *node, const char *role, const char *kernel,
			const struct experiment *experiment)
{
	g_autofree char *hint = NULL;

	if (experiment_kernel(experiment, kernel))
		return 0;
	hint = experiment_kernel_hint(experiment, kernel);
	return node_error(config_setting_get_member(node, role),
			  error_set(EINVAL, "kernel \"%s\" is not in kernels%s", kernel, hint));
}

static int expect_known(const config_setting_t *node, const char *expect)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *hint = NULL;

	if (expect_find(expect))
		return 0;
	for (const struct expect *row = expect_table; row->name; row++)
		g_ptr_array_add(names, (char *)row->name);
	g_ptr_array_add(names, NULL);
	hint = names_hint(expect, (const char *const *)names->pdata);
	return node_error(config_setting_get_member(node, "expect"),
			  error_set(EINVAL, "there is no expectation \"%s\"%s", expect, hint));
}

/* Those of setups also stand before the dot of an override. */
static int name_check(const config_setting_t *node, const char *what, const char *name)
{
	if (experiment_name_is_valid(name))
		return 0;
	return node_error(node,
			  error_set(EINVAL,
				    "\"%s\" is no name for a %s: at most %d letters, digits, - "
				    "and _, a letter or digit first",
				    name, what, SETUP_NAME_MAX));
}

static int setup_parse(const config_setting_t *node, const GPtrArray *overrides,
		       const struct experiment *experiment, struct setup *setup)
{
	const char *name = NULL;
	g_autofree char *what = NULL;
	int err;

	if (!config_setting_is_group(node))
		return node_type_error(node, "a group { }");
	config_setting_lookup_string(node, "name", &name);
	what = name ? g_strdup_printf("setup %s", name) : g_strdup("a setup");
	err = node_read_group(node, setup_keys, what, setup);
	if (!err)
		err = name_check(config_setting_get_member(node, "name"), "setup", setup->name);
	if (!err && !strcmp(setup->name, SWEEP_NAME))
		err = node_error(node, error_set(EINVAL,
						 "a setup must not be named %s: --set "
						 "%s.KEY=... changes the sweep",
						 SWEEP_NAME, SWEEP_NAME));
	if (!err && experiment_setup(experiment, setup->name))
		err = node_error(node,
				 error_set(EINVAL, "there are two setups named %s", setup->name));
	if (!err)
		err = kernel_known(node, "host", setup->host_kernel, experiment);
	if (!err)
		err = kernel_known(node, "guest", setup->guest_kernel, experiment);
	if (!err)
		err = expect_known(node, setup->expect);
	if (!err)
		err = settings_parse(node, setup->name, overrides, &setup->settings);
	return err ? err : overrides_apply_setup(overrides, setup);
}

static int setups_parse(const config_setting_t *root, const GPtrArray *overrides,
			const struct settings *settings, struct experiment *experiment)
{
	const config_setting_t *list = config_setting_get_member(root, "setups");
	int length = config_setting_length(list);

	if (!config_setting_is_list(list))
		return node_type_error(list, "a list ( { ... }, { ... } ) of groups");
	if (!length)
		return node_error(list, error_set(EINVAL, "setups: is empty"));
	for (int i = 0; i < length; i++) {
		struct setup *setup = g_new0(struct setup, 1);
		int err;

		setup->x = NAN;
		settings_copy(&setup->settings, settings);
		err = setup_parse(config_setting_get_elem(list, (unsigned int)i), overrides,
				  experiment, setup);
		if (err) {
			experiment_setup_free(setup);
			return err;
		}
		g_ptr_array_add(experiment->setups, setup);
	}
	return 0;
}

static int kernels_parse(const config_setting_t *root, struct experiment *experiment)
{
	const config_setting_t *group = config_setting_get_member(root, "kernels");
	int length = config_setting_length(group), err = 0;

	if (!config_setting_is_group(group))
		return node_type_error(group, "a group { NAME = { ... }; }");
	for (int i = 0; i < length && !err; i++) {
		const config_setting_t *node = config_setting_get_elem(group, (unsigned int)i);
		g_autofree char *what = g_strdup_printf("kernel %s", config_setting_name(node));
		struct kernel_spec *kernel;

		if (!config_setting_is_group(node))
			return node_type_error(node, "a group { }");
		err = name_check(node, "kernel", config_setting_name(node));
		if (err)
			return err;
		kernel = g_new0(struct kernel_spec, 1);
		kernel->name = g_strdup(config_setting_name(node));
		kernel->series = g_new0(char *, 1);
		kernel->folder = g_strdup(config_get_include_dir(node->config));
		g_ptr_array_add(experiment->kernels, kernel);
		err = node_read_group(node, kernel_keys, what, kernel);
		if (!err && !kernel->source)
			err = default_source(&kernel->source);
	}
	return err;
}

/* Reads the setups and multiplies them by the sweep; then overrides reach single places of it. */
static int swept_parse(const config_setting_t *root, const GPtrArray *overrides,
		       const struct settings *settings, struct experiment *experiment)
{
	struct sweep sweep;
	int err = sweep_read(root, overrides, &sweep);

	if (!err)
		err = setups_parse(root, overrides, settings, experiment);
	if (!err && sweep.keys->len)
		err = node_error(root, sweep_apply(&sweep, experiment));
	for (guint i = 0; sweep.keys->len && !err && i < experiment->setups->len; i++)
		err = overrides_apply_setup(overrides, experiment->setups->pdata[i]);
	sweep_clear(&sweep);
	return err;
}

int experiment_parse_root(const config_setting_t *root, const GPtrArray *overrides,
			  struct experiment *experiment)
{
	struct settings settings;
	int err = node_check_texts(root);

	settings_init(&settings);
	if (!err)
		err = node_read_group(root, experiment_keys, "an experiment", experiment);
	if (!err)
		err = experiment_reference_from(experiment, config_get_include_dir(root->config));
	if (!err)
		err = settings_parse(root, NULL, overrides, &settings);
	if (!err)
		err = overrides_apply(overrides, experiment, &settings);
	if (!err)
		err = kernels_parse(root, experiment);
	if (!err)
		err = swept_parse(root, overrides, &settings, experiment);
	settings_clear(&settings);
	return err;
}

/* libconfig leaves no errno of its own behind, and takes a file that it cannot open for one with a
 * mistake. */
static int config_error(const config_t *config, const char *path, int errnum)
{
	const char *file = config_error_file(config), *text = config_error_text(config);

	if (config_error_type(config) == CONFIG_ERR_FILE_IO)
		return error_sys(errnum, "%s: cannot open", path);
	/* includes_check() could: what it read is there. */
	if (g_str_has_prefix(text, "cannot open include file"))
		return error_sys(errnum, "%s:%d: cannot open what it includes", file ? file : path,
				 config_error_line(config));
	return error_set(EINVAL, "%s:%d: %s%s", file ? file : path, config_error_line(config), text,
			 g_str_has_prefix(text, "syntax")
				 ? " (a missing ; or bracket may be some lines above)"
				 : "");
}

static int config_parse(config_t *config, const char *path, const GPtrArray *overrides,
			struct experiment *experiment)
{
	const config_setting_t *root;
	int err = includes_check(path, config_get_include_dir(config));

	if (err)
		return err;
	errno = 0;
	if (!config_read_file(config, path))
		return config_error(config, path, errno);
	root = config_root_setting(config);
	if (!config_setting_length(root))
		return error_set(
			EINVAL, "%s: is empty: an experiment needs runs, kernels and setups", path);
	return experiment_parse_root(root, overrides, experiment);
}

int experiment_parse(const char *path, const GPtrArray *overrides, struct experiment *experiment)
{
	g_autofree char *folder = g_path_get_dirname(path);
	config_t config;
	int err;

	config_init(&config);
	config_set_include_dir(&config, folder);
	err = config_parse(&config, path, overrides, experiment);
	config_destroy(&config);
	return err;
}
