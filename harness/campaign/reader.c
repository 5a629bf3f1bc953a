// SPDX-License-Identifier: GPL-2.0-or-later
/* Parsing takes most of the time of reading, so it has threads; files and errors stay with the
 * caller's, since util/error knows one thread only. */
#include "campaign/reader.h"

#include "campaign/lean.h"
#include "record/record.h"
#include "util/fs.h"
#include "util/json.h"

#include <signal.h>

#define AHEAD 64 /* texts in memory at once */

struct job {
	char *text; /* NULL: there was an error, or it is parsed */
	size_t length;
	json_t *record; /* NULL: not JSON */
	bool done;
};

struct reader {
	const GPtrArray *paths;
	const struct workload *workload;
	GThreadPool *pool;
	GMutex lock; /* of done */
	GCond changed;
	struct job jobs[AHEAD];
	guint begun, next; /* places in paths */
};

static void job_run(gpointer data, gpointer user_data)
{
	struct reader *reader = user_data;
	struct job *job = data;
	GString *lean = lean_text(job->text, job->length, reader->workload);

	job->record = json_loadb(lean->str, lean->len, JSON_READ, NULL);
	g_string_free(lean, TRUE);
	g_clear_pointer(&job->text, g_free);
	g_mutex_lock(&reader->lock);
	job->done = true;
	g_cond_signal(&reader->changed);
	g_mutex_unlock(&reader->lock);
}

/* Threads that end with the pool. Signals are for the caller's thread, which alone knows what to do
 * with one: another would end the program. */
static GThreadPool *pool_new(struct reader *reader)
{
	GThreadPool *pool;
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pool = g_thread_pool_new(job_run, reader, (gint)g_get_num_processors(), TRUE, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return pool;
}

struct reader *reader_new(const GPtrArray *paths, const struct workload *workload)
{
	struct reader *reader = g_new0(struct reader, 1);

	/* jansson's hashes have a seed, which two threads must not choose at once. */
	json_object_seed(0);
	reader->paths = paths;
	reader->workload = workload;
	g_mutex_init(&reader->lock);
	g_cond_init(&reader->changed);
	reader->pool = pool_new(reader);
	return reader;
}

/* A file that cannot be read is done at once: reader_next() finds the reason. */
static void jobs_begin(struct reader *reader)
{
	for (; reader->begun < reader->paths->len && reader->begun < reader->next + AHEAD;
	     reader->begun++) {
		struct job *job = &reader->jobs[reader->begun % AHEAD];

		*job = (struct job){ .done = false };
		if (fs_read(reader->paths->pdata[reader->begun], &job->text, &job->length))
			job->done = true;
		else
			g_thread_pool_push(reader->pool, job, NULL);
	}
}

static json_t *job_wait(struct reader *reader, struct job *job)
{
	json_t *record;

	g_mutex_lock(&reader->lock);
	while (!job->done)
		g_cond_wait(&reader->changed, &reader->lock);
	g_mutex_unlock(&reader->lock);
	record = job->record;
	job->record = NULL;
	return record;
}

int reader_next(struct reader *reader, json_t **record)
{
	const char *path = reader->paths->pdata[reader->next];
	int err;

	jobs_begin(reader);
	*record = job_wait(reader, &reader->jobs[reader->next % AHEAD]);
	reader->next++;
	if (!*record)
		return record_load(path, record);
	err = record_check(path, *record);
	if (err)
		g_clear_pointer(record, json_decref);
	return err;
}

void reader_free(struct reader *reader)
{
	g_thread_pool_free(reader->pool, FALSE, TRUE);
	for (; reader->next < reader->begun; reader->next++)
		json_decref(reader->jobs[reader->next % AHEAD].record);
	g_mutex_clear(&reader->lock);
	g_cond_clear(&reader->changed);
	g_free(reader);
}
