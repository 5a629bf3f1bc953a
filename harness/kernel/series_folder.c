// SPDX-License-Identifier: GPL-2.0-or-later
/* Chooses the folder of series by the version of Linux. */
#include "kernel/series_folder.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

#define PREFIX "linux-"

static bool folder_version(const char *name, struct linux_version *version)
{
	return g_str_has_prefix(name, PREFIX) && linux_version_read(name + strlen(PREFIX), version);
}

static bool is_nearer(const struct linux_version *one, const struct linux_version *other,
		      const struct linux_version *wanted)
{
	unsigned int to_one = linux_version_distance(one, wanted);
	unsigned int to_other = linux_version_distance(other, wanted);

	return to_one < to_other || (to_one == to_other && linux_version_compare(one, other) > 0);
}

int series_folder_choose(const char *top, const struct linux_version *version,
			 struct series_folder *folder)
{
	g_autoptr(GPtrArray) names = NULL;
	struct linux_version best = { 0 }, at;
	const char *chosen = NULL;
	int err = fs_list(top, &names);

	memset(folder, 0, sizeof(*folder));
	if (err)
		return err;
	for (guint i = 0; i < names->len; i++) {
		if (!folder_version(names->pdata[i], &at) ||
		    (chosen && !is_nearer(&at, &best, version)))
			continue;
		chosen = names->pdata[i];
		best = at;
	}
	if (!chosen)
		return error_set(EINVAL,
				 "%s: there is no folder " PREFIX
				 "X.Y with series; name series by their paths",
				 top);
	folder->path = g_build_filename(top, chosen, NULL);
	folder->name = g_strdup(chosen);
	if (linux_version_compare(&best, version))
		folder->wanted = g_strdup_printf(PREFIX "%u.%u", version->major, version->minor);
	return 0;
}

void series_folder_clear(struct series_folder *folder)
{
	g_free(folder->path);
	g_free(folder->name);
	g_free(folder->wanted);
	memset(folder, 0, sizeof(*folder));
}
