// SPDX-License-Identifier: GPL-2.0-or-later
/* A place in a libconfig file: its value, strictly typed, and errors that name it. */
#ifndef EXPERIMENT_NODE_H
#define EXPERIMENT_NODE_H

#include "experiment/keys.h"

#include <libconfig.h>

/* Puts "FILE:LINE: " before the recorded text if err is an error; returns err. */
int node_error(const config_setting_t *node, int err);

/* -EINVAL: "KEY: must be WANTED, not what it is", with the place. */
int node_type_error(const config_setting_t *node, const char *wanted);

/* -EINVAL for the first text at or below node that text_check() refuses, with its place. */
int node_check_texts(const config_setting_t *node);

bool node_is_integer(const config_setting_t *node);
bool node_is_text(const config_setting_t *node);

/* A scalar as the text that settings_set() and key_set() take. Free with g_free(). */
char *node_text(const config_setting_t *node);

/* An array or list of texts, none of them empty, in place of *list; -EINVAL. */
int node_read_list(const config_setting_t *node, char ***list);

/*
 * Reads a group's members into the object as the table says, all but the KEY_GROUPs. what: the
 * object's name in errors. -EINVAL: unknown and missing keys, wrong types, bad values.
 */
int node_read_group(const config_setting_t *group, const struct key *keys, const char *what,
		    void *object);

#endif
