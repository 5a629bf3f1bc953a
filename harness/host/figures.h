// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel's text files of figures ("name value" lines, pressure) as JSON, and differences. */
#ifndef HOST_FIGURES_H
#define HOST_FIGURES_H

#include <jansson.h>
#include <stdbool.h>

/*
 * Reads "name value" lines (memory.stat, memory.events, cpu.stat) as {"name": value, ...}, in their
 * order: a new reference, NULL if a line is anything else.
 */
json_t *figures_flat(const char *text);

/* Reads the total stall times of a pressure file: {"some_usec": n, "full_usec": n}, a new
 * reference, NULL if it has none. */
json_t *figures_pressure(const char *text);

/*
 * What happened between two readings: counts that only grow (figures_is_count()) as their growth,
 * levels as they are after. A name that is new counts from 0. A new reference, NULL if one of the
 * readings is.
 */
json_t *figures_difference(const json_t *before, const json_t *after);

/* Does this name of memory.stat count events (pgfault), or is it a level (anon)? */
bool figures_is_count(const char *name);

#endif
