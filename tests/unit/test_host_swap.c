// SPDX-License-Identifier: GPL-2.0-or-later
/* The swap device: its header, raw trace pages, and latencies out of them. */
#include "test.h"

#include "host/latency.h"
#include "host/swap.h"
#include "host/trace_page.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

static void the_header_is_what_swapon_wants(void **state)
{
	unsigned char page[4096];
	uint32_t words[3];

	(void)state;
	memset(page, 0xff, sizeof(page));
	swap_header(page, sizeof(page), 262144);
	memcpy(words, page + 1024, sizeof(words));
	assert_int_equal(words[0], 1);
	assert_int_equal(words[1], 262143);
	assert_int_equal(words[2], 0);
	assert_memory_equal(page + 4086, "SWAPSPACE2", 10);
}

static const char format[] = "name: block_bio_queue\nID: 1007\nformat:\n"
			     "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
			     "\n\tfield:dev_t dev;\toffset:8;\tsize:4;\tsigned:0;\n"
			     "\tfield:sector_t sector;\toffset:16;\tsize:8;\tsigned:0;\n";

static void an_event_format_says_where_the_sector_is(void **state)
{
	struct trace_layout layout;

	(void)state;
	assert_int_equal(trace_layout_parse(format, &layout), 0);
	assert_int_equal(layout.id, 1007);
	assert_int_equal(layout.sector_offset, 16);
	assert_int_equal(trace_layout_parse("ID: 7\n", &layout), -EPROTO);
	assert_int_equal(trace_layout_parse("ID: 70000\n", &layout), -EPROTO);
	assert_int_equal(trace_layout_parse(strchr(format, 'f'), &layout), -EPROTO);
}

/* A trace page under construction. */
struct page {
	unsigned char bytes[256];
	size_t length;
};

static void page_word(struct page *page, uint32_t word)
{
	memcpy(page->bytes + page->length, &word, sizeof(word));
	page->length += sizeof(word);
}

static void page_begin(struct page *page, uint64_t time)
{
	memset(page, 0, sizeof(*page));
	memcpy(page->bytes, &time, sizeof(time));
	page->length = 16;
}

static void page_end(struct page *page)
{
	uint64_t committed = page->length - 16;

	committed |= UINT64_C(1) << 31; /* "events were lost before this page" */
	memcpy(page->bytes + 8, &committed, sizeof(committed));
}

static void event_collect(uint64_t time, const unsigned char *data, size_t length, void *user)
{
	uint32_t first;

	memcpy(&first, data, sizeof(first));
	g_string_append_printf(user, "%lu:%u/%zu ", (unsigned long)time, first, length);
}

static void a_page_with_events_of_all_kinds_is_walked(void **state)
{
	GString *seen = g_string_new(NULL);
	struct page page;

	(void)state;
	page_begin(&page, 1000);
	page_word(&page, 5 << 5 | 1); /* 5 ns later, one word */
	page_word(&page, 11);
	page_word(&page, 7 << 5 | 30); /* a long time: 2 * 2^27 + 7 */
	page_word(&page, 2);
	page_word(&page, 1 << 5 | 0); /* its length is in the next word: 12 with itself */
	page_word(&page, 12);
	page_word(&page, 22);
	page_word(&page, 0);
	page_word(&page, 1 << 5 | 29); /* discarded, 4 bytes more to skip */
	page_word(&page, 4);
	page_word(&page, 500 << 5 | 31); /* a whole time */
	page_word(&page, 0);
	page_word(&page, 0 << 5 | 2);
	page_word(&page, 33);
	page_word(&page, 0);
	page_word(&page, 29); /* nothing follows */
	page_word(&page, 0xffffffff);
	page_end(&page);
	assert_int_equal(trace_page_walk(page.bytes, sizeof(page.bytes), event_collect, seen), 0);
	assert_string_equal(seen->str, "1005:11/4 268436469:22/8 500:33/8 ");
	g_string_free(seen, TRUE);
}

static void a_page_that_contradicts_itself_is_refused(void **state)
{
	GString *seen = g_string_new(NULL);
	struct page page;

	(void)state;
	page_begin(&page, 0);
	page_word(&page, 28);
	page_word(&page, 0);
	page_end(&page);
	assert_int_equal(trace_page_walk(page.bytes, sizeof(page.bytes), event_collect, seen),
			 -EPROTO);
	assert_int_equal(trace_page_walk(page.bytes, 20, event_collect, seen), -EPROTO);
	assert_int_equal(trace_page_walk(page.bytes, 8, event_collect, seen), -EPROTO);
	assert_string_equal(seen->str, "");
	g_string_free(seen, TRUE);
}

static GArray *stream_make(const struct latency_event *events, size_t count)
{
	GArray *stream = g_array_new(FALSE, FALSE, sizeof(*events));

	g_array_append_vals(stream, events, (guint)count);
	return stream;
}

static void requests_meet_completions_of_other_cpus(void **state)
{
	static const struct latency_event first[] = {
		{ 5, 64, true }, /* requested before the trace */
		{ 10, 8, false }, { 30, 16, false },
		{ 80, 8, false }, { 90, 24, false }, /* completed after the trace */
	};
	static const struct latency_event second[] = {
		{ 20, 8, true },
		{ 70, 16, true },
		{ 110, 8, true },
	};
	GArray *streams[] = { stream_make(first, G_N_ELEMENTS(first)),
			      stream_make(second, G_N_ELEMENTS(second)) };
	GArray *latencies = latency_pair(streams, 2);

	(void)state;
	assert_int_equal(latencies->len, 3);
	assert_int_equal(g_array_index(latencies, uint64_t, 0), 10);
	assert_int_equal(g_array_index(latencies, uint64_t, 1), 40);
	assert_int_equal(g_array_index(latencies, uint64_t, 2), 30);
	g_array_unref(latencies);
	g_array_unref(streams[0]);
	g_array_unref(streams[1]);
}

static void a_summary_has_mean_and_nearest_ranks(void **state)
{
	GArray *latencies = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	struct latency_summary summary = latency_summarize(latencies);

	(void)state;
	assert_int_equal(summary.count, 0);
	assert_int_equal(summary.p99_ns, 0);
	for (uint64_t i = 200; i; i--)
		g_array_append_val(latencies, i);
	summary = latency_summarize(latencies);
	assert_int_equal(summary.count, 200);
	assert_int_equal(summary.mean_ns, 100);
	assert_int_equal(summary.p50_ns, 100);
	assert_int_equal(summary.p99_ns, 198);
	g_array_unref(latencies);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_header_is_what_swapon_wants),
		cmocka_unit_test(an_event_format_says_where_the_sector_is),
		cmocka_unit_test(a_page_with_events_of_all_kinds_is_walked),
		cmocka_unit_test(a_page_that_contradicts_itself_is_refused),
		cmocka_unit_test(requests_meet_completions_of_other_cpus),
		cmocka_unit_test(a_summary_has_mean_and_nearest_ranks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
