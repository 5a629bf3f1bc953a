// SPDX-License-Identifier: GPL-2.0-or-later
/* What an experiment's settings bring into the image of its guests: a program, and files. */
#include "artefact/content.h"

#include "artefact/files.h"
#include "settings/settings_program.h"
#include "util/error.h"
#include "workload/workload.h"

#include <errno.h>
#include <glib.h>
#include <unistd.h>

/* Those of the first setup that has a guest, NULL if none has; experiment_load() has checked that
 * they say the same. */
static const struct settings *guest_settings(const struct experiment *experiment)
{
	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];

		if (settings_have_guest(&setup->settings))
			return &setup->settings;
	}
	return NULL;
}

static void content_clear(struct image_guest_content *content)
{
	g_strfreev(content->argv);
	g_strfreev(content->extra);
}

/* content_clear() is for the caller, also after an error. */
static int content_read(const struct settings *settings, struct image_guest_content *content)
{
	*content = (struct image_guest_content){
		.extra = g_strsplit(settings ? settings->guest_files : "", ",", -1),
	};
	return settings && settings_program_is(settings->workload)
		       ? settings_program_argv(settings->workload, &content->argv)
		       : 0;
}

bool content_is_there(const struct experiment *experiment)
{
	const struct settings *settings = guest_settings(experiment);

	return settings && (settings_program_is(settings->workload) || *settings->guest_files);
}

static int program_check(const char *path)
{
	if (access(path, X_OK) < 0)
		return error_sys(errno, "workload: %s: cannot be run", path);
	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
		return error_set(EINVAL, "workload: %s: cannot be run: not a regular file", path);
	return 0;
}

int content_check(const struct experiment *experiment)
{
	struct image_guest_content content;
	int err = content_read(guest_settings(experiment), &content);

	if (!err && content.argv)
		err = program_check(content.argv[0]);
	if (!err)
		err = files_check_readable("guest_files", content.extra);
	if (!err)
		err = image_check_guest(&content);
	content_clear(&content);
	return err;
}

int content_image(const struct experiment *experiment, struct image *image)
{
	const struct settings *settings = guest_settings(experiment);
	struct image_guest_content content;
	int err = content_read(settings, &content);

	if (!err)
		err = image_guest(workload_find(settings ? settings->workload : NULL)->program,
				  &content, image);
	content_clear(&content);
	return err;
}
