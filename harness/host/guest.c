// SPDX-License-Identifier: GPL-2.0-or-later
/* Starts the guest, queries its QEMU, ends it. */
#include "host/guest.h"

#include "host/clock.h"
#include "qemu/guest_command.h"
#include "qemu/qmp.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define QMP_TIMEOUT_MS 60000

static void workload_take(struct guest *guest, const struct workload_inside *workload)
{
	json_decref(guest->result);
	guest->workload = workload;
	guest->result = workload->result_new();
}

void guest_init(struct guest *guest)
{
	*guest = (struct guest){
		.console = -1,
		.gate = -1,
		.record = -1,
		.console_partial = g_string_new(NULL),
		.record_partial = g_string_new(NULL),
		.console_last = g_queue_new(),
		.bad = g_ptr_array_new_with_free_func(g_free),
		.vcpus = g_array_new(FALSE, FALSE, sizeof(pid_t)),
	};
	workload_take(guest, workload_inside_find(NULL));
}

void guest_clear(struct guest *guest)
{
	process_stop(guest->pid, 0);
	for (size_t i = 0; i < 3; i++) {
		int fd = (int[]){ guest->console, guest->gate, guest->record }[i];

		if (fd >= 0)
			close(fd);
	}
	g_string_free(guest->console_partial, TRUE);
	g_string_free(guest->record_partial, TRUE);
	g_queue_free_full(guest->console_last, g_free);
	g_ptr_array_unref(guest->bad);
	json_decref(guest->result);
	g_array_unref(guest->vcpus);
	g_free(guest->qemu_version);
	g_free(guest->folder);
	g_clear_pointer(&guest->command, g_ptr_array_unref);
}

int guest_set_workload(struct guest *guest, const char *name)
{
	const struct workload_inside *workload = workload_inside_find(name);

	if (!workload)
		return error_set(EINVAL, "run description: there is no workload \"%s\"", name);
	workload_take(guest, workload);
	return 0;
}

/* Makes folder/name.in and folder/name.out, and opens the one that the guest's QEMU writes. */
static int pipe_make(const char *folder, const char *name, int *out)
{
	for (int i = 0; i < 2; i++) {
		g_autofree char *path = g_strdup_printf("%s/%s.%s", folder, name, i ? "out" : "in");

		unlink(path);
		if (mkfifo(path, 0600) < 0)
			return error_sys(errno, "%s: cannot make the pipe", path);
		/* For reading only, so that QEMU's end is the end of file. */
		if (i)
			*out = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		if (i && *out < 0)
			return error_sys(errno, "%s: cannot open the pipe", path);
	}
	return 0;
}

int guest_prepare(struct guest *guest, const struct inside *settings, const char *folder)
{
	g_autofree char *gate = g_strdup_printf("%s/%s.in", folder, GUEST_CONSOLE);
	int err = fs_make_folder(folder);

	guest->folder = g_strdup(folder);
	guest->command = guest_command(settings, guest->workload, folder);
	if (!err)
		err = pipe_make(folder, GUEST_CONSOLE, &guest->console);
	if (!err)
		err = pipe_make(folder, GUEST_RECORD, &guest->record);
	if (err)
		return err;
	/* For both directions: opening a pipe for writing only waits for a reader. */
	guest->gate = open(gate, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	return guest->gate < 0 ? error_sys(errno, "%s: cannot open the pipe", gate) : 0;
}

int guest_start(struct guest *guest, struct container *container)
{
	g_autofree char *log = g_build_filename(guest->folder, "qemu.log", NULL);
	const struct process_options options = { .log = log };
	int err = container_enter(container), left;

	if (err)
		return err;
	guest->started_ns = clock_now();
	err = process_start((const char *const *)guest->command->pdata, &options, &guest->pid);
	if (err)
		error_prefix(err, "guest");
	left = container_leave(container);
	return err ? err : left;
}

static int vcpus_query(struct guest *guest, struct qmp *qmp)
{
	json_t *answer = NULL;
	int err = qmp_command(qmp, "query-cpus-fast", NULL, &answer);

	if (err)
		return err;
	for (size_t i = 0; i < json_array_size(answer); i++) {
		const json_t *cpu = json_array_get(answer, i);
		pid_t thread = (pid_t)json_integer_value(json_object_get(cpu, "thread-id"));

		g_array_append_val(guest->vcpus, thread);
	}
	json_decref(answer);
	return 0;
}

static int version_query(struct guest *guest, struct qmp *qmp)
{
	json_t *answer = NULL, *numbers;
	const char *package;
	int err = qmp_command(qmp, "query-version", NULL, &answer);

	if (err)
		return err;
	numbers = json_object_get(answer, "qemu");
	package = json_string_value(json_object_get(answer, "package"));
	guest->qemu_version = g_strdup_printf(
		"%" JSON_INTEGER_FORMAT ".%" JSON_INTEGER_FORMAT ".%" JSON_INTEGER_FORMAT "%s%s%s",
		json_integer_value(json_object_get(numbers, "major")),
		json_integer_value(json_object_get(numbers, "minor")),
		json_integer_value(json_object_get(numbers, "micro")),
		package && *package ? " (" : "", package ? package : "",
		package && *package ? ")" : "");
	json_decref(answer);
	return 0;
}

int guest_query(struct guest *guest)
{
	g_autofree char *socket = g_build_filename(guest->folder, GUEST_QMP, NULL);
	struct qmp *qmp = NULL;
	int err = qmp_open(socket, QMP_TIMEOUT_MS, &qmp);

	if (!err)
		err = version_query(guest, qmp);
	if (!err)
		err = vcpus_query(guest, qmp);
	if (qmp)
		qmp_close(qmp);
	return err ? error_prefix(err, "guest") : 0;
}

int guest_open_gate(struct guest *guest, const struct description *description)
{
	const struct inside *settings = &description->settings;
	const bool is_placed = strcmp(settings->placement, "free") != 0;
	g_autofree char *line =
		g_strdup_printf("%" PRIu64 " %" PRIu64 "%s%s%s\n", description->seed,
				settings->seconds, description->traced ? " traced" : "",
				is_placed ? " place " : "", is_placed ? settings->placement : "");
	size_t length = strlen(line);

	if (write(guest->gate, line, length) != (ssize_t)length)
		return error_sys(errno, "guest: cannot write the gate's line");
	return 0;
}

void guest_freeze(struct guest *guest)
{
	if (guest->pid)
		kill(guest->pid, SIGSTOP);
}
