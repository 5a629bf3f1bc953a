// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes devices of the device mapper: create, load the table, resume. */
#include "host/mapper.h"

#include "util/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <linux/dm-ioctl.h>
#include <stdalign.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define CONTROL "/dev/mapper/control"

/* A command's head, one target behind it, and the target's parameters. */
struct request {
	alignas(8) struct dm_ioctl head;
	struct dm_target_spec target;
	char parameters[256];
};

static void request_init(struct request *request, const char *name)
{
	memset(request, 0, sizeof(*request));
	request->head.version[0] = DM_VERSION_MAJOR; /* 4.0: all kernels of the last 20 years */
	request->head.data_size = sizeof(*request);
	request->head.data_start = offsetof(struct request, target);
	g_strlcpy(request->head.name, name, sizeof(request->head.name));
}

static int table_load(int control, const char *name, const struct mapper_target *target)
{
	struct request request;

	request_init(&request, name);
	request.head.target_count = 1;
	request.target.length = target->sectors;
	g_strlcpy(request.target.target_type, target->type, sizeof(request.target.target_type));
	if (g_strlcpy(request.parameters, target->parameters, sizeof(request.parameters)) >=
	    sizeof(request.parameters))
		return error_set(E2BIG, "device mapper: %s: parameters are too long: %s", name,
				 target->parameters);
	if (ioctl(control, DM_TABLE_LOAD, &request) < 0)
		return error_sys(errno, "device mapper: %s: the kernel refuses the table '%s %s'",
				 name, target->type, target->parameters);
	request_init(&request, name);
	/* Without its suspend flag, this command resumes the device: with the new table, for which
	   it suspends one that runs. */
	if (ioctl(control, DM_DEV_SUSPEND, &request) < 0)
		return error_sys(errno, "device mapper: %s: cannot be started", name);
	return 0;
}

int mapper_create(const char *name, const struct mapper_target *target, uint32_t *major,
		  uint32_t *minor)
{
	int control = open(CONTROL, O_RDWR | O_CLOEXEC), err;
	struct request request;

	if (control < 0)
		return error_sys(errno, CONTROL ": no device mapper in the host's kernel");
	request_init(&request, name);
	if (ioctl(control, DM_DEV_CREATE, &request) < 0) {
		err = error_sys(errno, "device mapper: %s: cannot be made", name);
		close(control);
		return err;
	}
	*major = major(request.head.dev);
	*minor = minor(request.head.dev);
	err = table_load(control, name, target);
	close(control);
	if (err)
		mapper_remove(name);
	return err;
}

int mapper_reload(const char *name, const struct mapper_target *target)
{
	int control = open(CONTROL, O_RDWR | O_CLOEXEC), err;

	if (control < 0)
		return error_sys(errno, CONTROL ": no device mapper in the host's kernel");
	err = table_load(control, name, target);
	close(control);
	return err;
}

void mapper_remove(const char *name)
{
	int control = open(CONTROL, O_RDWR | O_CLOEXEC);
	struct request request;

	if (control < 0)
		return;
	request_init(&request, name);
	(void)ioctl(control, DM_DEV_REMOVE, &request);
	close(control);
}
