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

static const char format[] = "name: sched_switch\nID: 1007\nformat:\n"
			     "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
			     "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
			     "\tfield:char prev_pid_of[16];\toffset:48;\tsize:16;\tsigned:0;\n"
			     "\tfield:char comm[16];\toffset:8;\tsize:16;\tsigned:0;\n"
			     "\tfield:pid_t pid;\toffset:24;\tsize:4;\tsigned:1;\n"
			     "\tfield:sector_t sector;\toffset:32;\tsize:8;\tsigned:0;\n\n"
			     "print fmt: \"pid;\"\n";

static int parse(const char *text, const char *name, struct trace_field *field)
{
	struct trace_layout layout = { .fields[0].name = name };
	int err = trace_layout_parse(text, &layout);

	*field = layout.fields[0];
	return err ? err : layout.id;
}

static void an_event_format_says_where_fields_are(void **state)
{
	struct trace_field field;

	(void)state;
	assert_int_equal(parse(format, "sector", &field), 1007);
	assert_int_equal(field.offset, 32);
	assert_int_equal(field.size, 8);
	assert_int_equal(parse(format, "pid", &field), 1007);
	assert_int_equal(field.offset, 24);
	assert_int_equal(parse(format, "comm", &field), 1007);
	assert_int_equal(field.offset, 8);
	assert_int_equal(field.size, 16);
	assert_int_equal(parse(format, "common_pid", &field), 1007);
	assert_int_equal(field.offset, 4);
	assert_int_equal(parse(format, NULL, &field), 1007);
	assert_int_equal(parse(format, "prev_pid", &field), -EPROTO);
	assert_error_says("prev_pid");
	assert_int_equal(parse("ID: 7\n", "pid", &field), -EPROTO);
	assert_int_equal(parse("ID: 70000\n", NULL, &field), -EPROTO);
	assert_int_equal(parse("ID: 0\n", NULL, &field), -EPROTO);
	assert_int_equal(parse(strchr(format, 'f'), "pid", &field), -EPROTO);
}

static void fields_are_read_from_an_event(void **state)
{
	static const unsigned char data[16] = "\x07\x01..\xff\xff\xff\xff"
					      "kworker";
	const struct trace_field small = { .offset = 4, .size = 4 };
	const struct trace_field large = { .offset = 8, .size = 8 };
	const struct trace_field odd = { .offset = 4, .size = 2 };
	char text[9];
	uint64_t number;

	(void)state;
	assert_int_equal(trace_event_id(data, 2), 0x107);
	assert_int_equal(trace_event_id(data, 1), 0);
	assert_true(trace_field_number(&small, data, 8, &number));
	assert_int_equal(number, 0xffffffff);
	assert_false(trace_field_number(&small, data, 7, &number));
	assert_true(trace_field_number(&large, data, 16, &number));
	assert_int_equal(number, 0x72656b726f776b);
	assert_false(trace_field_number(&large, data, 15, &number));
	assert_false(trace_field_number(&odd, data, 16, &number));
	assert_true(trace_field_text(&large, data, 16, text, 9));
	assert_string_equal(text, "kworker");
	assert_false(trace_field_text(&large, data, 15, text, 9));
	assert_false(trace_field_text(&large, data, 16, text, 8));
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
		cmocka_unit_test(an_event_format_says_where_fields_are),
		cmocka_unit_test(fields_are_read_from_an_event),
		cmocka_unit_test(a_page_with_events_of_all_kinds_is_walked),
		cmocka_unit_test(a_page_that_contradicts_itself_is_refused),
		cmocka_unit_test(requests_meet_completions_of_other_cpus),
		cmocka_unit_test(a_summary_has_mean_and_nearest_ranks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
