/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A slow block device, to swap onto or to read from. */
#ifndef GUEST_LINUX_SWAP_H
#define GUEST_LINUX_SWAP_H

#include <stdbool.h>

#define SWAP_PATH 32

struct slow_device {
	char name[32];
	char path[SWAP_PATH]; /* in /dev */
	bool swapping;
};

/*
 * Makes a device of @mib MiB in memory whose reads take @delay_ms; writes take no time. False: the
 * reason is on stderr.
 */
bool slow_device_make(struct slow_device *device, const char *name, unsigned int mib,
		      unsigned int delay_ms);

/* From now on reads take so long. */
bool slow_device_set_delay(struct slow_device *device, unsigned int delay_ms);

/* Swaps onto it before any other device. */
bool slow_device_swap_on(struct slow_device *device);

void slow_device_destroy(struct slow_device *device);

#endif
