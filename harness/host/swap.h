// SPDX-License-Identifier: GPL-2.0-or-later
/* The swap device: memory (null_blk) with reads that the device mapper delays. */
#ifndef HOST_SWAP_H
#define HOST_SWAP_H

#include <stdint.h>

struct swap {
	uint32_t major, minor; /* of the device on which the host swaps */
	char *path;	       /* "/dev/dm-0"; NULL: not made */
	uint64_t bytes;
	uint64_t read_latency; /* ms */
};

/*
 * Makes a device of this many bytes (a multiple of the page size) whose reads take read_latency
 * milliseconds (0: no delay) and whose writes take none, and swaps onto it. The caller calls
 * swap_stop() also after an error. -ENOSPC if null_blk is too small, else -errno.
 */
int swap_start(struct swap *swap, uint64_t bytes, uint64_t read_latency);

/*
 * Reads that begin from now on take this long, ms. To be called while the host is idle: reads that
 * are outstanding are waited for. Does nothing if that is so already. -errno: the device may be
 * stopped.
 */
int swap_set_latency(struct swap *swap, uint64_t read_latency);

/* Stops swapping and removes the device; pages that are still swapped out are read back first. */
void swap_stop(struct swap *swap);

/* A filter for the block layer's tracepoints of bios: this device's reads. Free with g_free(). */
char *swap_reads_filter(const struct swap *swap);

/*
 * Fills a page with the header that swapon(2) looks for. pages: size of the whole area, the
 * header's page included.
 */
void swap_header(unsigned char *page, uint64_t page_size, uint64_t pages);

#endif
