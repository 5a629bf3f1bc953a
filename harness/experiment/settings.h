// SPDX-License-Identifier: GPL-2.0-or-later
/* The knobs of a setup: one table from which parsing, checking, help, JSON and resume all come. */
#ifndef EXPERIMENT_SETTINGS_H
#define EXPERIMENT_SETTINGS_H

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum setting_type {
	SETTING_NUMBER,
	SETTING_SIZE,
	SETTING_SWITCH,
	SETTING_CHOICE,
	SETTING_TEXT,
	SETTING_PATH, /* of a program on this machine, or the word in choices */
	SETTING_FILES /* "SOURCE=/TARGET,SOURCE=/TARGET": files and folders of this machine */
};

/* All published values are the defaults. Sizes in bytes. Text is owned (g_free). */
struct settings {
	/* host */
	uint64_t host_cpus;	    /* CPUs of the simulated host, 4 */
	uint64_t host_memory;	    /* 7G */
	uint64_t icount_shift;	    /* virtual ns an instruction = 2^shift, 1 */
	uint64_t container;	    /* memory.max of the container, 512M; 0 = "none" */
	char *cgroup;		    /* "v2" or "v1" */
	uint64_t swap;		    /* size of the swap device, 3G */
	uint64_t read_latency;	    /* ms added to each swap read, 8 */
	uint64_t page_cluster;	    /* vm.page-cluster, 3 */
	char *transparent_hugepage; /* of the host: "never", "madvise", "always" */
	char *host_parameters;	    /* appended to the host kernel's command line */
	char *host_files;	    /* "SOURCE=/TARGET,...": put into the host's image */
	/* guest */
	uint64_t vcpus;		/* 4 */
	uint64_t guest_memory;	/* 2G */
	char *guest_parameters; /* appended to the guest kernel's command line, before -- */
	/* bm */
	uint64_t faulting; /* -f, 4 */
	uint64_t working;  /* -w, 4 */
	uint64_t array;	   /* -m, 1G */
	uint64_t seconds;  /* -t, 60 */
	char *layout;	   /* "packed", "padded" */
	char *fill;	   /* "zero", "pattern" */
	uint64_t interval; /* --interval seconds, 0 = off */
	/* other programs */
	char *payload; /* "bm", or what runs in the prepared host in place of the guest */
	char *beside;  /* "none", or what runs in the host beside bm over the window */
	/* measurement */
	bool counters; /* perf and cgroup counters over the window, true */
	bool ballast;  /* spinners on each host CPU (sim), true */
};

struct setting {
	const char *name; /* the key in experiments, JSON and --set: "read_latency" ... */
	enum setting_type type;
	size_t offset;	     /* in struct settings */
	const char *initial; /* the default, as text */
	uint64_t min, max;   /* of numbers and sizes; max of texts: characters */
	const char *choices; /* "v2|v1"; of sizes and paths the word in place of one: "none" */
	bool prepared;	     /* part of a preparation; false: forks of one can differ in it */
	const char *help;    /* one line with the unit */
};

/* Ends with a row whose name is NULL. */
extern const struct setting setting_table[];

void settings_init(struct settings *settings); /* the defaults */
void settings_copy(struct settings *to, const struct settings *from);
void settings_clear(struct settings *settings);

const struct setting *setting_find(const char *name); /* or NULL */

/* Sets one from text; -EINVAL says which key, what is wrong and what is allowed, and sets nothing.
 */
int settings_set(struct settings *settings, const struct setting *setting, const char *text);

/* The value as text that settings_set() takes back. Free with g_free(). */
char *settings_get(const struct settings *settings, const struct setting *setting);

/* Does bm run, in a guest, and no payload in its place? */
bool settings_have_guest(const struct settings *settings);

/* Of a path: is it one, and not the word in its place? */
bool setting_is_path(const struct setting *setting, const char *text);

/*
 * The text of a path or of a list's files as an experiment file in folder means it: relative to
 * the folder. Free with g_free().
 */
char *setting_resolve(const struct setting *setting, const char *text, const char *folder);

/*
 * {"vcpus": 4, "guest_memory": 2147483648, "container": null, ...}: all keys, in the table's order.
 * only_prepared: what a preparation depends on, as far as it differs from the defaults (a setting
 * that comes later changes no old preparation's hash; a default that changes moves the runner's
 * bytes or QEMU's command line, which are in that hash). Of paths it has the last part: where a
 * file is on this machine decides nothing.
 */
json_t *settings_json(const struct settings *settings, bool only_prepared);

/* "1 to 64", "\"never\", \"always\"": what it takes, for people. Free with g_free(). */
char *setting_range(const struct setting *setting);

/* What cannot work: -EINVAL (array larger than guest memory, swap or host memory too small ...). */
int settings_check(const struct settings *settings, const char *setup);

/* What is unwise (a container larger than the guest ...): char *, freed with the array. */
GPtrArray *settings_advice(const struct settings *settings);

#endif
