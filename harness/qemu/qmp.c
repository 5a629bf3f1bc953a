// SPDX-License-Identifier: GPL-2.0-or-later
/* QEMU's machine protocol: JSON lines over a UNIX socket, one command at a time. */
#include "qemu/qmp.h"
#include "util/error.h"
#include "util/process.h"
#include <errno.h>
#include <glib.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define ANSWER_TIMEOUT_MS 60000
#define CONNECT_RETRY_US  10000
#define MONITOR_SILENT	  "QEMU's monitor does not answer"

struct qmp {
	int fd;
	unsigned int timeout_ms;
	GString *input; /* bytes after the last whole line */
};

static gint64 deadline_in(unsigned int ms)
{
	return g_get_monotonic_time() + (gint64)ms * 1000;
}

/* Reads the next line from the socket, and parses it into *message. */
static int read_message(struct qmp *qmp, gint64 deadline, json_t **message)
{
	json_error_t json_error;
	char chunk[4096], *end;
	ssize_t got;

	while (!(end = memchr(qmp->input->str, '\n', qmp->input->len))) {
		struct pollfd waiting = { .fd = qmp->fd, .events = POLLIN };
		gint64 left = (deadline - g_get_monotonic_time()) / 1000;
		int ready = left > 0 ? poll(&waiting, 1, (int)left) : 0;

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready < 0)
			return error_sys(errno, "cannot wait for QEMU's monitor");
		if (ready == 0)
			return error_fail(ETIMEDOUT, MONITOR_SILENT, "%s", "");
		got = recv(qmp->fd, chunk, sizeof(chunk), 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return error_set(ECONNRESET, "QEMU closed its monitor: it has ended");
		g_string_append_len(qmp->input, chunk, got);
	}
	*message = json_loadb(qmp->input->str, (size_t)(end - qmp->input->str), 0, &json_error);
	g_string_erase(qmp->input, 0, end - qmp->input->str + 1);
	if (!*message)
		return error_fail(EPROTO, "QEMU's monitor sent something other than JSON", ": %s",
				  json_error.text);
	return 0;
}

static int send_message(struct qmp *qmp, const json_t *message)
{
	g_autoptr(GString) line = g_string_new(NULL);
	char *text = json_dumps(message, JSON_COMPACT);
	size_t sent = 0;
	ssize_t done;

	g_string_printf(line, "%s\n", text);
	free(text);
	while (sent < line->len) {
		done = send(qmp->fd, line->str + sent, line->len - sent, MSG_NOSIGNAL);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0 && (errno == EPIPE || errno == ECONNRESET))
			return error_set(ECONNRESET, "QEMU closed its monitor: it has ended");
		if (done < 0)
			return error_sys(errno, "cannot write to QEMU's monitor");
		sent += (size_t)done;
	}
	return 0;
}

static int connect_until(pid_t pid, const char *path, gint64 deadline)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, err;

	if (strlen(path) >= sizeof(address.sun_path))
		return error_set(ENAMETOOLONG, "%s: too long for the name of a socket", path);
	strcpy(address.sun_path, path);
	for (;;) {
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (fd < 0)
			return error_sys(errno, "cannot make a socket");
		if (!connect(fd, (struct sockaddr *)&address, sizeof(address)))
			return fd;
		err = errno;
		close(fd);
		/* The socket does not exist yet, or nobody listens yet. */
		if (err != ENOENT && err != ECONNREFUSED && err != EINTR && err != EAGAIN)
			return error_sys(err, "cannot connect to QEMU's monitor at %s", path);
		if (pid && process_has_ended(pid))
			return error_set(ECONNRESET, "QEMU ended before it opened its monitor");
		if (g_get_monotonic_time() >= deadline)
			return error_fail(ETIMEDOUT, MONITOR_SILENT, ": nobody listens at %s",
					  path);
		g_usleep(CONNECT_RETRY_US);
	}
}

int qmp_open_child(pid_t pid, const char *socket_path, unsigned int timeout_ms, struct qmp **qmp)
{
	gint64 deadline = deadline_in(timeout_ms);
	json_t *greeting = NULL;
	struct qmp *new;
	int fd, err;

	fd = connect_until(pid, socket_path, deadline);
	if (fd < 0)
		return fd;
	new = g_new0(struct qmp, 1);
	new->fd = fd;
	new->input = g_string_new(NULL);
	new->timeout_ms = timeout_ms;
	err = read_message(new, deadline, &greeting);
	if (!err && !json_object_get(greeting, "QMP"))
		err = error_fail(EPROTO, "QEMU's monitor sent no greeting", " (%s)", socket_path);
	json_decref(greeting);
	if (!err)
		err = qmp_command(new, "qmp_capabilities", NULL, NULL);
	if (err) {
		qmp_close(new);
		return err;
	}
	new->timeout_ms = ANSWER_TIMEOUT_MS;
	*qmp = new;
	return 0;
}

int qmp_open(const char *socket_path, unsigned int timeout_ms, struct qmp **qmp)
{
	return qmp_open_child(0, socket_path, timeout_ms, qmp);
}

void qmp_close(struct qmp *qmp)
{
	if (!qmp)
		return;
	close(qmp->fd);
	g_string_free(qmp->input, TRUE);
	g_free(qmp);
}

void qmp_set_timeout(struct qmp *qmp, unsigned int timeout_ms)
{
	qmp->timeout_ms = timeout_ms;
}

static int read_answer(struct qmp *qmp, const char *command, json_t **answer)
{
	gint64 deadline = deadline_in(qmp->timeout_ms);
	json_t *message, *result, *failure;
	const char *words;
	int err;

	for (;;) {
		err = read_message(qmp, deadline, &message);
		if (err)
			return error_prefix(err, "%s", command);
		result = json_object_get(message, "return");
		failure = json_object_get(message, "error");
		if (result || failure)
			break;
		json_decref(message); /* an event */
	}
	if (failure) {
		g_autofree char *class = g_strdup_printf("QEMU refused %s", command);

		words = json_string_value(json_object_get(failure, "desc"));
		err = error_fail(EPROTO, class, ": %s", words ? words : "no reason");
	} else if (answer) {
		*answer = json_incref(result);
	}
	json_decref(message);
	return err;
}

int qmp_command(struct qmp *qmp, const char *command, json_t *arguments, json_t **answer)
{
	json_t *message = json_pack("{s:s, s:o*}", "execute", command, "arguments", arguments);
	int err;

	if (!message) {
		json_decref(arguments);
		return error_set(EINVAL, "%s: its arguments are not JSON", command);
	}
	err = send_message(qmp, message);
	json_decref(message);
	return err ? error_prefix(err, "%s", command) : read_answer(qmp, command, answer);
}

int qmp_human(struct qmp *qmp, const char *line, char **output)
{
	json_t *answer = NULL;
	int err;

	err = qmp_command(qmp, "human-monitor-command", json_pack("{s:s}", "command-line", line),
			  &answer);
	if (err)
		return error_prefix(err, "%s", line);
	if (output)
		*output = g_strdup(json_is_string(answer) ? json_string_value(answer) : "");
	json_decref(answer);
	return 0;
}
