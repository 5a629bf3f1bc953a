// SPDX-License-Identifier: GPL-2.0-or-later
/* Carries bytes between our standard streams and a host's socket, in both directions. */
#include "inspect/relay.h"

#include "util/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#define RELAY_ON   (RELAY_ESCAPED + 1) /* no end */
#define RELAY_SIZE 4096

int relay_connect(const char *path, int *fd)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), err;

	if (made < 0)
		return error_sys(errno, "%s: cannot make a socket", path);
	g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
	if (connect(made, (const struct sockaddr *)&address, sizeof(address)) < 0 ||
	    fcntl(made, F_SETFL, O_NONBLOCK) < 0) {
		err = error_sys(errno, "%s: cannot connect to the host", path);
		close(made);
		return err;
	}
	*fd = made;
	return 0;
}

static int output_write(const char *text, size_t length)
{
	while (length) {
		ssize_t written = write(STDOUT_FILENO, text, length);

		if (written < 0 && errno != EINTR)
			return error_sys(errno, "cannot write the output");
		if (written > 0) {
			text += written;
			length -= (size_t)written;
		}
	}
	return 0;
}

static int host_read(const struct relay *relay)
{
	char buffer[RELAY_SIZE];
	ssize_t length = recv(relay->host, buffer, sizeof(buffer), 0);
	int err;

	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return RELAY_ON;
	if (length <= 0)
		return RELAY_HOST;
	err = output_write(buffer, (size_t)length);
	return err ? err : RELAY_ON;
}

static int host_write(const struct relay *relay)
{
	GString *pending = relay->pending;
	ssize_t length = send(relay->host, pending->str, pending->len, MSG_NOSIGNAL);

	if (length > 0)
		g_string_erase(pending, 0, length);
	return length < 0 && errno != EAGAIN && errno != EINTR ? RELAY_HOST : RELAY_ON;
}

/* The end of a terminal on stdin (it is gone) is the end of the visit. */
static int input_read(const struct relay *relay)
{
	char buffer[RELAY_SIZE];
	ssize_t length = read(STDIN_FILENO, buffer, sizeof(buffer));

	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return RELAY_ON;
	if (length <= 0 || memchr(buffer, RELAY_ESCAPE, (size_t)length))
		return RELAY_ESCAPED;
	g_string_append_len(relay->pending, buffer, length);
	return RELAY_ON;
}

/* Types ahead no more than the host takes. */
static int relay_step(const struct relay *relay)
{
	const bool can_type = relay->typed && !relay->pending->len;
	struct pollfd fds[] = {
		{ .fd = relay->interrupt->fd, .events = POLLIN },
		{ .fd = relay->host, .events = POLLIN | (relay->pending->len ? POLLOUT : 0) },
		{ .fd = can_type ? STDIN_FILENO : -1, .events = POLLIN },
	};
	int end = RELAY_ON;

	if (poll(fds, G_N_ELEMENTS(fds), -1) < 0 && errno != EINTR)
		return error_sys(errno, "cannot wait for the host");
	if (fds[0].revents && interrupt_taken(relay->interrupt))
		return error_set(EINTR, "interrupted; the host has ended");
	if (fds[1].revents & (POLLIN | POLLHUP | POLLERR))
		end = host_read(relay);
	if (end == RELAY_ON && fds[1].revents & POLLOUT)
		end = host_write(relay);
	if (end == RELAY_ON && fds[2].revents)
		end = input_read(relay);
	return end;
}

int relay_run(const struct relay *relay)
{
	struct termios before, raw;
	const bool is_raw = relay->typed && tcgetattr(STDIN_FILENO, &before) == 0;
	int end;

	if (is_raw) {
		raw = before;
		cfmakeraw(&raw);
		tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	}
	do
		end = relay_step(relay);
	while (end == RELAY_ON);
	if (is_raw)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	return end;
}
