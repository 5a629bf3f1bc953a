// SPDX-License-Identifier: GPL-2.0-or-later
/* What happens inside the host: prepare, wait, measure, hand the record over. */
#ifndef HOST_RUNNER_H
#define HOST_RUNNER_H

/*
 * The simulated host's init (pid 1): mounts, reads the description from fw_cfg, does a run's steps,
 * writes the result (one line of JSON, "result" of record/record.h) to /dev/ttyS1 and
 * CONSOLE_RECORDED to the console, and powers off. Never returns. A failure is reported as
 * CONSOLE_FAILED and in the result's "failure".
 */
void runner_init(void) __attribute__((noreturn));

#endif
