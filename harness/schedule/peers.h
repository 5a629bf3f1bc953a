// SPDX-License-Identifier: GPL-2.0-or-later
/* The records of a campaign that stand for all others when their inputs are compared. */
#ifndef SCHEDULE_PEERS_H
#define SCHEDULE_PEERS_H

#include <jansson.h>

struct peers;

/*
 * Takes the records of the campaign's folder. Free *peers with peers_free(); it is NULL after an
 * error. -ESTALE if they were not made with the same inputs (record_mixture()); errors of
 * record_load().
 */
int peers_load(const char *folder, struct peers **peers);
void peers_free(struct peers *peers);

/*
 * Compares the inputs of a record. -ESTALE if the campaign has a record that was made with another
 * QEMU or bm, or one of the same setup with other kernels, files or another command line of its
 * host. Takes the time of a few comparisons, however many records there are.
 */
int peers_check(const struct peers *peers, const json_t *record);

/* peers_check(); then takes in the record, which is at path. It keeps references of its own. */
int peers_add(struct peers *peers, const char *path, json_t *record);

#endif
