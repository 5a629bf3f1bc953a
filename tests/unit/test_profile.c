// SPDX-License-Identifier: GPL-2.0-or-later
/* What perf prints of a profiled run, and what its record keeps of that. */
#include "test.h"

#include "record/profile.h"

#include <glib.h>

static const char samples[] =
	"# To display the perf.data header info, please use --header/--header-only options.\n"
	"#\n"
	"# Total Lost Samples: 3\n"
	"#\n"
	"# Samples: 100  of event 'cpu-clock:pppH'\n"
	"# Overhead;Samples;  Pid:Command;Shared Object;Symbol\n"
	"#\n"
	"40.00;40;     90:init;init;[.] 0x0000000000401234\n"
	" 9.00;9;     91:init;init;[.] 0x0000000000401238\n"
	"20.00;20;     71:qemu-system-x86;[kernel.kallsyms];[k] svm_vcpu_run\n"
	"10.00;10;     72:qemu-system-x86;[kernel.kallsyms];[k] svm_vcpu_run\n"
	" 5.00;5;     70:qemu-system-x86;[kernel.kallsyms];[k] do_syscall_64\n"
	" 4.00;4;     12:kworker/1:1-eve;[kernel.kallsyms];[k] __get_user_pages\n"
	" 4.00;4;     13:kswapd0;[kernel.kallsyms];[k] shrink_page_list\n"
	" 2.00;2;     80:perf;[kernel.kallsyms];[k] do_syscall_64\n"
	" 2.00;2;      1:init;[kernel.kallsyms];[k] do_syscall_64\n"
	" 1.00;1;     14:ksoftirqd/0;[kernel.kallsyms];[k] __softirqentry_text_start\n"
	" 3.00;3;     71:qemu-system-x86;[unknown];[u] 0xffffffff81600c70\n"
	" 2.00;2;     72::72;[unknown];[g] 0x0000000000403c14\n"
	" 6.00;6;     72::72;[unknown];[u] 0x0000000000403c17\n"
	"\n"
	"a line; of another; form\n"
	"1;2;3;4;5\n"
	"#\n"
	"# (Tip: a; tip; of; five; columns)\n";

static const char exits[] =
	"\n\nAnalyze events for all VMs, all VCPUs:\n\n"
	"             VM-EXIT    Samples  Samples%     Time%    Min Time    Max Time         Avg "
	"time \n\n"
	"                 hlt        200    20.00%    90.00%      1.00us   9000.00us     "
	"500.25us ( +-   1.00% )\n"
	"                 npf         50     5.00%     5.00%      1.00us    100.00us      "
	"20.00us ( +-   1.00% )\n\n"
	"Total Samples:250, Total events handled time:101050.00us.\n\n";

static json_t *parsed(const char *sample_text, const char *exit_text)
{
	json_t *texts = json_pack("{s:i, s:[i, i], s:s, s:s, s:s}", "hertz", 199, "vcpus", 71, 72,
				  "samples", sample_text, "callers", "", "exits", exit_text);
	json_t *profile = profile_parse(texts);

	json_decref(texts);
	return profile;
}

/* Of the row with these two texts; 0: there is none. */
static json_int_t count(const json_t *profile, const char *by, const char *symbol)
{
	const json_t *row;
	size_t i;

	json_array_foreach (json_object_get(profile, "samples"), i, row)
		if (!g_strcmp0(json_string_value(json_object_get(row, "by")), by) &&
		    !g_strcmp0(json_string_value(json_object_get(row, "symbol")), symbol))
			return json_integer_value(json_object_get(row, "samples"));
	return 0;
}

/* Of the vCPUs' row without a symbol in this module. */
static json_int_t in_module(const json_t *profile, const char *module)
{
	const json_t *row;
	size_t i;

	json_array_foreach (json_object_get(profile, "samples"), i, row)
		if (!g_strcmp0(json_string_value(json_object_get(row, "by")), "vcpus") &&
		    json_is_null(json_object_get(row, "symbol")) &&
		    !g_strcmp0(json_string_value(json_object_get(row, "module")), module))
			return json_integer_value(json_object_get(row, "samples"));
	return 0;
}

static void samples_are_added_up_by_kind_of_thread_and_symbol(void **state)
{
	json_t *profile = parsed(samples, exits);

	(void)state;
	assert_int_equal(json_integer_value(json_object_get(profile, "hertz")), 199);
	assert_int_equal(json_integer_value(json_object_get(profile, "lost")), 3);
	assert_int_equal(json_array_size(json_object_get(profile, "samples")), 11);
	assert_int_equal(count(profile, "ballast", NULL), 49);
	assert_int_equal(count(profile, "vcpus", "svm_vcpu_run"), 30);
	assert_int_equal(in_module(profile, "[guest user]"), 8);
	assert_int_equal(in_module(profile, "[guest kernel]"), 3);
	assert_int_equal(count(profile, "emulator", "do_syscall_64"), 5);
	assert_int_equal(count(profile, "kworkers", "__get_user_pages"), 4);
	assert_int_equal(count(profile, "reclaim", "shrink_page_list"), 4);
	assert_int_equal(count(profile, "perf", "do_syscall_64"), 2);
	assert_int_equal(count(profile, "other", "do_syscall_64"), 2);
	assert_int_equal(count(profile, "other", "__softirqentry_text_start"), 1);
	json_decref(profile);
}

static void the_largest_are_first_and_equal_ones_have_an_order(void **state)
{
	json_t *profile = parsed(samples, exits), *again = parsed(samples, exits);
	const json_t *rows = json_object_get(profile, "samples"), *row;
	json_int_t before = 1000;
	size_t i;

	(void)state;
	json_array_foreach (rows, i, row) {
		assert_true(json_integer_value(json_object_get(row, "samples")) <= before);
		before = json_integer_value(json_object_get(row, "samples"));
	}
	assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 4), "by")),
			    "kworkers");
	assert_true(json_equal(profile, again));
	json_decref(profile);
	json_decref(again);
}

static void exits_have_count_and_time(void **state)
{
	json_t *profile = parsed(samples, exits);
	const json_t *rows = json_object_get(profile, "exits"), *first = json_array_get(rows, 0);

	(void)state;
	assert_int_equal(json_array_size(rows), 2);
	assert_string_equal(json_string_value(json_object_get(first, "reason")), "hlt");
	assert_int_equal(json_integer_value(json_object_get(first, "count")), 200);
	assert_int_equal(json_integer_value(json_object_get(first, "ns")), 100050000);
	json_decref(profile);
}

static void other_text_is_passed_over(void **state)
{
	json_t *profile = parsed("Error: no samples\n", "hlt 1 2% 3% 4us 5us nanus\n");

	(void)state;
	assert_true(json_is_null(json_object_get(profile, "lost")));
	assert_int_equal(json_array_size(json_object_get(profile, "samples")), 0);
	assert_int_equal(json_array_size(json_object_get(profile, "exits")), 0);
	json_decref(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(samples_are_added_up_by_kind_of_thread_and_symbol),
		cmocka_unit_test(the_largest_are_first_and_equal_ones_have_an_order),
		cmocka_unit_test(exits_have_count_and_time),
		cmocka_unit_test(other_text_is_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
