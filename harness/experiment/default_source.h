// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel source of experiments that name none. */
#ifndef EXPERIMENT_DEFAULT_SOURCE_H
#define EXPERIMENT_DEFAULT_SOURCE_H

/*
 * "linux-source-6.1": the first kernel source that setup/packages lists, so that what is installed
 * is what is built. Free with g_free(). -EINVAL if it lists none.
 */
int default_source(char **package);

#endif
