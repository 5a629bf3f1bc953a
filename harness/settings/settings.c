// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of settings. */
#include "settings/settings.h"

#include <string.h>

#define AT(field) offsetof(struct settings, field)
#define KIB	  UINT64_C(1024)
#define MIB	  (KIB * 1024)
#define GIB	  (MIB * 1024)
#define TIB	  (GIB * 1024)

/* CONFIG_NR_CPUS of configs/kernel/base.config: a kernel silently ignores CPUs beyond it. */
#define CPUS_MAX 8

/* The fastest periodic timer of an MC146818 whose divider is 32768 Hz. */
#define TURNS_MAX 8192

/* With what the testbed adds it stays below the 2048 bytes of an x86 kernel's command line. */
#define PARAMETERS_MAX 512

/* Room for a hundred threads. */
#define PLACEMENT_MAX 255

/* Lengths of a path, also with arguments, and of a list of files. */
#define PATH_LENGTH  4095
#define FILES_LENGTH 65535

const struct setting setting_table[] = {
	{ "host_cpus", SETTING_NUMBER, AT(host_cpus), "4", 1, CPUS_MAX, NULL, true,
	  "CPUs of the simulated host" },
	{ "host_memory", SETTING_SIZE, AT(host_memory), "7G", 256 * MIB, TIB, NULL, true,
	  "memory of the host, bytes" },
	{ "icount_shift", SETTING_NUMBER, AT(icount_shift), "1", 0, 10, NULL, true,
	  "virtual time per instruction: 2^N ns (sim)" },
	{ "container", SETTING_SIZE, AT(container), "512M", 64 * MIB, TIB, "none", true,
	  "memory limit of the guest's container, bytes" },
	{ "cgroup", SETTING_CHOICE, AT(cgroup), "v2", 0, 0, "v2|v1", true,
	  "cgroup version of the container" },
	{ "swap", SETTING_SIZE, AT(swap), "3G", 16 * MIB, TIB, NULL, true,
	  "size of the host's swap device, bytes" },
	{ "read_latency", SETTING_NUMBER, AT(read_latency), "8", 0, 10000, NULL, false,
	  "delay of each read from the swap device, ms" },
	{ "page_cluster", SETTING_NUMBER, AT(page_cluster), "3", 0, 10, NULL, true,
	  "vm.page-cluster of the host: swap readahead of 2^N pages" },
	{ "transparent_hugepage", SETTING_CHOICE, AT(transparent_hugepage), "never", 0, 0,
	  "never|madvise|always", true, "transparent huge pages of the host" },
	{ "host_parameters", SETTING_TEXT, AT(host_parameters), "", 0, PARAMETERS_MAX, NULL, true,
	  "appended to the host kernel's command line" },
	{ "host_files", SETTING_FILES, AT(host_files), "", 0, FILES_LENGTH, NULL, true,
	  "files and whole folders to put into the host's image" },
	{ "vcpus", SETTING_NUMBER, AT(vcpus), "4", 1, CPUS_MAX, NULL, true, "CPUs of the guest" },
	{ "guest_memory", SETTING_SIZE, AT(guest_memory), "2G", 128 * MIB, TIB, NULL, true,
	  "memory of the guest, bytes" },
	{ "guest_parameters", SETTING_TEXT, AT(guest_parameters), "", 0, PARAMETERS_MAX, NULL, true,
	  "appended to the guest kernel's command line" },
	{ "workload", SETTING_WORKLOAD, AT(workload), "bm", 0, PATH_LENGTH, NULL, true,
	  "what runs in the guest and is measured: bm, or a program (docs/workloads.md)" },
	{ "guest_files", SETTING_FILES, AT(guest_files), "", 0, FILES_LENGTH, NULL, true,
	  "files and whole folders to put into the guest's image, for a program" },
	{ "faulting", SETTING_NUMBER, AT(faulting), "4", 0, 256, NULL, true,
	  "bm's threads that touch random pages (-f)" },
	{ "working", SETTING_NUMBER, AT(working), "4", 0, 256, NULL, true,
	  "bm's threads that count (-w)" },
	{ "array", SETTING_SIZE, AT(array), "1G", MIB, TIB, NULL, true,
	  "size of bm's array, bytes (-m)" },
	{ "seconds", SETTING_NUMBER, AT(seconds), "60", 1, 86400, NULL, false,
	  "length of the measured window, s (-t)" },
	{ "layout", SETTING_CHOICE, AT(layout), "packed", 0, 0, "packed|padded", true,
	  "bm's counters: adjacent, or one per cache line" },
	{ "fill", SETTING_CHOICE, AT(fill), "zero", 0, 0, "zero|pattern", true,
	  "contents that bm's prefault writes" },
	{ "placement", SETTING_TEXT, AT(placement), "free", 0, PLACEMENT_MAX, NULL, false,
	  "vCPUs of bm's threads: free, pairs, or a list with the faulting ones first (--place)" },
	{ "interval", SETTING_NUMBER, AT(interval), "0", 0, 86400, NULL, true,
	  "bm samples work and accesses every N seconds; 0 = off" },
	{ "payload", SETTING_PATH, AT(payload), "bm", 0, PATH_LENGTH, "bm", true,
	  "program to run in the prepared host instead of guest and bm, for at most `seconds`" },
	{ "beside", SETTING_PATH, AT(beside), "none", 0, PATH_LENGTH, "none", true,
	  "program to run in the host beside bm during the window" },
	{ "counters", SETTING_SWITCH, AT(counters), "true", 0, 0, NULL, false,
	  "count with perf during the window; without it the mechanism cannot be seen" },
	{ "ballast", SETTING_SWITCH, AT(ballast), "true", 0, 0, NULL, true,
	  "a spinner on each host CPU during the window (sim)" },
	{ "turns", SETTING_NUMBER, AT(turns), "1024", 0, TURNS_MAX, NULL, false,
	  "simulated CPUs take turns at least N times a second of virtual time; 0 = at timers (sim)" },
	{ .name = NULL },
};

const struct setting *setting_find(const char *name)
{
	for (const struct setting *row = setting_table; row->name; row++)
		if (!strcmp(row->name, name))
			return row;
	return NULL;
}
