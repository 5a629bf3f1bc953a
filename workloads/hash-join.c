// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A hash join as a workload (docs/workloads.md): threads probe a hash table that does not fit into
 * the container. Usage: hash-join [-m MIB] [-j THREADS]
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define THREADS_MOST 256

struct row { /* of the inner table */
	uint64_t key, value;
};

struct prober {
	pthread_t thread;
	uint64_t random; /* state, not 0 */
	uint64_t probes, matches, sum, slowest_ns;
};

/* Odd, so that it has an inverse: the build side is written in the order of its slots, which fills
 * memory once from end to end. */
static const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
static uint64_t inverse = 1;

static struct row *table;
static uint64_t slots; /* a power of two */
static atomic_bool is_over;

static uint64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint64_t hash(uint64_t key)
{
	return key * factor;
}

static uint64_t key_of(uint64_t hashed)
{
	return hashed * inverse;
}

static void table_build(uint64_t bytes)
{
	/* Newton's method: each step doubles the number of right bits. */
	for (int i = 0; i < 6; i++)
		inverse *= 2 - factor * inverse;
	for (slots = 1; 2 * slots * sizeof(*table) <= bytes; slots *= 2)
		;
	table = mmap(NULL, slots * sizeof(*table), PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (table == MAP_FAILED) {
		perror("hash-join: no memory for the table");
		exit(1);
	}
	for (uint64_t i = 0; i < slots; i++)
		table[i] = (struct row){ .key = key_of(i), .value = i };
}

static uint64_t random_next(struct prober *prober)
{
	prober->random ^= prober->random << 13;
	prober->random ^= prober->random >> 7;
	prober->random ^= prober->random << 17;
	return prober->random;
}

/* Every second row of the outer side has a partner. */
static void *probe(void *data)
{
	struct prober *prober = data;
	uint64_t now, before = clock_now();

	while (!is_over) {
		const uint64_t key = key_of(random_next(prober) & (2 * slots - 1));
		const struct row *row = &table[hash(key) & (slots - 1)];

		if (row->key == key) {
			prober->matches++;
			prober->sum += row->value;
		}
		prober->probes++;
		now = clock_now();
		if (now - before > prober->slowest_ns)
			prober->slowest_ns = now - before;
		before = now;
	}
	return NULL;
}

static void result_print(const struct prober *probers, long threads)
{
	uint64_t probes = 0, matches = 0, slowest = 0;

	for (long i = 0; i < threads; i++) {
		probes += probers[i].probes;
		matches += probers[i].matches;
		if (probers[i].slowest_ns > slowest)
			slowest = probers[i].slowest_ns;
	}
	printf("metric probes %" PRIu64 "\n", probes);
	printf("metric slowest_probe %.3f ms better=less\n", (double)slowest * 1e-6);
	printf("metric matches %.2f %%\n", probes ? 100.0 * (double)matches / (double)probes : 0);
}

int main(int argc, char **argv)
{
	static struct prober probers[THREADS_MOST];
	unsigned int seed, seconds;
	long mib = 1024, threads = 8;
	int option;

	while ((option = getopt(argc, argv, "m:j:")) != -1) {
		if (option == 'm')
			mib = strtol(optarg, NULL, 10);
		else if (option == 'j')
			threads = strtol(optarg, NULL, 10);
		else
			return 2;
	}
	if (mib < 1 || threads < 1 || threads > THREADS_MOST)
		return 2;
	setlinebuf(stdout);
	table_build((uint64_t)mib << 20);
	printf("ready\n");
	if (scanf("%u %u", &seed, &seconds) != 2)
		return 1;
	printf("start\n");
	for (long i = 0; i < threads; i++) {
		probers[i].random = hash(seed + UINT64_C(1000000007) * (uint64_t)(i + 1)) | 1;
		if (pthread_create(&probers[i].thread, NULL, probe, &probers[i]))
			return 1;
	}
	sleep(seconds);
	is_over = true;
	for (long i = 0; i < threads; i++)
		pthread_join(probers[i].thread, NULL);
	result_print(probers, threads);
	printf("done\n");
	return 0;
}
