// SPDX-License-Identifier: GPL-2.0-or-later
/* The way of the result out of a simulated host. */
#ifndef HOST_HAND_OVER_H
#define HOST_HAND_OVER_H

#include <jansson.h>

/* Writes the result as one line to /dev/ttyS1; returns when the machine outside has all of it. */
int hand_over(const json_t *result);

#endif
