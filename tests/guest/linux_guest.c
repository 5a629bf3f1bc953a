// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The first process of a test's guest: does what the host tells it, line by line, on the second
 * serial port, and answers each line with one of its own: "ok ..." or "failed ...".
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "linux_guest.h"
#include "linux_storm_threads.h"

#define PORT	  "/dev/ttyS1"
#define LINE_SIZE 1024

static int port;

static const struct {
	const char *type, *where;
} mounts[] = {
	{ "devtmpfs", "/dev" }, { "proc", "/proc" },
	{ "sysfs", "/sys" },	{ "debugfs", "/sys/kernel/debug" },
	{ "tmpfs", "/tmp" },
};

void answer(const char *format, ...)
{
	char line[LINE_SIZE];
	va_list args;
	size_t length;

	va_start(args, format);
	vsnprintf(line, sizeof(line) - 1, format, args);
	va_end(args);
	line[strcspn(line, "\n")] = '\0';
	strcat(line, "\n");
	length = strlen(line);
	for (size_t sent = 0; sent < length;) {
		ssize_t n = write(port, line + sent, length - sent);

		if (n > 0)
			sent += (size_t)n;
		else if (errno != EINTR)
			return;
	}
}

static bool text_put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY), errnum = 0;

	if (fd < 0)
		return false;
	if (write(fd, text, strlen(text)) < 0)
		errnum = errno;
	close(fd);
	errno = errnum;
	return !errnum;
}

static void run_ping(char *rest)
{
	(void)rest;
	answer("ok");
}

static void run_fill(char *rest)
{
	answer(storm_fill(strtoul(rest, NULL, 0)) ? "ok" : "failed no memory");
}

static void run_start(char *rest)
{
	answer(storm_start((unsigned int)strtoul(rest, NULL, 0)) ? "ok" : "failed cannot start");
}

static void run_progress(char *rest)
{
	struct storm_figures figures;

	(void)rest;
	storm_read(&figures);
	answer("ok accesses=%llu errors=%llu stalled_ms=%llu waiting_ms=%llu longest_ms=%llu where=%s",
	       (unsigned long long)figures.accesses, (unsigned long long)figures.errors,
	       (unsigned long long)figures.stalled_ms, (unsigned long long)figures.waiting_ms,
	       (unsigned long long)figures.longest_ms, figures.where);
}

static void run_stop(char *rest)
{
	answer(storm_stop((unsigned int)strtoul(rest, NULL, 0)) ? "ok"
								: "failed a thread is stuck");
}

static void run_verify(char *rest)
{
	(void)rest;
	answer("ok wrong=%llu", (unsigned long long)storm_verify());
}

/* put FILE TEXT */
static void run_put(char *rest)
{
	char *path = strsep(&rest, " ");

	if (text_put(path, rest ? rest : ""))
		answer("ok");
	else
		answer("failed %s: %s", path, strerror(errno));
}

/* get FILE: its first line */
static void run_get(char *rest)
{
	char line[LINE_SIZE - 16] = "";
	FILE *file = fopen(rest, "r");

	if (!file) {
		answer("failed %s: %s", rest, strerror(errno));
		return;
	}
	if (!fgets(line, sizeof(line), file))
		line[0] = '\0';
	fclose(file);
	answer("ok %s", line);
}

/* find FILE WORD: the first line with it */
static void run_find(char *rest)
{
	char *path = strsep(&rest, " "), line[LINE_SIZE - 16];
	FILE *file = fopen(path, "r");

	while (file && rest && fgets(line, sizeof(line), file)) {
		if (strstr(line, rest)) {
			fclose(file);
			answer("ok %s", line);
			return;
		}
	}
	if (file)
		fclose(file);
	answer("failed %s: no such line", path);
}

static void run_version(char *rest)
{
	struct utsname name;

	(void)rest;
	uname(&name);
	answer("ok %s %s", name.release, name.version);
}

/* has SYMBOL: is there such a function in the kernel? */
static void run_has(char *rest)
{
	FILE *file = fopen("/proc/kallsyms", "r");
	char line[256], name[128];
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file))
		found = sscanf(line, "%*s %*c %127s", name) == 1 && !strcmp(name, rest);
	if (file)
		fclose(file);
	answer("ok %d", found);
}

/* forks COUNT: so many children one after the other, each of which touches pages of its own */
static void run_forks(char *rest)
{
	unsigned long count = strtoul(rest, NULL, 0), bad = 0;

	for (unsigned long i = 0; i < count; i++) {
		pid_t child = fork();
		int status;

		if (!child) {
			volatile char *memory = malloc(1 << 18);

			for (size_t at = 0; memory && at < 1 << 18; at += 4096)
				memory[at] = 1;
			_exit(7);
		}
		if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status) ||
		    WEXITSTATUS(status) != 7)
			bad++;
	}
	answer("ok bad=%lu", bad);
}

static void run_reboot(char *rest)
{
	(void)rest;
	answer("ok");
	tcdrain(port);
	reboot(RB_AUTOBOOT);
}

static const struct {
	const char *name;
	void (*run)(char *rest);
} commands[] = {
	{ "begin", run_begin },	  { "end", run_end },		{ "fill", run_fill },
	{ "find", run_find },	  { "forks", run_forks },	{ "get", run_get },
	{ "has", run_has },	  { "kexec", run_kexec },	{ "load", run_load },
	{ "ping", run_ping },	  { "progress", run_progress }, { "put", run_put },
	{ "reboot", run_reboot }, { "start", run_start },	{ "stop", run_stop },
	{ "verify", run_verify }, { "version", run_version },
};

static void command_run(char *line)
{
	char *rest = line, *name = strsep(&rest, " ");

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (!strcmp(commands[i].name, name)) {
			commands[i].run(rest ? rest : line + strlen(line));
			return;
		}
	}
	answer("failed no such command: %s", name);
}

static void port_open(void)
{
	struct termios settings;

	port = open(PORT, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (port < 0 || tcgetattr(port, &settings))
		return;
	cfmakeraw(&settings);
	tcsetattr(port, TCSANOW, &settings);
}

int main(void)
{
	char line[LINE_SIZE];
	size_t length = 0;

	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		mkdir(mounts[i].where, 0755);
		mount(mounts[i].type, mounts[i].where, mounts[i].type, 0, NULL);
	}
	port_open();
	answer("ready");
	for (;;) {
		char c;

		if (read(port, &c, 1) != 1)
			continue;
		if (c != '\n') {
			if (length < sizeof(line) - 1)
				line[length++] = c;
			continue;
		}
		line[length] = '\0';
		length = 0;
		command_run(line);
	}
}
