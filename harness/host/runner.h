// SPDX-License-Identifier: GPL-2.0-or-later
/* What happens inside the host, whatever brought it up: prepare, wait, measure, hand over the
 * record. */
#ifndef HOST_RUNNER_H
#define HOST_RUNNER_H

/*
 * The simulated host's init (pid 1): mounts, reads the description from fw_cfg, does a run's steps,
 * writes the result (one line of JSON: RECORD's "result") to /dev/ttyS1 and CONSOLE_RECORDED to the
 * console, and powers off. Never returns. Any failure is told as CONSOLE_FAILED and in the result's
 * "failure".
 */
void runner_init(void) __attribute__((noreturn));

#endif
