// SPDX-License-Identifier: GPL-2.0-or-later
/* QEMU's machine protocol over a UNIX socket: connect, command, answer. */
#ifndef QEMU_QMP_H
#define QEMU_QMP_H

#include <jansson.h>

struct qmp;

/*
 * Connects (tries until timeout_ms has passed: QEMU may not have made the socket yet) and
 * negotiates. -ETIMEDOUT when nobody listens or greets in time, -ENAMETOOLONG for a path that no
 * socket can have.
 */
int qmp_open(const char *socket, unsigned int timeout_ms, struct qmp **qmp);
void qmp_close(struct qmp *qmp);

/* Longest wait for an answer, in ms of real time (qmp_open() sets a minute); after -ETIMEDOUT only
 * qmp_close() is left. */
void qmp_set_timeout(struct qmp *qmp, unsigned int timeout_ms);

/*
 * Sends a command and waits for its answer, skipping events. arguments (stolen) may be NULL; answer
 * may be NULL. -EPROTO with QEMU's own words on an error answer, -ECONNRESET when QEMU went away,
 * -ETIMEDOUT when it is silent.
 */
int qmp_command(struct qmp *qmp, const char *command, json_t *arguments, json_t **answer);

/* A human monitor command; its text into *output (may be NULL). Free with g_free(). */
int qmp_human(struct qmp *qmp, const char *line, char **output);

#endif
