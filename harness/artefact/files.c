// SPDX-License-Identifier: GPL-2.0-or-later
/* What an experiment adds to the host's image: payload and files. */
#include "artefact/files.h"

#include "image/image.h"
#include "settings/description.h"
#include "util/error.h"

#include <errno.h>
#include <glib.h>
#include <string.h>
#include <unistd.h>

/* The program that the host runs at INSIDE_PAYLOAD, or NULL. */
static const char *program_of(const struct settings *settings)
{
	if (!settings_have_guest(settings))
		return settings->payload;
	return setting_is_path(setting_find("beside"), settings->beside) ? settings->beside : NULL;
}

char **files_pairs(const struct settings *settings)
{
	const char *program = program_of(settings);
	g_auto(GStrv) files = g_strsplit(settings->host_files, ",", -1);
	GPtrArray *pairs = g_ptr_array_new();

	for (char **file = files; *file; file++)
		g_ptr_array_add(pairs, g_strdup(*file));
	if (program)
		g_ptr_array_add(pairs, g_strconcat(program, "=" INSIDE_PAYLOAD, NULL));
	g_ptr_array_add(pairs, NULL);
	return (char **)g_ptr_array_free(pairs, FALSE);
}

int files_check_readable(const char *setting, char *const pairs[])
{
	for (char *const *pair = pairs; *pair; pair++) {
		g_autofree char *source = g_strndup(*pair, (gsize)(strrchr(*pair, '=') - *pair));

		if (access(source, R_OK) < 0)
			return error_sys(errno, "%s: %s", setting, source);
	}
	return 0;
}

int files_check(const struct setup *setup)
{
	const char *program = program_of(&setup->settings);
	g_auto(GStrv) files = g_strsplit(setup->settings.host_files, ",", -1);
	g_auto(GStrv) pairs = files_pairs(&setup->settings);
	int err;

	if (program && access(program, X_OK) < 0)
		return error_sys(errno, "setup %s: %s cannot be run as a payload", setup->name,
				 program);
	if (program && !g_file_test(program, G_FILE_TEST_IS_REGULAR))
		return error_set(EINVAL,
				 "setup %s: %s cannot be run as a payload: not a regular file",
				 setup->name, program);
	err = files_check_readable("host_files", files);
	if (err)
		return error_prefix(err, "setup %s", setup->name);
	return *pairs ? error_prefix(image_check_extra(pairs), "setup %s", setup->name) : 0;
}
