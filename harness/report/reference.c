// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a reference's JSON strictly: every setup needs mean, standard error and n. */
#include "report/reference.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/json.h"
#include "util/paths.h"

#include <errno.h>
#include <jansson.h>

static char *reference_path(const char *name)
{
	g_autofree char *file = NULL;

	if (strchr(name, '/') || g_str_has_suffix(name, ".json"))
		return g_strdup(name);
	file = g_strdup_printf("results/reference/%s.json", name);
	return paths_data(file);
}

static void setup_free(gpointer data)
{
	struct reference_setup *setup = data;

	g_free(setup->remark);
	g_free(setup);
}

static int setup_read(const char *path, const char *name, const json_t *setup,
		      struct reference *reference)
{
	const json_t *mean = json_object_get(setup, "mean");
	const json_t *error = json_object_get(setup, "std_error");
	const json_t *n = json_object_get(setup, "n");
	const json_t *remark = json_object_get(setup, "remark");
	struct reference_setup *made;

	if (!json_is_number(mean) || json_number_value(mean) <= 0)
		return error_set(EINVAL, "%s: setups.%s.mean is not a number above 0", path, name);
	if (!json_is_number(error) || json_number_value(error) < 0)
		return error_set(EINVAL, "%s: setups.%s.std_error is not a number from 0 on", path,
				 name);
	if (!json_is_integer(n) || json_integer_value(n) < 2)
		return error_set(EINVAL, "%s: setups.%s.n is not a whole number from 2 on", path,
				 name);
	if (remark && !json_is_string(remark))
		return error_set(EINVAL, "%s: setups.%s.remark is not a text", path, name);
	made = g_new(struct reference_setup, 1);
	stats_from_published(json_number_value(mean), json_number_value(error),
			     (size_t)json_integer_value(n), &made->figure);
	made->remark = g_strdup(json_string_value(remark));
	g_hash_table_insert(reference->setups, g_strdup(name), made);
	return 0;
}

static int reference_read(const char *path, json_t *json, struct reference *reference)
{
	const char *label = json_string_value(json_object_get(json, "label"));
	const char *how = json_string_value(json_object_get(json, "how"));
	json_t *setups = json_object_get(json, "setups");
	const char *name;
	json_t *setup;
	int err;

	if (!label || !how)
		return error_set(EINVAL, "%s: lacks the text \"%s\"", path,
				 label ? "how" : "label");
	if (!json_object_size(setups))
		return error_set(EINVAL, "%s: \"setups\" holds no setup", path);
	reference->workload = workload_of(json);
	reference->label = g_strdup(label);
	reference->how = g_strdup(how);
	json_object_foreach (setups, name, setup) {
		err = setup_read(path, name, setup, reference);
		if (err)
			return err;
	}
	return 0;
}

int reference_load(const char *name, struct reference **reference)
{
	g_autofree char *path = reference_path(name);
	json_t *json;
	int err;

	if (!fs_exists(path))
		return error_set(ENOENT, "reference %s: there is no file %s", name, path);
	err = json_read(path, &json);
	if (err)
		return err;
	*reference = g_new0(struct reference, 1);
	(*reference)->setups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, setup_free);
	err = reference_read(path, json, *reference);
	json_decref(json);
	if (err) {
		reference_free(*reference);
		*reference = NULL;
	}
	return err;
}

void reference_free(struct reference *reference)
{
	if (!reference)
		return;
	g_free(reference->label);
	g_free(reference->how);
	g_hash_table_unref(reference->setups);
	g_free(reference);
}
