// SPDX-License-Identifier: GPL-2.0-or-later
/* Describes the machine that the program runs on. */
#include "record/environment.h"

#include "util/fs.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* The value of the first line "KEY<blanks><separator>VALUE" without quotes; null if there is none.
 */
static json_t *line_value(const char *path, const char *key, char separator)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (fs_read(path, &text, NULL))
		return json_null();
	lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; lines[i]; i++) {
		char *value = strchr(lines[i], separator);

		if (!value)
			continue;
		*value++ = '\0';
		if (strcmp(g_strchomp(lines[i]), key))
			continue;
		g_strstrip(value);
		if (value[0] == '"' && g_str_has_suffix(value + 1, "\"")) {
			value++;
			value[strlen(value) - 1] = '\0';
		}
		return json_string(value);
	}
	return json_null();
}

static json_t *memory_bytes(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);

	return pages > 0 && size > 0 ? json_integer((json_int_t)pages * size) : json_null();
}

static json_t *cores(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? json_integer(count) : json_null();
}

static json_t *kernel(void)
{
	struct utsname name;

	return uname(&name) ? json_null()
			    : json_sprintf("%s %s %s", name.sysname, name.release, name.machine);
}

static json_t *load(void)
{
	double load[3];

	if (getloadavg(load, 3) != 3)
		return json_null();
	return json_pack("[f, f, f]", load[0], load[1], load[2]);
}

json_t *environment_machine(void)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "cpu",
			 line_value("/proc/cpuinfo", "model name", ':'), "cores", cores(),
			 "memory_bytes", memory_bytes(), "kernel", kernel(), "distribution",
			 line_value("/etc/os-release", "PRETTY_NAME", '='), "load", load());
}
