// SPDX-License-Identifier: GPL-2.0-or-later
/* The run description: what the harness tells the runner inside the host, by fw_cfg. */
#ifndef SETTINGS_DESCRIPTION_H
#define SETTINGS_DESCRIPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Always this long, blanks at the end: a fork gives fw_cfg the lengths of its preparation. */
#define DESCRIPTION_SIZE	4096
#define DESCRIPTION_FW_CFG_NAME "opt/apfbench/run"

/* Paths in the host's image of what the runner starts. */
#define INSIDE_GUEST_KERNEL "/guest/bzImage"
#define INSIDE_GUEST_IMAGE  "/guest/initrd.cpio"
#define INSIDE_PERF	    "/bin/perf"
#define INSIDE_PAYLOAD	    "/payload" /* the settings' payload, or what they have beside bm */

/* Lines of the host's console that the harness acts upon; each begins a line. */
#define CONSOLE_PREPARED "apfbench: prepared"	   /* printed just before the host is quiesced */
#define CONSOLE_OPENED	 "apfbench: window opens"  /* printed just before anything is counted */
#define CONSOLE_CLOSED	 "apfbench: window closed" /* nothing is counted any more */
#define CONSOLE_RECORDED "apfbench: recorded"	   /* the record is whole: the host may be ended */
#define CONSOLE_FAILED	 "apfbench: failed: "	   /* followed by the reason; maybe no record */

/*
 * The settings that the runner reads, with the names and units of struct settings. Settings that
 * are not here can be added to the harness without changing the host's image. Text is owned
 * (g_free).
 */
struct inside {
	uint64_t container; /* bytes; 0: none */
	char *cgroup;
	uint64_t swap;
	uint64_t read_latency;
	uint64_t page_cluster;
	char *transparent_hugepage;
	uint64_t vcpus;
	uint64_t guest_memory;
	char *guest_parameters;
	char *workload;
	uint64_t faulting;
	uint64_t working;
	uint64_t array;
	uint64_t seconds;
	char *layout;
	char *fill;
	char *placement;
	uint64_t interval;
	char *payload; /* "bm", or the name of a program */
	char *beside;  /* "none", or the name of a program */
	bool counters;
	bool ballast;
	uint64_t turns;
};

enum inside_type {
	INSIDE_NUMBER,
	INSIDE_SWITCH,
	INSIDE_TEXT
};

struct inside_row {
	const char *name;
	enum inside_type type;
	size_t offset;	     /* in struct inside */
	uint64_t number;     /* the default of a number or switch */
	const char *initial; /* the default of a text */
};

/* Ends with a row whose name is NULL. */
extern const struct inside_row inside_table[];

void inside_init(struct inside *inside); /* the defaults, those of setting_table */
void inside_clear(struct inside *inside);

/* Is there a guest, and no payload instead? */
bool inside_has_guest(const struct inside *inside);

/* Does a program run beside the guest? */
bool inside_has_beside(const struct inside *inside);

struct description {
	struct inside settings;
	uint64_t boot_seed;
	uint64_t seed; /* of the run: random()'s */
	bool snapshot; /* quiesce when prepared (sim) */
	bool traced;   /* look where the time goes, at a cost: not a run like the others */
	bool profiled; /* look what the host executes: neither */
};

/*
 * Takes description_write()'s bytes; blanks and line ends may follow. -EINVAL: the member that is
 * unknown, missing or of the wrong type. description_clear() is the caller's after success only.
 */
int description_read(const char *text, size_t length, struct description *description);
void description_clear(struct description *description);

#endif
