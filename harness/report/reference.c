// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a reference's JSON strictly: every setup needs mean, standard error and n, or values. */
#include "report/reference.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/json.h"
#include "util/paths.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

#define FOLDER "results/reference"

static char *reference_path(const char *name)
{
	g_autofree char *file = NULL;

	if (strchr(name, '/') || g_str_has_suffix(name, ".json"))
		return g_strdup(name);
	file = g_strdup_printf(FOLDER "/%s.json", name);
	return paths_data(file);
}

bool reference_is(const char *name)
{
	g_autofree char *path = reference_path(name);

	return g_str_has_suffix(path, ".json") && fs_exists(path);
}

static void setup_free(gpointer data)
{
	struct reference_setup *setup = data;

	g_free(setup->name);
	g_free(setup->printed);
	g_free(setup->remark);
	g_free(setup);
}

/* -EINVAL if there is something else than a text at the key. */
static int text_read(const char *path, const char *name, const json_t *setup, const char *key,
		     char **text)
{
	const json_t *value = json_object_get(setup, key);

	if (value && !json_is_string(value))
		return error_set(EINVAL, "%s: setups.%s.%s is not a text", path, name, key);
	*text = g_strdup(json_string_value(value));
	return 0;
}

static int mean_read(const char *path, const char *name, const json_t *setup,
		     struct summary *figure)
{
	const json_t *mean = json_object_get(setup, "mean");
	const json_t *error = json_object_get(setup, "std_error");
	const json_t *n = json_object_get(setup, "n");

	if (!json_is_number(mean) || json_number_value(mean) <= 0)
		return error_set(EINVAL, "%s: setups.%s.mean is not a number above 0", path, name);
	if (!json_is_number(error) || json_number_value(error) < 0)
		return error_set(EINVAL, "%s: setups.%s.std_error is not a number from 0 on", path,
				 name);
	if (!json_is_integer(n) || json_integer_value(n) < 2)
		return error_set(EINVAL, "%s: setups.%s.n is not a whole number from 2 on", path,
				 name);
	stats_from_published(json_number_value(mean), json_number_value(error),
			     (size_t)json_integer_value(n), figure);
	return 0;
}

/* The figures of runs, each counted as a boot. */
static int values_read(const char *path, const char *name, const json_t *values,
		       struct summary *figure)
{
	g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(struct sample));
	const json_t *value;
	size_t i;

	json_array_foreach (values, i, value) {
		const struct sample sample = { i + 1, json_number_value(value) };

		if (!json_is_number(value) || json_number_value(value) <= 0)
			return error_set(EINVAL,
					 "%s: setups.%s.values[%zu] is not a number above 0", path,
					 name, i);
		g_array_append_val(samples, sample);
	}
	if (samples->len < 2)
		return error_set(EINVAL,
				 "%s: setups.%s.values is not a list of two numbers or more", path,
				 name);
	stats_summarize((const struct sample *)(void *)samples->data, samples->len, figure);
	return 0;
}

static int setup_read(const char *path, const char *name, const json_t *setup,
		      struct reference *reference)
{
	const json_t *values = json_object_get(setup, "values");
	struct reference_setup *made = g_new0(struct reference_setup, 1);
	int err;

	made->name = g_strdup(name);
	g_ptr_array_add(reference->setups, made);
	g_hash_table_insert(reference->by_name, made->name, made);
	reference->has_errors |= !values;
	err = values ? values_read(path, name, values, &made->figure)
		     : mean_read(path, name, setup, &made->figure);
	if (!err)
		err = text_read(path, name, setup, "remark", &made->remark);
	return err ? err : text_read(path, name, setup, "printed", &made->printed);
}

/* A setup's own baseline, or the file's. */
static int baseline_find(const char *path, const json_t *json, const char *name,
			 struct reference *reference)
{
	const json_t *setup = json_object_get(json_object_get(json, "setups"), name);
	const json_t *own = json_object_get(setup, "baseline");
	const json_t *named = own ? own : json_object_get(json, "baseline");
	struct reference_setup *made = g_hash_table_lookup(reference->by_name, name);

	if (!named)
		return 0;
	if (json_is_string(named))
		made->baseline = g_hash_table_lookup(reference->by_name, json_string_value(named));
	return made->baseline ? 0
			      : error_set(EINVAL, "%s: the baseline of %s is none of its setups",
					  path, name);
}

static int setups_read(const char *path, const json_t *json, struct reference *reference)
{
	json_t *setups = json_object_get(json, "setups"), *setup;
	const char *name;
	int err = 0;

	if (!json_object_size(setups))
		return error_set(EINVAL, "%s: \"setups\" holds no setup", path);
	json_object_foreach (setups, name, setup) {
		err = setup_read(path, name, setup, reference);
		if (err)
			return err;
	}
	json_object_foreach (setups, name, setup) {
		err = baseline_find(path, json, name, reference);
		if (err)
			return err;
	}
	return 0;
}

static int reference_read(const char *path, json_t *json, struct reference *reference)
{
	const char *label = json_string_value(json_object_get(json, "label"));
	const char *how = json_string_value(json_object_get(json, "how"));
	const char *quantity = json_string_value(json_object_get(json, "quantity"));
	const char *better = json_string_value(json_object_get(json, "better"));

	if (!label || !how)
		return error_set(EINVAL, "%s: lacks the text \"%s\"", path,
				 label ? "how" : "label");
	reference->workload = workload_of(json);
	reference->label = g_strdup(label);
	reference->how = g_strdup(how);
	reference->quantity = g_strdup(quantity ? quantity : "figure");
	reference->unit = g_strdup(json_string_value(json_object_get(json, "unit")));
	reference->better = g_strcmp0(better, "less") ? BETTER_HIGHER : BETTER_LOWER;
	return setups_read(path, json, reference);
}

/* With what there is instead. */
static int reference_unknown(const char *name, const char *path)
{
	g_autofree char *folder = paths_data(FOLDER);
	g_autoptr(GPtrArray) files = NULL;
	g_autoptr(GString) names = g_string_new(NULL);

	if (strchr(name, '/') || fs_list(folder, &files))
		return error_set(ENOENT, "reference %s: there is no file %s", name, path);
	for (guint i = 0; i < files->len; i++) {
		const char *file = files->pdata[i];

		if (g_str_has_suffix(file, ".json"))
			g_string_append_printf(names, "%s%.*s", names->len ? ", " : "",
					       (int)(strlen(file) - strlen(".json")), file);
	}
	return error_set(ENOENT, "reference %s: there is no file %s; references are: %s", name,
			 path, names->str);
}

int reference_load(const char *name, struct reference **reference)
{
	g_autofree char *path = reference_path(name);
	json_t *json;
	int err;

	*reference = NULL;
	if (!fs_exists(path))
		return reference_unknown(name, path);
	err = json_read(path, &json);
	if (err)
		return err;
	*reference = g_new0(struct reference, 1);
	(*reference)->setups = g_ptr_array_new_with_free_func(setup_free);
	(*reference)->by_name = g_hash_table_new(g_str_hash, g_str_equal);
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
	g_free(reference->quantity);
	g_free(reference->unit);
	g_hash_table_unref(reference->by_name);
	g_ptr_array_unref(reference->setups);
	g_free(reference);
}
