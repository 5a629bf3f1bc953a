// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the container with libcgroup. */
#include "host/container.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"

#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <libcgroup.h>
#include <stdlib.h>
#include <string.h>

#define CONTAINER_NAME	     "apfbench"
#define CONTAINER_CONTROLLER "memory"

/* libcgroup's error code as the harness's error. */
static int library_error(int code, const char *what)
{
	if (code == ECGOTHER)
		return error_sys(cgroup_get_last_errno(), "container: cannot %s", what);
	return error_set(EIO, "container: cannot %s: %s", what, cgroup_strerror(code));
}

static int folder_find(struct container *container)
{
	char *mounted = NULL;
	int code = cgroup_get_subsys_mount_point(CONTAINER_CONTROLLER, &mounted);

	if (code)
		return library_error(code, "find the memory controller");
	container->folder = g_build_filename(mounted, CONTAINER_NAME, NULL);
	free(mounted);
	return 0;
}

static int group_create(struct container *container, const char *knob, uint64_t limit)
{
	struct cgroup_controller *memory;
	int code;

	container->group = cgroup_new_cgroup(CONTAINER_NAME);
	memory = container->group ? cgroup_add_controller(container->group, CONTAINER_CONTROLLER)
				  : NULL;
	if (!memory)
		return error_set(ENOMEM, "container: libcgroup has no memory controller");
	code = cgroup_create_cgroup(container->group, 1);
	if (code)
		return library_error(code, "create " CONTAINER_NAME);
	code = cgroup_set_value_uint64(memory, knob, limit);
	if (!code)
		code = cgroup_modify_cgroup(container->group);
	return code ? library_error(code, "set the limit") : 0;
}

int container_create(struct container *container, const char *version, uint64_t limit)
{
	const char *knob;
	int code;

	container->v1 = !strcmp(version, "v1");
	knob = container->v1 ? "memory.limit_in_bytes" : "memory.max";
	container->create_line = g_strdup("cgcreate -g " CONTAINER_CONTROLLER ":" CONTAINER_NAME);
	container->set_line =
		g_strdup_printf("cgset -r %s=%" PRIu64 " " CONTAINER_NAME, knob, limit);
	code = cgroup_init();
	if (code)
		return library_error(code, "read the mounted controllers");
	code = folder_find(container);
	return code ? code : group_create(container, knob, limit);
}

void container_destroy(struct container *container)
{
	if (container->group)
		cgroup_delete_cgroup(container->group, 1);
	cgroup_free(&container->group);
	cgroup_free(&container->before);
	g_clear_pointer(&container->folder, g_free);
	g_clear_pointer(&container->create_line, g_free);
	g_clear_pointer(&container->set_line, g_free);
}

/* v1: "4:memory:/x"; v2: "0::/x", which libcgroup 2.0's own function does not understand. */
char *container_own_group(const char *text, bool v1)
{
	const char *mark = v1 ? ":" CONTAINER_CONTROLLER ":" : "0::";
	const char *at = strstr(text, mark);

	at = at ? at + strlen(mark) : NULL;
	return at && *at == '/' ? g_strndup(at, strcspn(at, "\n")) : NULL;
}

int container_enter(struct container *container)
{
	g_autofree char *text = NULL, *path = NULL;
	int code;

	if (!container->group)
		return 0;
	code = fs_read("/proc/self/cgroup", &text, NULL);
	if (code)
		return code;
	path = container_own_group(text, container->v1);
	container->before = path ? cgroup_new_cgroup(path) : NULL;
	if (!container->before || !cgroup_add_controller(container->before, CONTAINER_CONTROLLER))
		return error_set(ENOENT, "container: cannot find this process's own group");
	code = cgroup_attach_task(container->group);
	return code ? library_error(code, "enter " CONTAINER_NAME) : 0;
}

int container_leave(struct container *container)
{
	int code;

	if (!container->before)
		return 0;
	code = cgroup_attach_task(container->before);
	cgroup_free(&container->before);
	return code ? library_error(code, "leave " CONTAINER_NAME) : 0;
}

char *container_exec_line(const struct container *container, const char *const argv[])
{
	g_autofree char *line = process_quote(argv);

	if (!container->group)
		return g_steal_pointer(&line);
	return g_strdup_printf("cgexec -g " CONTAINER_CONTROLLER ":" CONTAINER_NAME " %s", line);
}
