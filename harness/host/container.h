// SPDX-License-Identifier: GPL-2.0-or-later
/* The memory container in which the guest's QEMU runs, and the lines that make it by hand. */
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

/* Makes the container with a limit in bytes; version: "v1" or "v2". */
int container_create(struct container *container, const char *version, uint64_t limit);

/* Nobody may be in it any more. Accepts one that is half made or not made at all. */
void container_destroy(struct container *container);

/*
 * Puts this process into the container, and back to where it was: what it starts in between is
 * born in the container, not a page of it outside. Without a container they do nothing.
 */
int container_enter(struct container *container);
int container_leave(struct container *container);

/* This process's group as the text of /proc/self/cgroup tells it, or NULL. Free with g_free(). */
char *container_own_group(const char *text, bool v1);

/* The line that starts argv in the container ("cgexec -g ... argv"). Free with g_free(). */
char *container_exec_line(const struct container *container, const char *const argv[]);

#endif
