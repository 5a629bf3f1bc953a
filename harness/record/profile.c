// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads what perf report and perf kvm stat print. */
#include "record/profile.h"

#include "util/digits.h"

#include <glib.h>
#include <string.h>

/* Columns of the text "samples". */
enum {
	SHARE,
	SAMPLES,
	THREAD,
	MODULE,
	SYMBOL,
	COLUMNS
};

/* Whose time a sample is, by the thread's name. The runner, process 1, and the ballast, which are
 * its children, have one name. */
static const struct {
	const char *prefix, *by;
} threads[] = {
	{ "qemu", "emulator" }, { "kworker/", "kworkers" }, { "kswapd", "reclaim" },
	{ "init", "ballast" },	{ "perf", "perf" },
};

/* thread: "NUMBER:NAME". */
static const char *thread_by(const char *thread, const json_t *vcpus)
{
	const char *name = strchr(thread, ':');
	uint64_t number;
	const json_t *vcpu;
	size_t i;

	if (!name || !digits_parse(thread, &number, NULL))
		return "other";
	json_array_foreach (vcpus, i, vcpu)
		if (json_integer_value(vcpu) == (json_int_t)number)
			return "vcpus";
	for (i = 0; number != 1 && i < G_N_ELEMENTS(threads); i++)
		if (g_str_has_prefix(name + 1, threads[i].prefix))
			return threads[i].by;
	return "other";
}

static gint compare_texts(const json_t *a, const json_t *b, const char *key)
{
	return g_strcmp0(json_string_value(json_object_get(a, key)),
			 json_string_value(json_object_get(b, key)));
}

/* The largest first; no two are equal in all. */
static gint compare_samples(gconstpointer a, gconstpointer b)
{
	const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
	const json_int_t more = json_integer_value(json_object_get(x, "samples"));
	const json_int_t less = json_integer_value(json_object_get(y, "samples"));
	gint order = (more < less) - (more > less);

	if (!order)
		order = compare_texts(x, y, "by");
	if (!order)
		order = compare_texts(x, y, "symbol");
	return order ? order : compare_texts(x, y, "module");
}

/* One row for all threads of a kind, and for all addresses of a module without a symbol. */
static void sample_add(GHashTable *rows, const char *by, const char *symbol, const char *module,
		       uint64_t samples)
{
	char *key = g_strdup_printf("%s %s %s", by, module, symbol ? symbol : "");
	json_t *row = g_hash_table_lookup(rows, key);

	if (row) {
		g_free(key);
	} else {
		row = json_pack("{s:s, s:s?, s:s, s:i}", "by", by, "symbol", symbol, "module",
				module, "samples", 0);
		g_hash_table_insert(rows, key, row);
	}
	json_object_set_new(row, "samples",
			    json_integer(json_integer_value(json_object_get(row, "samples")) +
					 (json_int_t)samples));
}

/*
 * full: with "[k] " before the symbol for the kernel, "[.] " for user space, "[g] " or "[u] " for
 * the guest: which of these two does not say much, since perf gives all samples of one address the
 * same. The guest's symbols are not known here.
 */
static const char *module_of(const char *module, const char *full, const char *symbol)
{
	if (!g_str_has_prefix(full, "[g]") && !g_str_has_prefix(full, "[u]"))
		return module;
	return g_str_has_prefix(symbol, "0xffff") ? "[guest kernel]" : "[guest user]";
}

/* "12.3%;45;678:qemu-system-x86;[kernel.kallsyms];[k] svm_vcpu_run" */
static void sample_line(const char *line, const json_t *vcpus, GHashTable *rows)
{
	g_auto(GStrv) columns = g_strsplit(line, ";", COLUMNS);
	const char *symbol, *module;
	uint64_t samples;

	if (g_strv_length(columns) != COLUMNS)
		return;
	for (size_t i = 0; i < COLUMNS; i++)
		g_strstrip(columns[i]);
	if (!digits_parse(columns[SAMPLES], &samples, NULL) || !samples)
		return;
	symbol = columns[SYMBOL][0] == '[' ? strchr(columns[SYMBOL], ' ') : NULL;
	symbol = symbol ? symbol + 1 : columns[SYMBOL];
	module = module_of(columns[MODULE], columns[SYMBOL], symbol);
	sample_add(rows, thread_by(columns[THREAD], vcpus),
		   g_str_has_prefix(symbol, "0x") ? NULL : symbol, module, samples);
}

static json_t *samples_parse(const char *const lines[], const json_t *vcpus)
{
	g_autoptr(GHashTable) rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	json_t *samples = json_array();
	GHashTableIter iter;
	gpointer row;

	for (; *lines; lines++)
		if (**lines != '#')
			sample_line(*lines, vcpus, rows);
	g_hash_table_iter_init(&iter, rows);
	while (g_hash_table_iter_next(&iter, NULL, &row))
		g_ptr_array_add(sorted, row);
	g_ptr_array_sort(sorted, compare_samples);
	for (guint i = 0; i < sorted->len; i++)
		json_array_append_new(samples, sorted->pdata[i]);
	return samples;
}

/* Columns of the text "exits". */
enum {
	REASON,
	COUNT,
	COUNT_SHARE,
	TIME_SHARE,
	SHORTEST,
	LONGEST,
	MEAN,
	EXIT_COLUMNS
};

/* "hlt  123  1.23%  4.56%  1.23us  4.56us  2.34us ( +-  0.12% )" */
static void exit_line(const char *line, json_t *exits)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	const char *columns[EXIT_COLUMNS];
	size_t found = 0;
	uint64_t count;
	double mean;
	char *end;

	for (char **word = words; *word && found < EXIT_COLUMNS; word++)
		if (**word)
			columns[found++] = *word;
	if (found < EXIT_COLUMNS || !digits_parse(columns[COUNT], &count, NULL))
		return;
	mean = g_ascii_strtod(columns[MEAN], &end);
	if (strcmp(end, "us") || !(mean >= 0 && mean * (double)count < 1e15))
		return;
	json_array_append_new(exits, json_pack("{s:s, s:I, s:I}", "reason", columns[REASON],
					       "count", (json_int_t)count, "ns",
					       (json_int_t)(mean * 1000 * (double)count)));
}

static json_t *exits_parse(const char *const lines[])
{
	json_t *exits = json_array();

	for (; *lines; lines++)
		exit_line(*lines, exits);
	return exits;
}

static json_t *lost_parse(const char *const lines[])
{
	static const char words[] = "# Total Lost Samples: ";
	uint64_t lost;

	for (; *lines; lines++)
		if (g_str_has_prefix(*lines, words) &&
		    digits_parse(*lines + strlen(words), &lost, NULL))
			return json_integer((json_int_t)lost);
	return json_null();
}

/* Never NULL; free with g_strfreev(). */
static char **text_lines(const json_t *texts, const char *name)
{
	const char *text = json_string_value(json_object_get(texts, name));

	return g_strsplit(text ? text : "", "\n", -1);
}

json_t *profile_parse(const json_t *texts)
{
	g_auto(GStrv) samples = text_lines(texts, "samples");
	g_auto(GStrv) exits = text_lines(texts, "exits");
	const char *const *lines = (const char *const *)samples;
	json_t *hertz = json_object_get(texts, "hertz");

	return json_pack("{s:O?, s:o, s:o, s:o}", "hertz", hertz, "lost", lost_parse(lines),
			 "samples", samples_parse(lines, json_object_get(texts, "vcpus")), "exits",
			 exits_parse((const char *const *)exits));
}
