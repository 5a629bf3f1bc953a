// SPDX-License-Identifier: GPL-2.0-or-later
/* The memory container of the guest's QEMU, and the command lines that make it by hand. */
#ifndef HOST_CONTAINER_H
#define HOST_CONTAINER_H

#include <stdbool.h>
#include <stdint.h>

struct cgroup;

struct container {
	struct cgroup *group;  /* libcgroup's; NULL: no container */
	struct cgroup *before; /* where this process was when it entered */
	char *folder;	       /* of its files: "/sys/fs/cgroup/apfbench" */
	char *create_line;     /* "cgcreate -g memory:apfbench" */
	char *set_line;	       /* "cgset -r memory.max=536870912 apfbench" */
	bool v1;
};

/* Makes the container with a limit in bytes. version: "v1" or "v2". The caller calls
 * container_destroy() also after an error. 0 or -errno. */
int container_create(struct container *container, const char *version, uint64_t limit);

/* Removes the container, which must be empty, and frees what it owns. It may be half made, or not
 * made at all. */
void container_destroy(struct container *container);

/*
 * Moves this process into the container, and back to its old group: a process that is started in
 * between is in the container from its first page. Without a container they do nothing. 0 or
 * -errno.
 */
int container_enter(struct container *container);
int container_leave(struct container *container);

/* This process's group according to the text of /proc/self/cgroup, or NULL. Free with g_free(). */
char *container_own_group(const char *text, bool v1);

/* The line that starts argv in the container ("cgexec -g ... argv"). Free with g_free(). */
char *container_exec_line(const struct container *container, const char *const argv[]);

#endif
