// SPDX-License-Identifier: GPL-2.0-or-later
/* What a profiled run's record keeps of perf's reports. */
#ifndef RECORD_PROFILE_H
#define RECORD_PROFILE_H

#include <jansson.h>

/*
 * From the texts that the host handed over (host/profile.h): {"hertz", "lost", "samples": [{"by",
 * "symbol", "module", "samples"} ...], "exits": [{"reason", "count", "ns"} ...]}, a new reference.
 * Both lists have the largest first. "by": vcpus, emulator, kworkers, reclaim, ballast, perf,
 * other; "symbol": null where the module has none. Lines of another form are passed over: without
 * any sample the lists are empty.
 */
json_t *profile_parse(const json_t *texts);

#endif
