// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares two records of a run: their results, and the inputs that could be why those differ. */
#include "record/repeat.h"

#include "util/json.h"
#include "util/text.h"

#include <string.h>

#define RESULT_MOST 60 /* bytes of a value */
#define INPUT_MOST  80 /* "PACKAGE VERSION SHA256" fits */
#define HASH_SHOWN  12

#define INPUTS	    "inputs"
#define PREPARATION "preparation"

static void added_drop(const json_t *old, json_t *now);

static void members_drop(const json_t *old, json_t *now)
{
	const char *key;
	json_t *value;
	void *next;

	json_object_foreach_safe (now, next, key, value) {
		const json_t *before = json_object_get(old, key);

		if (before)
			added_drop(before, value);
		else if (json_is_object(old))
			json_object_del(now, key);
	}
}

/* Drops what only the new one has. */
static void added_drop(const json_t *old, json_t *now)
{
	members_drop(old, now);
	for (size_t i = 0; i < json_array_size(now); i++)
		added_drop(json_array_get(old, i), json_array_get(now, i));
}

/* A new reference to a copy of `determined`, without inputs. */
static json_t *results_take(const json_t *record)
{
	json_t *results = json_deep_copy(json_object_get(record, "determined"));

	json_object_del(results, INPUTS);
	return results;
}

struct first {
	char *text;
	guint count;
};

static void first_take(void *context, const char *path, const json_t *old, const json_t *now)
{
	struct first *first = context;

	if (!first->count++) {
		g_autofree char *before = json_shown(old, RESULT_MOST);
		g_autofree char *after = json_shown(now, RESULT_MOST);

		first->text = g_strdup_printf("determined.%s: %s -> %s", path, before, after);
	}
}

char *repeat_difference(const json_t *record, const json_t *again, guint *more)
{
	json_t *old = results_take(record), *now = results_take(again);
	struct first first = { 0 };

	added_drop(old, now);
	json_walk(old, now, first_take, &first);
	json_decref(old);
	json_decref(now);
	*more = first.count ? first.count - 1 : 0;
	return first.text;
}

/* The beginning of a hash is enough to know it by. */
static char *input_shown(const json_t *value)
{
	const char *text = json_string_value(value);

	if (text_is_hash(text))
		return g_strndup(text, HASH_SHOWN);
	return json_shown(value, INPUT_MOST);
}

struct inputs {
	GPtrArray *list;
	char *preparation; /* kept until it is known whether another differs */
	bool early;
};

static void input_add(void *context, const char *path, const json_t *old, const json_t *now)
{
	struct inputs *inputs = context;
	g_autofree char *before = NULL, *after = NULL;
	char *text;

	if (!old || json_is_null(old) || (inputs->early && !now))
		return;
	before = input_shown(old);
	after = input_shown(now);
	text = g_strdup_printf("%s: %s -> %s", path, before, after);
	if (strcmp(path, PREPARATION) == 0)
		inputs->preparation = text;
	else
		g_ptr_array_add(inputs->list, text);
}

GPtrArray *repeat_inputs(const json_t *was, const json_t *now, bool early)
{
	struct inputs inputs = { .list = g_ptr_array_new_with_free_func(g_free), .early = early };

	json_walk(was, now, input_add, &inputs);
	if (inputs.preparation && !inputs.list->len)
		g_ptr_array_add(inputs.list, g_steal_pointer(&inputs.preparation));
	g_free(inputs.preparation);
	return inputs.list;
}

/* "10.0.2" of "10.0.2 (Debian 1:10.0.2+ds-2)": another package of it may emulate the same. */
static size_t release_length(const char *version)
{
	return strcspn(version, " ");
}

char *repeat_obstacle(const json_t *was, const json_t *now)
{
	const char *one = json_string_value(json_object_get(was, "qemu_outside"));
	const char *other = json_string_value(json_object_get(now, "qemu_outside"));

	if (!one || !other ||
	    (release_length(one) == release_length(other) &&
	     !strncmp(one, other, release_length(one))))
		return NULL;
	return g_strdup_printf("it was made with QEMU %s, and here is %s: install that version of "
			       "qemu-system-x86",
			       one, other);
}
