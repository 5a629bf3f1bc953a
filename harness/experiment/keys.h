// SPDX-License-Identifier: GPL-2.0-or-later
/* The keys of an experiment file outside settings: tables for parsing, overrides and the manual. */
#ifndef EXPERIMENT_KEYS_H
#define EXPERIMENT_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_type {
	KEY_NUMBER,  /* uint64_t at offset */
	KEY_DECIMAL, /* double at offset, finite */
	KEY_TEXT,    /* char * at offset, never empty */
	KEY_LIST,    /* char ** at offset, NULL-terminated, elements never empty */
	KEY_GROUP,   /* read by code of its own */
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

const struct key *key_find(const struct key *keys, const char *name); /* or NULL */

/* ": did you mean NEAREST?" or ": known are A, B, C". Free with g_free(). */
char *key_hint(const struct key *keys, const char *name);
char *setting_hint(const char *name);
char *names_hint(const char *name, const char *const names[]);

/* -EINVAL names `what`: not UTF-8, which is all that JSON takes, or not of one line. */
int text_check(const char *what, const char *text);

/* Sets a number, decimal or text of the object from text; -EINVAL. */
int key_set(const struct key *key, void *object, const char *text);

#endif
