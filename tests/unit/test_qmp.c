// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of QEMU's machine protocol, against a server in the test that says what QEMU would say. */
#include "test.h"

#include "files.h"
#include "qemu/qmp.h"
#include "testbed/sim_snapshot.h"
#include "util/error.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define GREETING "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n"
#define DONE	 "{\"return\": {}}\r\n"

struct server {
	int fd;
	const char *const
		*answers; /* one after the greeting for each line that comes; NULL: hang up */
	GThread *thread;
	GString *heard;
};

static void say(int fd, const char *text)
{
	if (*text)
		assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

static gpointer serve(gpointer data)
{
	struct server *server = data;
	int fd = accept(server->fd, NULL, NULL);
	char byte;

	say(fd, GREETING);
	for (const char *const *answer = server->answers; *answer; answer++) {
		ssize_t got;

		while ((got = read(fd, &byte, 1)) == 1 && byte != '\n')
			g_string_append_c(server->heard, byte);
		if (got != 1)
			break; /* the client hung up */
		g_string_append_c(server->heard, '\n');
		say(fd, *answer);
	}
	close(fd);
	return NULL;
}

static char *server_start(struct server *server, const char *const *answers)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char *path = path_of("qmp");

	strcpy(address.sun_path, path);
	server->fd = socket(AF_UNIX, SOCK_STREAM, 0);
	server->answers = answers;
	server->heard = g_string_new(NULL);
	unlink(path); /* of an earlier server */
	assert_int_equal(bind(server->fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(server->fd, 1), 0);
	server->thread = g_thread_new("server", serve, server);
	return path;
}

static void server_end(struct server *server, char *path)
{
	g_thread_join(server->thread);
	close(server->fd);
	g_string_free(server->heard, TRUE);
	g_free(path);
}

static void command_gives_its_answer(void **state)
{
	static const char *const answers[] = { DONE, "{\"return\": {\"status\": \"paused\"}}\r\n",
					       NULL };
	struct server server;
	char *path = server_start(&server, answers);
	struct qmp *qmp = NULL;
	json_t *answer = NULL;

	(void)state;
	assert_int_equal(qmp_open(path, 2000, &qmp), 0);
	assert_int_equal(qmp_command(qmp, "query-status", NULL, &answer), 0);
	assert_string_equal(json_string_value(json_object_get(answer, "status")), "paused");
	assert_string_equal(server.heard->str, "{\"execute\":\"qmp_capabilities\"}\n"
					       "{\"execute\":\"query-status\"}\n");
	json_decref(answer);
	qmp_close(qmp);
	server_end(&server, path);
}

static void arguments_are_sent(void **state)
{
	static const char *const answers[] = { DONE, DONE, NULL };
	struct server server;
	char *path = server_start(&server, answers);
	struct qmp *qmp = NULL;

	(void)state;
	assert_int_equal(qmp_open(path, 2000, &qmp), 0);
	assert_int_equal(qmp_command(qmp, "migrate", json_pack("{s:s}", "uri", "file:x"), NULL), 0);
	assert_non_null(strstr(server.heard->str,
			       "{\"execute\":\"migrate\",\"arguments\":{\"uri\":\"file:x\"}}"));
	qmp_close(qmp);
	server_end(&server, path);
}

static void events_are_skipped(void **state)
{
	static const char *const answers[] = {
		DONE, "{\"event\": \"STOP\"}\r\n{\"event\": \"RESUME\"}\r\n{\"return\": 7}\r\n",
		NULL
	};
	struct server server;
	char *path = server_start(&server, answers);
	struct qmp *qmp = NULL;
	json_t *answer = NULL;

	(void)state;
	assert_int_equal(qmp_open(path, 2000, &qmp), 0);
	assert_int_equal(qmp_command(qmp, "stop", NULL, &answer), 0);
	assert_int_equal(json_integer_value(answer), 7);
	json_decref(answer);
	qmp_close(qmp);
	server_end(&server, path);
}

static void refusal_is_an_error_with_qemus_words(void **state)
{
	static const char *const answers[] = {
		DONE, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no such file\"}}\r\n",
		NULL
	};
	struct server server;
	char *path = server_start(&server, answers);
	struct qmp *qmp = NULL;

	(void)state;
	assert_int_equal(qmp_open(path, 2000, &qmp), 0);
	assert_int_equal(qmp_command(qmp, "migrate-incoming", NULL, NULL), -EPROTO);
	assert_string_equal(error_text(), "QEMU refused migrate-incoming: no such file");
	assert_string_equal(error_class(), "QEMU refused migrate-incoming");
	qmp_close(qmp);
	server_end(&server, path);
}

static void human_command_gives_its_text(void **state)
{
	static const char *const answers[] = { DONE, "{\"return\": \"HLT=1\\r\\n\"}\r\n", NULL };
	g_autofree char *text = NULL;
	struct server server;
	char *path = server_start(&server, answers);
	struct qmp *qmp = NULL;

	(void)state;
	assert_int_equal(qmp_open(path, 2000, &qmp), 0);
	assert_int_equal(qmp_human(qmp, "info registers -a", &text), 0);
	assert_string_equal(text, "HLT=1\r\n");
	qmp_close(qmp);
	server_end(&server, path);
}

static void end_of_qemu_is_an_error(void **state)
{
	static const char *const answers[] = { DONE, NULL };
	struct server server;
	char *path = server_start(&server, answers);
	struct qmp *qmp = NULL;

	(void)state;
	assert_int_equal(qmp_open(path, 2000, &qmp), 0);
	assert_int_equal(qmp_command(qmp, "cont", NULL, NULL), -ECONNRESET);
	qmp_close(qmp);
	server_end(&server, path);
}

static void silence_ends_after_the_timeout(void **state)
{
	/* The second answer is but half a line. */
	static const char *const answers[] = { DONE, "{\"return\":", "", NULL };
	struct server server;
	char *path = server_start(&server, answers);
	struct qmp *qmp = NULL;

	(void)state;
	assert_int_equal(qmp_open(path, 2000, &qmp), 0);
	qmp_set_timeout(qmp, 50);
	assert_int_equal(qmp_command(qmp, "cont", NULL, NULL), -ETIMEDOUT);
	qmp_close(qmp);
	server_end(&server, path);
}

static void missing_socket_is_waited_for_and_named(void **state)
{
	g_autofree char *path = path_of("nobody");
	struct qmp *qmp = NULL;

	(void)state;
	assert_int_equal(qmp_open(path, 50, &qmp), -ETIMEDOUT);
	assert_non_null(strstr(error_text(), path));
}

static void too_long_path_is_refused(void **state)
{
	g_autofree char *path = g_strnfill(200, 'x');
	struct qmp *qmp = NULL;

	(void)state;
	assert_int_equal(qmp_open(path, 50, &qmp), -ENAMETOOLONG);
}

static void qemu_that_has_ended_is_not_waited_for(void **state)
{
	const char *const argv[] = { "true", NULL };
	g_autofree char *path = path_of("nobody");
	struct qmp *qmp = NULL;
	pid_t pid;

	(void)state;
	assert_int_equal(process_start(argv, NULL, &pid), 0);
	assert_int_equal(qmp_open_child(pid, path, 60000, &qmp), -ECONNRESET);
	process_stop(pid, 0);
}

#define ACTIVE "{\"return\": {\"status\": \"active\"}}\r\n"

static void migration_that_does_not_move_hangs(void **state)
{
	const char *answers[1000] = { DONE };
	struct server server;
	char *path;
	struct qmp *qmp = NULL;

	(void)state;
	for (size_t i = 1; i + 1 < G_N_ELEMENTS(answers); i++)
		answers[i] = ACTIVE;
	path = server_start(&server, answers);
	assert_int_equal(qmp_open(path, 2000, &qmp), 0);
	assert_int_equal(sim_snapshot_wait(qmp, "/nonexistent", 100), -ETIMEDOUT);
	assert_string_equal(error_class(), "QEMU's migration hangs");
	qmp_close(qmp);
	server_end(&server, path);
}

#define MOVED "{\"return\": {\"status\": \"active\", \"ram\": {\"transferred\": %d}}}\r\n"
#define MOVES 40

static void migration_that_moves_is_waited_for(void **state)
{
	const char *answers[MOVES + 3] = { DONE };
	struct server server;
	struct qmp *qmp = NULL;
	char *path;

	(void)state;
	for (int i = 1; i <= MOVES; i++)
		answers[i] = g_strdup_printf(MOVED, i);
	answers[MOVES + 1] = "{\"return\": {\"status\": \"completed\"}}\r\n";
	path = server_start(&server, answers);
	assert_int_equal(qmp_open(path, 2000, &qmp), 0);
	assert_int_equal(sim_snapshot_wait(qmp, "/nonexistent", 200), 0);
	qmp_close(qmp);
	server_end(&server, path);
	for (int i = 1; i <= MOVES; i++)
		g_free((char *)answers[i]);
}

/* A machine whose QEMU is the script, and whose monitor hangs up. */
static int save_of(const char *script)
{
	static const char *const answers[] = { DONE, NULL };
	const char *const argv[] = { "sh", "-c", script, NULL };
	struct machine machine = { .console = path_of("console"), .log = path_of("log") };
	struct server server;
	int err;

	file_write("console", "booting\n");
	machine.control = server_start(&server, answers);
	assert_int_equal(process_start(argv, NULL, &machine.pid), 0);
	err = sim_snapshot_save(&machine, 1, "/nonexistent");
	process_stop(machine.pid, 0);
	server_end(&server, machine.control);
	g_free(machine.console);
	g_free(machine.log);
	return err;
}

static void end_of_qemu_while_it_saves_is_the_hosts_failure(void **state)
{
	(void)state;
	assert_int_equal(save_of("exec sleep 0.2"), -EPROTO);
	assert_string_equal(error_class(), "QEMU ended before the host was done");
	assert_error_says("| booting");
	assert_int_equal(save_of("sleep 0.2; kill -KILL $$"), -ENOMEM);
	assert_null(error_class());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(command_gives_its_answer),
		FOLDER_TEST(arguments_are_sent),
		FOLDER_TEST(events_are_skipped),
		FOLDER_TEST(refusal_is_an_error_with_qemus_words),
		FOLDER_TEST(human_command_gives_its_text),
		FOLDER_TEST(end_of_qemu_is_an_error),
		FOLDER_TEST(silence_ends_after_the_timeout),
		FOLDER_TEST(missing_socket_is_waited_for_and_named),
		FOLDER_TEST(too_long_path_is_refused),
		FOLDER_TEST(qemu_that_has_ended_is_not_waited_for),
		FOLDER_TEST(migration_that_does_not_move_hangs),
		FOLDER_TEST(migration_that_moves_is_waited_for),
		FOLDER_TEST(end_of_qemu_while_it_saves_is_the_hosts_failure),
	};

	return cmocka_run_group_tests_name("qmp", tests, NULL, NULL);
}
