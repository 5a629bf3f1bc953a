// SPDX-License-Identifier: GPL-2.0-or-later
/* What `apfbench shell` and the program that it runs in the host (shell/shell.c) say to each other.
 */
#ifndef INSPECT_PROTOCOL_H
#define INSPECT_PROTOCOL_H

/* Lines of the program on the host's console. */
#define SHELL_READY  "shell: ready"   /* it reads a line from its port: one of those below */
#define SHELL_STATUS "shell: status " /* followed by that of the shell; the host then ends */

/* Lines of the harness on the port. */
#define SHELL_TERMINAL "terminal " /* followed by rows, columns and the value of TERM */
#define SHELL_COMMANDS "commands " /* followed by the length of what comes behind the line */

/* Of the lines on the port, and of the commands: the host's kernel keeps as much for a reader. */
#define SHELL_LINE_MAX	   128
#define SHELL_COMMANDS_MAX (512 << 10)

#endif
