// SPDX-License-Identifier: GPL-2.0-or-later
// The result as one line of JSON.
#include "json.h"

#include <inttypes.h>

#include "place.h"

/* What separates element @i of an array from the one before. */
static const char *comma(size_t i)
{
	return i ? "," : "";
}

/* The vCPU of each thread; null if none is pinned. */
static void pins_write(FILE *file, const struct options *options)
{
	if (!options->pins) {
		fprintf(file, "null");
		return;
	}
	for (int i = 0; i < options->faulting + options->working; i++)
		fprintf(file, "%s%d", i ? "," : "[", options->pins[i]);
	fprintf(file, "]");
}

static void options_write(FILE *file, const struct options *options)
{
	fprintf(file, "\"options\":{\"faulting\":%d,\"working\":%d,\"memory\":%zu,\"seconds\":%u,",
		options->faulting, options->working, options->memory, options->seconds);
	fprintf(file, "\"layout\":\"%s\",\"fill\":\"%s\",", layout_name(options->layout),
		fill_name(options->fill));
	if (options->seeded)
		fprintf(file, "\"seed\":%u,", options->seed);
	else
		fprintf(file, "\"seed\":null,");
	fprintf(file, "\"place\":\"%s\",\"pins\":", place_name(options->place));
	pins_write(file, options);
	fprintf(file, "}");
}

static void faulters_write(FILE *file, const struct team *team, struct clock_rate rate)
{
	fprintf(file, "\"faulting\":[");
	for (int i = 0; i < team->faulting; i++)
		fprintf(file, "%s{\"accesses\":%lu,\"longest_stall_ns\":%" PRIu64 "}",
			comma((size_t)i), atomic_load(&team->faulters[i].accesses),
			clock_ticks_to_ns(team->faulters[i].longest_ticks, rate));
	fprintf(file, "]");
}

static void ticks_write(FILE *file, const uint64_t *ticks, int count, struct clock_rate rate)
{
	fprintf(file, "[");
	for (int i = 0; i < count; i++)
		fprintf(file, "%s%" PRIu64, comma((size_t)i), clock_ticks_to_ns(ticks[i], rate));
	fprintf(file, "]");
}

/* For each thread an array of its times on the vCPUs; null if they are not known. */
static void vcpus_write(FILE *file, const struct occupancy *occupancy, const uint64_t *ticks,
			struct clock_rate rate)
{
	fprintf(file, "\"vcpu_ns\":");
	if (!occupancy_is_known()) {
		fprintf(file, "null");
		return;
	}
	fprintf(file, "[");
	for (int i = 0; i < occupancy->threads; i++) {
		fprintf(file, "%s", comma((size_t)i));
		ticks_write(file, ticks + (size_t)i * (size_t)occupancy->vcpus, occupancy->vcpus,
			    rate);
	}
	fprintf(file, "]");
}

static void occupancy_write(FILE *file, const struct occupancy *occupancy, struct clock_rate rate)
{
	fprintf(file, "\"occupancy\":");
	if (!occupancy_is_known()) {
		fprintf(file, "null");
		return;
	}
	fprintf(file, "{\"samples\":%" PRIu64 ",", occupancy->samples);
	vcpus_write(file, occupancy, occupancy->ticks, rate);
	fprintf(file, ",\"fair_ns\":");
	ticks_write(file, occupancy->fair, occupancy->threads - occupancy->faulting, rate);
	fprintf(file, "}");
}

static void samples_write(FILE *file, const struct occupancy *occupancy,
			  const struct window *window)
{
	fprintf(file, "\"intervals\":[");
	for (size_t i = 0; i < window->sample_count; i++) {
		const struct sample *sample = &window->samples[i];

		fprintf(file, "%s{\"at_ns\":%" PRIu64 ",\"work\":%lu,\"accesses\":%lu,", comma(i),
			sample->at_ns, sample->tally.work, sample->tally.accesses);
		vcpus_write(file, occupancy, sample->occupancy, window->length);
		fprintf(file, "}");
	}
	fprintf(file, "]");
}

/* Of all faulting threads together. */
static void latency_write(FILE *file, const struct team *team)
{
	struct latency sum = { 0 };
	size_t written = 0;

	for (int i = 0; i < team->faulting; i++)
		latency_add(&sum, &team->latencies[i]);
	fprintf(file, ",\"latency\":{\"unit\":\"ns\",\"sub_buckets\":%d,\"max_ns\":%" PRIu64,
		LATENCY_SUB_BUCKETS, sum.max_ns);
	fprintf(file, ",\"buckets\":[");
	for (size_t i = 0; i < LATENCY_BUCKETS; i++)
		if (sum.counts[i])
			fprintf(file, "%s[%" PRIu64 ",%" PRIu64 "]", comma(written++),
				latency_lower(i), sum.counts[i]);
	fprintf(file, "]}");
}

static void cpus_write(FILE *file, const struct cpus *cpus)
{
	static const char *const names[CPU_PARTS] = {
		[CPU_USER] = "user_ns", [CPU_SYSTEM] = "system_ns", [CPU_IRQ] = "irq_ns",
		[CPU_IDLE] = "idle_ns", [CPU_STEAL] = "steal_ns",
	};

	fprintf(file, ",\"guest_cpu\":[");
	for (int cpu = 0; cpu < cpus->count; cpu++) {
		fprintf(file, "%s", comma((size_t)cpu));
		for (enum cpu_part part = 0; part < CPU_PARTS; part++)
			fprintf(file, "%s\"%s\":%" PRIu64, part ? "," : "{", names[part],
				cpus_growth(cpus, cpu, part));
		fprintf(file, "}");
	}
	fprintf(file, "]");
}

void json_write(FILE *file, const struct result *result)
{
	const struct team *team = result->team;

	fprintf(file, "{\"schema_version\":%d,", JSON_SCHEMA_VERSION);
	options_write(file, result->options);
	fprintf(file, ",\"prefault_ns\":%" PRIu64 ",\"window_ns\":%" PRIu64 ",\"total\":%lu,",
		result->prefault_ns, result->window->length.ns, team_tally(team).work);
	fprintf(file, "\"workers\":[");
	for (int i = 0; i < team->working; i++)
		fprintf(file, "%s%lu", comma((size_t)i), *team->workers[i].counter);
	fprintf(file, "],");
	faulters_write(file, team, result->window->length);
	fprintf(file, ",");
	occupancy_write(file, &team->occupancy, result->window->length);
	fprintf(file, ",");
	samples_write(file, &team->occupancy, result->window);
	if (team->latencies)
		latency_write(file, team);
	if (result->window->reads_cpus)
		cpus_write(file, &result->window->cpus);
	fprintf(file, "}\n");
}
