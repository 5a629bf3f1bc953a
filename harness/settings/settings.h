// SPDX-License-Identifier: GPL-2.0-or-later
/* The settings of a setup: one table that parsing, checking, help, JSON and resume all come from.
 */
#ifndef SETTINGS_SETTINGS_H
#define SETTINGS_SETTINGS_H

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
	SETTING_WORKLOAD, /* the name of one, or a program with arguments (settings_program.h) */
	SETTING_PATH,	  /* of a program on this machine, or the word in choices */
	SETTING_FILES	  /* "SOURCE=/TARGET,SOURCE=/TARGET": files and folders of this machine */
};

/* The defaults are the published values. Sizes in bytes. settings_clear() frees the texts. */
struct settings {
	/* host */
	uint64_t host_cpus;	    /* CPUs of the simulated host, 4 */
	uint64_t host_memory;	    /* 7G */
	uint64_t icount_shift;	    /* virtual ns per instruction = 2^shift, 1 */
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
	char *workload;		/* what runs in it: "bm" (workload/list.h), "PROGRAM ARGUMENTS" */
	char *guest_files;	/* "SOURCE=/TARGET,...": put into the guest's image */
	/* of bm alone */
	uint64_t faulting; /* -f, 4 */
	uint64_t working;  /* -w, 4 */
	uint64_t array;	   /* -m, 1G */
	uint64_t seconds;  /* -t, 60 */
	char *layout;	   /* "packed", "padded" */
	char *fill;	   /* "zero", "pattern" */
	char *placement;   /* --place: "free", "pairs", or a vCPU per thread: "0,1,..." */
	uint64_t interval; /* --interval seconds, 0 = off */
	/* other programs */
	char *payload; /* "bm", or a program that runs in the prepared host instead of a guest */
	char *beside;  /* "none", or a program that runs in the host beside bm during the window */
	/* measurement */
	bool counters;	/* perf and cgroup counters during the window, true */
	bool ballast;	/* spinners on each host CPU (sim), true */
	uint64_t turns; /* of the simulated CPUs, Hz at least: 0 or a power of two, 1024 (sim) */
};

struct setting {
	const char *name; /* the key in experiments, JSON and --set: "read_latency" ... */
	enum setting_type type;
	size_t offset;	     /* in struct settings */
	const char *initial; /* the default, as text */
	uint64_t min, max;   /* of numbers and sizes; max of texts: characters */
	const char *choices; /* "v2|v1"; of sizes and paths the word for none: "none" */
	bool prepared;	     /* part of a preparation; false: its forks can differ in it */
	const char *help;    /* one line with the unit */
};

/* Ends with a row whose name is NULL. */
extern const struct setting setting_table[];

/* Fills in the defaults. settings_clear() frees what settings own, and is safe to call twice. */
void settings_init(struct settings *settings);
void settings_clear(struct settings *settings);

/* Makes *to, whose old contents are not freed, an independent copy: clear both. */
void settings_copy(struct settings *to, const struct settings *from);

/* The row of that name, or NULL. */
const struct setting *setting_find(const char *name);

/* Sets one value from text. -EINVAL names the key and what is allowed; the value is then unchanged.
 */
int settings_set(struct settings *settings, const struct setting *setting, const char *text);

/* The value as text that settings_set() takes back. Free with g_free(). */
char *settings_get(const struct settings *settings, const struct setting *setting);

/* Does bm run in a guest, and not a payload instead? */
bool settings_have_guest(const struct settings *settings);

/* For a SETTING_PATH: is text a path, and not the word in setting->choices? */
bool setting_is_path(const struct setting *setting, const char *text);

/*
 * The text of a SETTING_PATH, SETTING_FILES or SETTING_WORKLOAD with its relative paths starting at
 * folder, as in an experiment file there. Free with g_free().
 */
char *setting_resolve(const struct setting *setting, const char *text, const char *folder);

/*
 * A new object {"vcpus": 4, "guest_memory": 2147483648, "container": null, ...}, sizes in bytes,
 * with all keys in the table's order. Paths are cut to their last part: where a file is on this
 * machine has no effect. Without workload and guest_files if they are the defaults. only_prepared:
 * only the settings that a preparation depends on and that differ from their defaults. A new
 * setting then leaves the hashes of old preparations as they are, and a changed default changes the
 * runner's bytes or QEMU's command line, which are in that hash.
 */
json_t *settings_json(const struct settings *settings, bool only_prepared);

/* The allowed values, for people: "1 to 64", "\"never\", \"always\"". Free with g_free(). */
char *setting_range(const struct setting *setting);

#endif
