// SPDX-License-Identifier: GPL-2.0-or-later
/* The keys of an experiment file except settings: tables for parsing, overrides and the manual. */
#ifndef EXPERIMENT_KEYS_H
#define EXPERIMENT_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_type {
	KEY_NUMBER,  /* uint64_t at offset */
	KEY_DECIMAL, /* double at offset, finite */
	KEY_SWITCH,  /* bool at offset */
	KEY_TEXT,    /* char * at offset, never empty */
	KEY_LIST,    /* char ** at offset, NULL-terminated, elements never empty */
	KEY_GROUP,   /* read by its own code */
};

struct key {
	const char *name;
	enum key_type type;
	size_t offset;	   /* in struct experiment, kernel_spec or setup */
	uint64_t min, max; /* of numbers */
	bool required;
	const char *help;
};

/* Each ends with a row whose name is NULL. */
extern const struct key experiment_keys[];
extern const struct key kernel_keys[];
extern const struct key setup_keys[];

/* The row of that name, or NULL. */
const struct key *key_find(const struct key *keys, const char *name);

/* ": did you mean NEAREST?" or ": known are A, B, C". Free with g_free(). */
char *key_hint(const struct key *keys, const char *name);
char *setting_hint(const char *name);
char *names_hint(const char *name, const char *const names[]);

/* Sets a number, decimal, switch or text of the object, which owns the copy of text. -EINVAL names
 * the key; the value is then unchanged. */
int key_set(const struct key *key, void *object, const char *text);

#endif
