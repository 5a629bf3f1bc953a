// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench doctor`: what is there, which package has what is missing, which testbeds work. */
#include "cmd/command.h"

#include "qemu/probe.h"
#include "testbed/testbed.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"
#include "util/status.h"
#include "util/text.h"
#include "util/units.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LEAST_DISK ((uint64_t)20 << 30)

static const struct argp_child doctor_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp doctor_argp = {
	.children = doctor_children,
	.doc = "Checks what `run` needs: what is there, what is missing and which Debian package "
	       "has it, and which testbeds work here. Exit status 77: something is missing.",
};

static bool need_is_met(const char *kind, const char *name)
{
	const char *const module[] = { "pkg-config", "--exists", name, NULL };
	g_autofree char *path = NULL, *output = NULL;

	if (!strcmp(kind, "file"))
		return fs_exists(name);
	/* Without pkg-config, which is reported on its own, nothing can be said about modules. */
	if (!strcmp(kind, "module"))
		return !(path = process_find(module[0])) ||
		       process_output(module, NULL, &output) == 0;
	path = process_find(name);
	return path != NULL;
}

/* One line of setup/packages: "need kind name package". Adds the package if `run` lacks it. */
static void need_print(const char *line, GPtrArray *lacking)
{
	g_auto(GStrv) words = g_strsplit_set(line, " \t", -1);
	const char *field[4];
	size_t count = 0;

	for (size_t i = 0; words[i] && count < G_N_ELEMENTS(field); i++)
		if (*words[i])
			field[count++] = words[i];
	if (count < G_N_ELEMENTS(field) || field[0][0] == '#')
		return;
	/* An installed program has been built already. */
	if ((!strcmp(field[0], "build") && !paths_in_source()) || need_is_met(field[1], field[2]))
		return;
	text_line(stdout, "missing   %s (%s), for %s: apt-get install %s", field[2], field[1],
		  field[0], field[3]);
	if (strcmp(field[0], "test") && strcmp(field[0], "plot"))
		g_ptr_array_add(lacking, g_strdup(field[3]));
}

static int needs_print(GPtrArray *lacking)
{
	g_autofree char *path = paths_data("setup/packages");
	g_autofree char *text = NULL;
	int err = fs_read(path, &text, NULL);

	if (err)
		return err;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; lines[i]; i++)
		need_print(lines[i], lacking);
	if (!lacking->len)
		puts("ok        programs, libraries and sources that `run` needs");
	return 0;
}

/* How to install what is missing: an installed program has no Makefile beside it. Free with
 * g_free(). */
static char *advice(const GPtrArray *lacking)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (paths_in_source())
		return g_strdup("; `make deps` installs what is missing");
	if (!lacking->len)
		return g_strdup("");
	g_string_append(text, "; as root: apt-get install --no-install-recommends");
	for (guint i = 0; i < lacking->len; i++)
		g_string_append_printf(text, " %s", (char *)lacking->pdata[i]);
	return g_strdup(text->str);
}

/* The output folder. Free with g_free(). */
static char *made_folder(void)
{
	g_autofree char *inside = paths_made("kernels");

	return g_path_get_dirname(inside);
}

static void machine_print(void)
{
	g_autofree char *made = made_folder();
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	uint64_t memory = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
	g_autofree char *memory_text = units_size_human(memory);
	uint64_t space = 0;

	if (fs_make_folder(made) || fs_free_space(made, &space)) {
		text_line(stdout, "problem   %s", error_text());
		return;
	}
	g_autofree char *space_text = units_size_human(space);
	text_line(stdout, "ok        machine: %ld cores, %s of memory", cores, memory_text);
	text_line(stdout, "%-9s disk: %s free in %s%s", space < LEAST_DISK ? "warning" : "ok",
		  space_text, made,
		  space < LEAST_DISK ? "; kernels and snapshots of `published` take about 20 GiB"
				     : "");
}

static void kvm_print(void)
{
	g_autofree char *reason = NULL;

	if (probe_kvm(&reason))
		text_line(stdout, "no        KVM: %s (testbed sim does not need it)", reason);
	else
		puts("ok        KVM: a tiny guest under /dev/kvm printed its first line");
}

static int testbeds_print(void)
{
	int usable = 0;

	for (size_t i = 0; testbed_table[i]; i++) {
		const struct testbed *testbed = testbed_table[i];

		if (testbed->probe()) {
			text_line(stdout, "no        testbed %s (%s): %s", testbed->name,
				  testbed->help, error_text());
			continue;
		}
		text_line(stdout, "ok        testbed %s: %s", testbed->name, testbed->help);
		usable++;
	}
	return usable;
}

int command_doctor(int argc, char **argv)
{
	g_autoptr(GPtrArray) lacking = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *how = NULL;
	int usable, err;

	command_parse(&doctor_argp, "doctor", argc, argv, NULL);
	err = needs_print(lacking);
	if (err)
		return command_end(err);
	machine_print();
	kvm_print();
	usable = testbeds_print();
	how = advice(lacking);
	if (lacking->len || !usable)
		err = error_set(ENOPKG, "%s%s",
				usable ? "something that `run` needs is missing"
				       : "no testbed works here",
				how);
	return command_end(err);
}
