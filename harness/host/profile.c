// SPDX-License-Identifier: GPL-2.0-or-later
/* Samples the host's CPUs and records the guest's exits, with perf. */
#include "host/profile.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"

#include <glib.h>

/*
 * There is no PMU: a timer on each CPU takes the samples. 199 in a second of the host's time, so
 * that they do not fall on its ticks, of which there are 250.
 */
#define HERTZ	     199
#define SAMPLES_FILE "samples.data"
static const char *const samples_arguments[] = {
	"record", "-a", "-g", "-e", "cpu-clock", "-F",	       G_STRINGIFY(HERTZ),
	"-D",	  "-1", "-B", "-N", "-o",	 SAMPLES_FILE, NULL,
};

/* As `perf kvm stat record` has it, which takes neither "-B" nor "-N": looking for the build ids of
 * all programs would take longer than the window. */
#define EXITS_FILE "exits.data"
static const char *const exits_arguments[] = {
	"record",	 "-a", "-R",	       "-c", "1",	 "-m",
	"1024",		 "-D", "-1",	       "-B", "-N",	 "-e",
	"kvm:kvm_entry", "-e", "kvm:kvm_exit", "-o", EXITS_FILE, NULL,
};

/* What perf prints of them: a text of the result each. The kernel's symbols are those of the kernel
 * that runs. */
#define SAMPLES_VIEW \
	"report", "--stdio", "-i", SAMPLES_FILE, "--kallsyms", "/proc/kallsyms", "--no-children"
static const struct view {
	const char *name;
	const char *const argv[24];
} views[] = {
	/* A line for each thread and symbol; of the guest, addresses. */
	{ "samples",
	  { "perf", "kvm", "--host", "--guest", "-i", SAMPLES_FILE, SAMPLES_VIEW, "-g", "none",
	    "-n", "-s", "pid,dso,sym", "-t", ";" } },
	/* Who called the most frequent ones, for people. Without "kvm", nothing of the guest. */
	{ "callers",
	  { "perf", SAMPLES_VIEW, "-g", "caller,0.1,callee,function,percent", "--percent-limit",
	    "0.1", "-s", "comm,sym" } },
	{ "exits", { "perf", "kvm", "-i", EXITS_FILE, "stat", "report", "--event=vmexit" } },
};

void profile_init(struct profile *profile)
{
	profile->samples = (struct perf){ .control = -1, .acknowledge = -1 };
	profile->exits = profile->samples;
}

int profile_prepare(struct profile *profile, const char *folder)
{
	int err = perf_start(&profile->samples, "samples", samples_arguments, folder);

	return err ? err : perf_start(&profile->exits, "exits", exits_arguments, folder);
}

int profile_open(struct profile *profile)
{
	int err = perf_enable(&profile->samples);

	return err ? err : perf_enable(&profile->exits);
}

int profile_close(struct profile *profile)
{
	int err = perf_disable(&profile->exits);

	return err ? err : perf_disable(&profile->samples);
}

/* perf kvm prints to stderr, and perf may print any bytes, while JSON is UTF-8. */
static int view_read(const struct view *view, const char *folder, json_t *texts)
{
	g_autofree char *file = g_strdup_printf("%s/%s.txt", folder, view->name);
	const struct process_options options = { .directory = folder, .log = file };
	g_autofree char *text = NULL, *valid = NULL;
	int err = process_check(view->argv, &options);

	if (!err)
		err = fs_read(file, &text, NULL);
	if (err)
		return error_prefix(err, "profile");
	valid = g_utf8_make_valid(text, -1);
	json_object_set_new(texts, view->name, json_string(valid));
	return 0;
}

/* For other views with another perf: its file, in base64, and the kernel's symbols. */
static int data_read(const char *folder, json_t *texts)
{
	g_autofree char *file = g_build_filename(folder, SAMPLES_FILE, NULL);
	g_autofree char *data = NULL, *symbols = NULL, *encoded = NULL;
	size_t length = 0;
	int err = fs_read(file, &data, &length);

	if (!err)
		err = fs_read("/proc/kallsyms", &symbols, NULL);
	if (err)
		return error_prefix(err, "profile");
	encoded = g_base64_encode((const guchar *)data, length);
	json_object_set_new(texts, "data", json_string(encoded));
	json_object_set_new(texts, "kallsyms", json_string(symbols));
	return 0;
}

static json_t *threads_json(const GArray *threads)
{
	json_t *array = json_array();

	for (guint i = 0; i < threads->len; i++)
		json_array_append_new(array, json_integer(g_array_index(threads, pid_t, i)));
	return array;
}

int profile_read(struct profile *profile, const struct guest *guest, json_t **texts)
{
	int err;

	*texts = NULL;
	if (!profile->samples.pid)
		return 0;
	err = perf_finish(&profile->samples);
	if (!err)
		err = perf_finish(&profile->exits);
	*texts = json_pack("{s:i, s:o}", "hertz", HERTZ, "vcpus", threads_json(guest->vcpus));
	for (size_t i = 0; !err && i < G_N_ELEMENTS(views); i++)
		err = view_read(&views[i], profile->samples.folder, *texts);
	if (!err)
		err = data_read(profile->samples.folder, *texts);
	if (err)
		g_clear_pointer(texts, json_decref);
	return err;
}

void profile_clear(struct profile *profile)
{
	perf_clear(&profile->samples);
	perf_clear(&profile->exits);
}
