// SPDX-License-Identifier: GPL-2.0-or-later
/* The adapter: makes any program a workload, as the first process of its guest. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../bm/init.h"
#include "console.h"
#include "failure.h"
#include "session.h"

#define ARGUMENTS   "/workload/argv"
#define RECORD_PORT "/dev/ttyS1"

enum { /* exit statuses */
	STATUS_OK = 0,
	STATUS_FAILED = 1,
	STATUS_USAGE = 2
};

/* One line of JSON, which the runner takes for bm's own. */
static void result_write(const struct session *session, int error, FILE *file)
{
	if (error) {
		fprintf(file, "{\"schema_version\":1,\"error\":\"");
		for (const char *c = failure_text(); *c; c++)
			fprintf(file, strchr("\"\\", *c) ? "\\%c" : "%c", *c);
		fprintf(file, "\"}\n");
		return;
	}
	fprintf(file, "{\"schema_version\":1,\"prefault_ns\":%" PRIu64 ",\"window_ns\":%" PRIu64,
		session->prepare_ns, session->window_ns);
	fprintf(file, ",\"metrics\":");
	metrics_write(&session->metrics, file);
	fprintf(file, "}\n");
}

static int result_send(const struct session *session, int error, const char *record)
{
	int fd = open(record, O_WRONLY | O_CREAT | O_APPEND | O_NOCTTY | O_CLOEXEC, 0666);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "a");

	if (!file)
		return failure_set("%s: %s", record, strerror(errno));
	result_write(session, error, file);
	return fclose(file) ? failure_set("%s: %s", record, strerror(errno)) : 0;
}

/* As bm does: the total first, which says that the figures are whole. There is none; 0 stands for
 * it. */
static int adapter_run(const char *arguments, const char *record)
{
	static struct session session;
	int error = session_run(&session, arguments);

	if (error) {
		console_show_kept();
		fprintf(stderr, "adapter: %s\n", failure_text());
		result_send(&session, error, record);
		return STATUS_FAILED;
	}
	if (console_say("total: 0") || result_send(&session, 0, record)) {
		fprintf(stderr, "adapter: %s\n", failure_text());
		return STATUS_FAILED;
	}
	return STATUS_OK;
}

/* The kernel's command line has bm's options, which are not for us. */
static int guest_run(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
	return adapter_run(ARGUMENTS, RECORD_PORT);
}

int main(int argc, char **argv)
{
	if (getpid() == 1 && !strcmp(argv[0], "/init"))
		return init_main(argc, argv, guest_run);
	if (argc != 3) {
		fprintf(stderr,
			"usage: adapter ARGUMENTS RECORD\n"
			"The first process of a guest whose workload is a program; by hand "
			"for tests.\nARGUMENTS: a file with the program's path and arguments, "
			"a line each. RECORD: where its metrics go.\n");
		return STATUS_USAGE;
	}
	return adapter_run(argv[1], argv[2]);
}
