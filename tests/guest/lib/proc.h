/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Figures of the kernel: threads, slab caches, settings. */
#ifndef LIB_PROC_H
#define LIB_PROC_H

#include <stdbool.h>
#include <sys/types.h>

/* Major faults of the calling thread. */
long proc_major_faults(void);

/* As in /proc/PID/task/TID/stat; 'X' if there is no such thread. */
char proc_thread_state(pid_t tid);

/* User and system time of a thread in milliseconds. */
long proc_thread_ms(pid_t tid);

/*
 * Objects of a slab cache that are in use; -1 if there is no such cache. The
 * caches must not be merged (slub_nomerge), and counting empties the CPUs'
 * caches.
 */
long proc_slab_objects(const char *cache);
#define SLAB_APF "kvm_async_pf"

/* Memory that could be had without swapping, in KB. */
long proc_available_kb(void);

/* The first line of a file, without its end; false if it cannot be read. */
bool proc_read_line(const char *path, char *line, int size);
bool proc_write(const char *path, const char *text);

#endif
