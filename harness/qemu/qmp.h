// SPDX-License-Identifier: GPL-2.0-or-later
/* QEMU's machine protocol over a UNIX socket: connect, command, answer. */
#ifndef QEMU_QMP_H
#define QEMU_QMP_H

#include <jansson.h>
#include <sys/types.h>

struct qmp;

/*
 * Connects and negotiates; tries for timeout_ms of real time, since QEMU may not have made the
 * socket yet. The caller closes *qmp with qmp_close(). -ETIMEDOUT if nobody listens or greets in
 * time, -ENAMETOOLONG if the path is too long for a socket; errors of qmp_command().
 */
int qmp_open(const char *socket, unsigned int timeout_ms, struct qmp **qmp);

/* The same for a QEMU that is a child of ours: -ECONNRESET as soon as it has ended. */
int qmp_open_child(pid_t pid, const char *socket, unsigned int timeout_ms, struct qmp **qmp);

/* Closes the connection and frees qmp; NULL is ignored. */
void qmp_close(struct qmp *qmp);

/* Sets the longest wait for an answer, in ms of real time (qmp_open() sets a minute). After
 * -ETIMEDOUT the connection can only be closed. */
void qmp_set_timeout(struct qmp *qmp, unsigned int timeout_ms);

/*
 * Sends a command and waits for its answer, skipping events. arguments may be NULL; its reference
 * is taken over. answer may be NULL; *answer is a new reference. -EPROTO with QEMU's own words for
 * an error answer, -ETIMEDOUT when it is silent, -ECONNRESET when QEMU has ended: machine_explain()
 * says why.
 */
int qmp_command(struct qmp *qmp, const char *command, json_t *arguments, json_t **answer);

/* A command of the human monitor; its text into *output, to be freed with g_free(); output may be
 * NULL. Errors of qmp_command(). */
int qmp_human(struct qmp *qmp, const char *line, char **output);

#endif
