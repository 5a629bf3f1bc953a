// SPDX-License-Identifier: GPL-2.0-or-later
/* QEMU's machine protocol over a UNIX socket: connect, command, answer. */
#ifndef QEMU_QMP_H
#define QEMU_QMP_H

#include <jansson.h>
#include <sys/types.h>

struct qmp;

/*
 * Connects and negotiates; tries for timeout_ms of real time, since QEMU may not have made the
 * socket yet. *qmp is the caller's: qmp_close(). -ETIMEDOUT when nobody listens or greets in time,
 * -ENAMETOOLONG for a path that no socket can have, errors of qmp_command().
 */
int qmp_open(const char *socket, unsigned int timeout_ms, struct qmp **qmp);

/* The same of a QEMU that is a child of ours: -ECONNRESET as soon as it has ended. */
int qmp_open_child(pid_t pid, const char *socket, unsigned int timeout_ms, struct qmp **qmp);

/* NULL is fine. */
void qmp_close(struct qmp *qmp);

/* Longest wait for an answer, in ms of real time (qmp_open() sets a minute); after -ETIMEDOUT only
 * qmp_close() is left. */
void qmp_set_timeout(struct qmp *qmp, unsigned int timeout_ms);

/*
 * Sends a command and waits for its answer, skipping events. arguments (a reference, which is
 * taken over) may be NULL; answer (a reference for the caller) may be NULL. -EPROTO with QEMU's own
 * words on an error answer, -ETIMEDOUT when it is silent, -ECONNRESET when QEMU went away:
 * machine_explain() says why.
 */
int qmp_command(struct qmp *qmp, const char *command, json_t *arguments, json_t **answer);

/* A human monitor command; its text into *output (may be NULL), to be freed with g_free(). Errors
 * of qmp_command(). */
int qmp_human(struct qmp *qmp, const char *line, char **output);

#endif
