// SPDX-License-Identifier: GPL-2.0-or-later
/* In the guest: threads that touch an array at random and check what they find in it. */
#include "linux_storm_threads.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define PAGE	 4096
#define BURST	 32
#define PAUSE_US 1000
#define WORDS	 (PAGE / sizeof(uint64_t))

/* Words of a page: its number, how often it has been written, and a function of both. */
enum {
	WORD_NUMBER,
	WORD_GENERATION,
	WORD_FIRST
};

struct thread {
	pthread_t id;
	pid_t tid;
	uint64_t random;
	unsigned int number;
	int pipe[2];
	uint64_t accesses, errors, longest_ms;
	uint64_t since_ms; /* when the present access began */
	bool ended;
};

static struct thread threads[STORM_THREADS];
static unsigned int running; /* threads; 0: none */
static uint64_t *array;
static size_t pages;
static uint32_t *generations; /* of each page, known to its owner */
static bool stop;

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static uint64_t word_make(uint64_t number, uint64_t generation, size_t i)
{
	uint64_t x = (number << 32 | generation) + i * UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 31) * UINT64_C(0xbf58476d1ce4e5b9);
	return x ^ x >> 29;
}

static void page_write(uint64_t *page, uint64_t number, uint64_t generation)
{
	page[WORD_NUMBER] = number;
	page[WORD_GENERATION] = generation;
	for (size_t i = WORD_FIRST; i < WORDS; i++)
		page[i] = word_make(number, generation, i);
}

static bool page_check(const uint64_t *page, uint64_t number, uint64_t generation)
{
	bool right = page[WORD_NUMBER] == number && page[WORD_GENERATION] == generation;

	for (size_t i = WORD_FIRST; right && i < WORDS; i++)
		right = page[i] == word_make(number, generation, i);
	return right;
}

bool storm_fill(size_t mib)
{
	pages = (mib << 20) / PAGE;
	array = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		     0);
	generations = calloc(pages, sizeof(*generations));
	if (array == MAP_FAILED || !generations) {
		array = NULL;
		return false;
	}
	for (size_t i = 0; i < pages; i++)
		page_write(array + i * WORDS, i, 0);
	return true;
}

static uint64_t random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* A page of this thread's own: nobody else writes it. */
static bool own_touch(size_t i, bool write_it)
{
	uint64_t *page = array + i * WORDS;
	bool right = page_check(page, i, generations[i]);

	if (write_it)
		page_write(page, i, ++generations[i]);
	return right;
}

/* The same by way of the kernel, which then takes the fault while it copies. */
static bool own_copy(struct thread *thread, size_t i)
{
	uint64_t copy[WORDS];

	if (write(thread->pipe[1], array + i * WORDS, PAGE) != PAGE ||
	    read(thread->pipe[0], copy, PAGE) != PAGE)
		return false;
	return page_check(copy, i, generations[i]);
}

static void *thread_run(void *argument)
{
	struct thread *thread = argument;

	thread->tid = gettid();
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		uint64_t random = random_next(&thread->random) >> 8;
		size_t any = (random >> 8) % pages;
		size_t own = any - any % running + thread->number;
		uint64_t took;
		bool right;

		__atomic_store_n(&thread->since_ms, now_ms(), __ATOMIC_RELAXED);
		if (own >= pages)
			own = thread->number;
		if (random % 8 == 0)
			right = own_copy(thread, own);
		else if (random % 8 < 3)
			/* Only this word never changes. */
			right = array[any * WORDS + WORD_NUMBER] == any;
		else
			right = own_touch(own, random % 8 < 6);
		took = now_ms() - thread->since_ms;
		if (took > thread->longest_ms)
			thread->longest_ms = took;
		thread->errors += !right;
		/* Idle CPUs are part of the picture, and cost a simulated host nothing. */
		if (__atomic_add_fetch(&thread->accesses, 1, __ATOMIC_RELAXED) % BURST == 0)
			usleep(PAUSE_US);
	}
	__atomic_store_n(&thread->ended, true, __ATOMIC_RELEASE);
	return NULL;
}

bool storm_start(unsigned int count)
{
	if (!array || running || !count || count > STORM_THREADS)
		return false;
	stop = false;
	running = count;
	for (unsigned int i = 0; i < count; i++) {
		struct thread *thread = &threads[i];

		memset(thread, 0, sizeof(*thread));
		thread->number = i;
		thread->random = (i + 1) * UINT64_C(0x2545f4914f6cdd1d);
		thread->since_ms = now_ms();
		if (pipe(thread->pipe) || pthread_create(&thread->id, NULL, thread_run, thread))
			return false;
	}
	return true;
}

static void word_read(pid_t tid, const char *file, const char *format, char *word)
{
	char path[64];
	FILE *stream;

	snprintf(path, sizeof(path), "/proc/self/task/%d/%s", tid, file);
	stream = fopen(path, "r");
	if (!stream || fscanf(stream, format, word) != 1)
		strcpy(word, "?");
	if (stream)
		fclose(stream);
}

static void thread_locate(const struct thread *thread, char where[64])
{
	char state[2] = "", function[48] = "";

	word_read(thread->tid, "stat", "%*d %*s %1s", state);
	word_read(thread->tid, "wchan", "%47s", function);
	snprintf(where, 64, "%s:%s", state, function);
}

static bool thread_is_waiting(const struct thread *thread)
{
	char state[2] = "";

	word_read(thread->tid, "stat", "%*d %*s %1s", state);
	return state[0] == 'D';
}

void storm_read(struct storm_figures *figures)
{
	const struct thread *last = NULL;
	uint64_t now = now_ms();

	memset(figures, 0, sizeof(*figures));
	for (unsigned int i = 0; i < running; i++) {
		const struct thread *thread = &threads[i];
		uint64_t since = __atomic_load_n(&thread->since_ms, __ATOMIC_RELAXED);
		uint64_t stalled = thread->ended || since > now ? 0 : now - since;

		figures->accesses += __atomic_load_n(&thread->accesses, __ATOMIC_RELAXED);
		figures->errors += thread->errors;
		if (stalled > figures->stalled_ms) {
			figures->stalled_ms = stalled;
			last = thread;
		}
		if (stalled > figures->waiting_ms && thread_is_waiting(thread))
			figures->waiting_ms = stalled;
		if (thread->longest_ms > figures->longest_ms)
			figures->longest_ms = thread->longest_ms;
	}
	if (last)
		thread_locate(last, figures->where);
}

bool storm_stop(unsigned int seconds)
{
	uint64_t until = now_ms() + seconds * UINT64_C(1000);

	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	for (unsigned int i = 0; i < running; i++) {
		while (!__atomic_load_n(&threads[i].ended, __ATOMIC_ACQUIRE)) {
			if (now_ms() > until)
				return false;
			usleep(10000);
		}
		pthread_join(threads[i].id, NULL);
		close(threads[i].pipe[0]);
		close(threads[i].pipe[1]);
	}
	running = 0;
	return true;
}

uint64_t storm_verify(void)
{
	uint64_t wrong = 0;

	for (size_t i = 0; i < pages; i++)
		wrong += !page_check(array + i * WORDS, i, generations[i]);
	return wrong;
}
