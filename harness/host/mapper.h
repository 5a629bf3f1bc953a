// SPDX-License-Identifier: GPL-2.0-or-later
/* A device of the kernel's device mapper, by its own ioctls. */
#ifndef HOST_MAPPER_H
#define HOST_MAPPER_H

#include <stdint.h>

struct mapper_target {
	const char *type;	/* "delay", "linear" */
	const char *parameters; /* as dmsetup(8) takes them after the type */
	uint64_t sectors;	/* of 512 bytes */
};

/*
 * Makes the device and starts it; its node is /dev/dm-MINOR. -errno names the step that the kernel
 * refused; then nothing is left of the device.
 */
int mapper_create(const char *name, const struct mapper_target *target, uint32_t *major,
		  uint32_t *minor);

/*
 * Gives a device that runs another table, once its outstanding reads and writes have ended. -errno:
 * it has the old one still, but may be stopped.
 */
int mapper_reload(const char *name, const struct mapper_target *target);

/* Removes the device, if it exists and is not in use. Best effort. */
void mapper_remove(const char *name);

#endif
