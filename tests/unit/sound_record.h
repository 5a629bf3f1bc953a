// SPDX-License-Identifier: GPL-2.0-or-later
/* The record of a sound run, of which tests change a part. */
#ifndef TESTS_UNIT_SOUND_RECORD_H
#define TESTS_UNIT_SOUND_RECORD_H

#include "record/record.h"

#include <glib.h>
#include <string.h>

/* A sound run of pv in small. */
static const char sound[] =
	"{\"schema_version\": 1, \"determined\": {\"setup\": \"pv\", \"boot\": 1, \"boot_seed\": 1,"
	" \"run\": 2, \"seed\": 2, \"settings\": {\"faulting\": 2, \"working\": 2,"
	" \"counters\": true}, \"inputs\": {\"source\": \"linux\"},"
	" \"result\": {\"work\": 30, \"workers\": [10, 20], \"bm_status\": 0,"
	" \"bm\": {\"faulting\": [{\"accesses\": 5, \"longest_stall_ns\": 90000000},"
	" {\"accesses\": 6, \"longest_stall_ns\": 2000000000}]},"
	" \"counters\": {\"async_not_present\": 8, \"async_ready\": 8, \"async_notified\": 7},"
	" \"log\": {\"host_bad\": [], \"guest_bad\": []}, \"failure\": null}},"
	" \"circumstances\": {\"wall_seconds\": 0.1}}";

static json_t *record;

static inline int record_begin(void **state)
{
	(void)state;
	record = json_loads(sound, 0, NULL);
	return record ? 0 : -1;
}

static inline int record_end(void **state)
{
	(void)state;
	json_decref(record);
	return 0;
}

/* Replaces the member of the determined part at path ("result.work"); NULL takes it out. */
static inline void change(const char *path, json_t *value)
{
	g_autofree char *parent = g_strconcat("determined.", path, NULL);
	char *dot = strrchr(parent, '.');
	json_t *object;

	*dot = '\0';
	object = (json_t *)record_lookup(record, parent);
	assert_non_null(object);
	if (value)
		json_object_set_new(object, dot + 1, value);
	else
		json_object_del(object, dot + 1);
}

#endif
