// SPDX-License-Identifier: GPL-2.0-or-later
/* The record of a run: its fixed layout, and how it is judged, saved and read back. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "experiment/run_kind.h"
#include "workload/workload.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#define RECORD_SCHEMA 1

/*
 * The layout (docs/record.md has the details); null stands for a value that is not available:
 *
 * schema_version
 * determined          depends on the inputs only: in sim equal to the byte when repeated
 *   setup boot boot_seed run seed settings{}
 *   traced            only of a traced run: true
 *   profiled          only of a profiled run: true
 *   inputs            host_kernel guest_kernel host_config guest_config
 *                     host_build guest_build host_patches[] guest_patches[]
 *                     host_image guest_image host_files preparation source compiler
 *                     qemu_outside qemu_inside
 *                     qemu_command[]: with paths normalized
 *   result            as handed over by the runner; null if the host handed over nothing
 *     work workers[] bm{}: bm's JSON, bm_status: its exit status; other workloads have others
 *     counters        async_tried async_not_present async_ready async_completed async_notified
 *                     halts major_faults vcpu_major_faults ...
 *     memory_stat{} memory_events{} cpu_stat{} pressure{}: of the container, during the window
 *     swap_read       count mean_ns p50_ns p99_ns
 *     balance         of a traced run: window_ns lost vcpus[{}] cpus[{}]: time in each part
 *     series          of a traced run: second[{swap_ins async}]
 *     phases          guest_boot_ns prefault_ns window_ns tail_ns
 *     commands[]      cgcreate cgset cgexec lines
 *     qemu_version qemu_command[]
 *     log             host_bad[] guest_bad[]: lines
 *     payload         status output: of a program that ran instead of guest and bm
 *     beside          status output: of a program that ran beside bm
 *     profile         of a profiled run: hertz lost samples[{}] exits[{}]
 *     failure         null, or why the runner gave up
 *   valid invalid_reasons[] notes[]: by record_judge()
 * circumstances       wall_seconds cpu_seconds parts{} prepared_from_cache started machine{}
 *                     apfbench paths{} qemu_command[]: as run, order; failure: whole text of a
 *                     run without result, console_tail[]: of invalid ones
 */

/*
 * Sets determined.valid, .invalid_reasons and .notes from the result and from what the setup
 * expects (a name in expect_table), and of the workload that made it: a run without a trace of the
 * mechanism that it measures is not a result.
 */
void record_judge(json_t *record, const struct workload *workload, const char *expect);

/* JSON text with the keys in the order they were set and a newline at the end. Free with free(). */
char *record_text(const json_t *record);

/*
 * Reads a file and checks schema_version, what statistics need, and every figure that is used
 * (range.h). Release *record with json_decref(); it is NULL after an error. -EINVAL names the file
 * and what is wrong; other errors: the file cannot be read.
 */
int record_load(const char *path, json_t **record);

/* The same checks of a record that was read from path. */
int record_check(const char *path, const json_t *record);

/* Atomic and durable; fs_write_atomic()'s errors. */
int record_save(const char *path, const json_t *record);

/* The value at a dotted path, a borrowed reference, or NULL. */
const json_t *record_lookup(const json_t *record, const char *path);

/* The number at a path ("determined.result.counters.halts"); false, with *value unchanged, if there
 * is none. */
bool record_number(const json_t *record, const char *path, double *value);

/* The same, NAN if there is none. record: any object of one. */
double record_figure(const json_t *record, const char *path);

/* The kind of its run; RUN_MEASURED also where the marks make no sense, which record_load()
 * refuses. */
enum run_kind record_kind(const json_t *record);

/* The text at a path, owned by the record, or NULL. */
const char *record_string(const json_t *record, const char *path);

#endif
