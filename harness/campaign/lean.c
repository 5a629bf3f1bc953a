// SPDX-License-Identifier: GPL-2.0-or-later
/* Removes a record's bulk: what is for a person who looks into the file. */
#include "campaign/lean.h"

#include <stdbool.h>
#include <string.h>

#define DEEPEST 3  /* parents of a member */
#define MOST	48 /* members of a parent */

/* Parents, from the outermost, and their members that go. What is not named here stays. */
static const struct bulk {
	const char *parents[DEEPEST];
	bool checked; /* the record's check looks at them, so they go after that only */
	const char *members[MOST];
} bulks[] = {
	{ { "determined" }, true, { "settings" } },
	{ { "determined", "inputs" },
	  false,
	  { "host_patches", "guest_patches", "host_build", "guest_build", "host_contents" } },
	{ { "determined", "result" },
	  false,
	  { "phases", "commands", "qemu_version", "qemu_command", "log" } },
	{ { "determined", "result" }, true, { "beside" } },
	/* What the container held at the end, and counts of what it does not do. */
	{ { "determined", "result", "memory_stat" },
	  false,
	  { "file",
	    "kernel",
	    "kernel_stack",
	    "pagetables",
	    "sec_pagetables",
	    "percpu",
	    "sock",
	    "vmalloc",
	    "shmem",
	    "file_mapped",
	    "file_dirty",
	    "file_writeback",
	    "swapcached",
	    "anon_thp",
	    "file_thp",
	    "shmem_thp",
	    "inactive_anon",
	    "active_anon",
	    "inactive_file",
	    "active_file",
	    "unevictable",
	    "slab_reclaimable",
	    "slab_unreclaimable",
	    "slab",
	    "pglazyfree",
	    "pglazyfreed",
	    "thp_fault_alloc",
	    "thp_collapse_alloc" } },
	{ { "circumstances" },
	  false,
	  { "parts", "paths", "qemu_command", "started", "failure", "console_tail" } },
	{ { "circumstances", "machine" },
	  false,
	  { "load", "memory_bytes", "kernel", "distribution" } },
};

/* Is a metric in this member of the result, or is it the member itself? */
static bool is_metric(const struct bulk *bulk, const char *member, const struct workload *workload)
{
	const size_t length = strlen(member);

	if (g_strcmp0(bulk->parents[1], "result") || bulk->parents[2])
		return false;
	for (const struct metric *metric = workload->metrics; metric->name; metric++)
		if (!strncmp(metric->path, member, length) &&
		    (!metric->path[length] || metric->path[length] == '.'))
			return true;
	return false;
}

void lean_record(json_t *record, const struct workload *workload)
{
	for (size_t i = 0; i < G_N_ELEMENTS(bulks); i++) {
		const struct bulk *bulk = &bulks[i];
		json_t *parent = record;

		for (size_t j = 0; j < DEEPEST && bulk->parents[j]; j++)
			parent = json_object_get(parent, bulk->parents[j]);
		for (size_t j = 0; parent && j < MOST && bulk->members[j]; j++)
			if (!is_metric(bulk, bulk->members[j], workload))
				json_object_del(parent, bulk->members[j]);
	}
}

/* Its own inputs are freed where the other has equal ones. */
static void inputs_share(json_t *inputs, json_t *others)
{
	const char *key;
	json_t *value, *element;
	size_t i;

	json_object_foreach (inputs, key, value) {
		json_t *other = json_object_get(others, key);

		if (json_equal(value, other))
			json_object_set(inputs, key, other);
		else if (json_is_array(other))
			json_array_foreach (value, i, element)
				if (json_equal(element, json_array_get(other, i)))
					json_array_set(value, i, json_array_get(other, i));
	}
}

void lean_share(json_t *record, const json_t *other)
{
	inputs_share(json_object_get(json_object_get(record, "determined"), "inputs"),
		     json_object_get(json_object_get(other, "determined"), "inputs"));
}

/* A JSON text on its way through; what is not JSON ends the walk early. */
struct walk {
	const char *at, *end;
	const char *from; /* what is before it is in `lean` */
	GString *lean;
	const struct workload *workload;
	const char *keys[DEEPEST + 1]; /* the path to the value at `at`, as in the text */
	size_t lengths[DEEPEST + 1];
};

static bool walk_char(struct walk *walk, char wanted)
{
	while (walk->at < walk->end && g_ascii_isspace(*walk->at))
		walk->at++;
	if (walk->at == walk->end || *walk->at != wanted)
		return false;
	walk->at++;
	return true;
}

/* From behind its first quote to behind its last. */
static bool walk_text(struct walk *walk)
{
	for (; walk->at < walk->end; walk->at++) {
		if (*walk->at == '"') {
			walk->at++;
			return true;
		}
		if (*walk->at == '\\')
			walk->at++;
	}
	return false;
}

/* Over any value. */
static bool walk_value(struct walk *walk)
{
	size_t depth = 0;

	for (; walk->at < walk->end; walk->at++) {
		const char c = *walk->at;

		if (c == '"') {
			walk->at++;
			if (!walk_text(walk))
				return false;
			walk->at--;
		} else if (c == '{' || c == '[') {
			depth++;
		} else if (c == '}' || c == ']' || c == ',') {
			if (!depth)
				return true;
			depth -= c != ',';
		}
	}
	return false;
}

static bool is_key(const struct walk *walk, size_t depth, const char *name)
{
	return name && strlen(name) == walk->lengths[depth] &&
	       !memcmp(name, walk->keys[depth], walk->lengths[depth]);
}

static bool is_member(const struct walk *walk, size_t depth, const struct bulk *bulk)
{
	for (size_t i = 0; i < MOST && bulk->members[i]; i++)
		if (is_key(walk, depth, bulk->members[i]))
			return !is_metric(bulk, bulk->members[i], walk->workload);
	return false;
}

/* What is to be done with the value whose key is at this depth of the path. */
static enum what {
	KEEP,
	ENTER,
	DROP
} value_fate(const struct walk *walk, size_t depth)
{
	enum what fate = KEEP;

	for (size_t i = 0; i < G_N_ELEMENTS(bulks); i++) {
		const struct bulk *bulk = &bulks[i];
		size_t same = 0;

		while (same < DEEPEST && same <= depth && is_key(walk, same, bulk->parents[same]))
			same++;
		if (same > depth)
			fate = ENTER;
		else if (same == depth && (same == DEEPEST || !bulk->parents[same]) &&
			 !bulk->checked && is_member(walk, depth, bulk))
			return DROP;
	}
	return fate;
}

static void value_drop(struct walk *walk, const char *begin)
{
	g_string_append_len(walk->lean, walk->from, begin - walk->from);
	g_string_append(walk->lean, "null");
	walk->from = walk->at;
}

/* Over an object whose members have their keys at this depth. */
static bool walk_object(struct walk *walk, size_t depth)
{
	if (!walk_char(walk, '{'))
		return walk_value(walk);
	do {
		const char *begin;
		enum what fate;

		if (!walk_char(walk, '"'))
			break;
		walk->keys[depth] = walk->at;
		if (!walk_text(walk))
			return false;
		walk->lengths[depth] = (size_t)(walk->at - 1 - walk->keys[depth]);
		if (!walk_char(walk, ':'))
			return false;
		begin = walk->at;
		fate = value_fate(walk, depth);
		if (!(fate == ENTER ? walk_object(walk, depth + 1) : walk_value(walk)))
			return false;
		if (fate == DROP)
			value_drop(walk, begin);
	} while (walk_char(walk, ','));
	return walk_char(walk, '}');
}

GString *lean_text(const char *text, size_t length, const struct workload *workload)
{
	struct walk walk = { .at = text,
			     .end = text + length,
			     .from = text,
			     .lean = g_string_sized_new(length),
			     .workload = workload };

	walk_object(&walk, 0);
	g_string_append_len(walk.lean, walk.from, walk.end - walk.from);
	return walk.lean;
}
