// SPDX-License-Identifier: GPL-2.0-or-later
/* Where a repeated run is to be stopped, by what is in its record. */
#ifndef INSPECT_STOPS_H
#define INSPECT_STOPS_H

#include <jansson.h>

/*
 * The place, for gdb's hbreak, where the host's kernel stood when it found the first thing wrong
 * that the record names: "*('svm_vcpu_run'+0x1b)" for a warning, or a function that only an oops or
 * a panic calls. NULL if there is nothing, or nothing that has a place. *line: what was recorded,
 * borrowed from the record, or NULL. Free with g_free().
 */
char *stops_place(const json_t *record, const char **line);

#endif
