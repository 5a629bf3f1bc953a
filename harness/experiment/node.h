// SPDX-License-Identifier: GPL-2.0-or-later
/* A node of a libconfig file: its value, strictly typed, and errors that name its line. */
#ifndef EXPERIMENT_NODE_H
#define EXPERIMENT_NODE_H

#include "experiment/keys.h"
#include "settings/settings.h"

#include <libconfig.h>

/* Puts "FILE:LINE: " before the recorded text if err is an error; returns err. A node that was made
 * in memory has no file. */
int node_error(const config_setting_t *node, int err);

/* Returns -EINVAL with "FILE:LINE: KEY: must be WANTED, not ACTUAL". */
int node_type_error(const config_setting_t *node, const char *wanted);

/* -EINVAL with file and line for the first text in or below node that text_check() refuses. */
int node_check_texts(const config_setting_t *node);

bool node_is_integer(const config_setting_t *node);
bool node_is_text(const config_setting_t *node);

/* -EINVAL, as node_type_error(), if node is not of the type that a setting's value has in a file.
 */
int node_check_setting(const config_setting_t *node, const struct setting *setting);

/* A scalar as text for settings_set() and key_set(). Free with g_free(). */
char *node_text(const config_setting_t *node);

/* Replaces *list (g_strfreev()) by an array or list of texts, none of them empty. -EINVAL with file
 * and line. */
int node_read_list(const config_setting_t *node, char ***list);

/*
 * Reads a group's members into the object, as the table says, except KEY_GROUPs. what: the object's
 * name in errors. -EINVAL with file and line: unknown or missing keys, wrong types, bad values.
 */
int node_read_group(const config_setting_t *group, const struct key *keys, const char *what,
		    void *object);

#endif
