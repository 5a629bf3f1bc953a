// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages: their order, what is said where something is lacking, and that text stays text. */
#include "test.h"

#include "files.h"
#include "made_up.h"

#include "publish/page_format.h"
#include "publish/page_make.h"
#include "publish/patches.h"
#include "report/columns.h"
#include "report/layout.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define STYLE "p { color: red }\n"

/* Of the test that runs. */
static struct campaign *campaign;
static struct report *report;
static char *html, *markdown;

static int test_begin(void **state)
{
	return folder_make(state);
}

static int test_end(void **state)
{
	g_clear_pointer(&html, free);
	g_clear_pointer(&markdown, free);
	g_clear_pointer(&report, report_free);
	g_clear_pointer(&campaign, campaign_drop);
	return folder_remove(state);
}

/* Free with page_free(). */
static struct page *page_of_campaign(void)
{
	g_free(campaign->folder);
	campaign->folder = g_strdup(folder);
	report = report_of(campaign);
	return page_make(campaign, report, layout_make(report), false);
}

static void page_print(struct page *page)
{
	size_t length;
	FILE *file = open_memstream(&html, &length);

	page_print_html(page, STYLE, file);
	fclose(file);
	file = open_memstream(&markdown, &length);
	page_print_markdown(page, file);
	fclose(file);
	page_free(page);
}

/* As XML, which HTML of this kind is too: no text has become a tag, no tag is left open. */
static void assert_well_formed(void)
{
	static const GMarkupParser parser;
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, NULL, NULL);
	const char *root = strchr(html, '\n') + 1;
	g_autoptr(GError) error = NULL;

	assert_true(g_str_has_prefix(html, PAGE_HTML_BEGIN));
	if (!g_markup_parse_context_parse(context, root, -1, &error) ||
	    !g_markup_parse_context_end_parse(context, &error))
		fail_msg("%s in:\n%s", error->message, html);
	g_markup_parse_context_free(context);
}

/* Each is in the text behind the one before. */
static void assert_order(const char *text, const char *const parts[])
{
	for (const char *at = text; *parts; parts++) {
		at = strstr(at, *parts);
		if (!at)
			fail_msg("\"%s\" is not there, or not at its place, in:\n%s", *parts, text);
	}
}

static void campaign_usual(void)
{
	campaign = campaign_new("master pv", 2, 2, "master", NULL);
	record_add(campaign, "master", 1, 1, 1000000000, 6000, 0);
	record_add(campaign, "master", 2, 2, 1010000000, 6100, 0);
	record_add(campaign, "pv", 1, 1, 2000000000, 9900, 3000);
	record_add(campaign, "pv", 2, 2, 2020000000, 10000, 3100);
}

static void the_answer_comes_first(void **state)
{
	static const char *const headings[] = {
		"<h1>Asynchronous",
		"<h2>Verdicts</h2>",
		">better</td>",
		"<h2>Results</h2>",
		"<span>work ratio</span>",
		"<h2>Picture</h2>",
		"<h2>How to repeat it",
		"<code>apfbench run quick</code>",
		"<h2>What was measured",
		"<h2>Limits</h2>",
		"<h2>Method</h2>",
		"<h2>Runs</h2>",
		"Each run (4)</summary>",
		"<th scope=\"row\">master-b1-r1</th>",
		"pv-b2-r2",
		NULL,
	};

	(void)state;
	campaign_usual();
	page_print(page_of_campaign());
	assert_order(html, headings);
	assert_well_formed();
}

static void tables_have_captions_and_scopes(void **state)
{
	(void)state;
	campaign_usual();
	page_print(page_of_campaign());
	assert_has(html, "<caption><span>page accesses</span></caption>\n<thead>\n<tr>"
			 "<th scope=\"col\">setup</th>"
			 "<th scope=\"col\" class=\"number\">mean (std error)</th>");
	assert_has(html, "<tr><th scope=\"row\">pv</th><td class=\"number\">9950 (50)</td>");
	assert_has(html, "<td class=\"verdict better\">better</td></tr>");
	assert_has(markdown, "**page accesses**\n\n| setup | mean (std error) | ratio |");
	assert_has(markdown, "\n| pv | 9950 (50) | 1.645 |");
}

static void claims_stand_near_the_top_and_time_by_itself(void **state)
{
	static const struct column columns[] = {
		{ "setup", "head", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
	};
	static const char *const names[] = { "gain", "claims", "unheard-of" };
	static const char *const order[] = { "## Verdicts\n",
					     "## Claims\n",
					     "\n| claims |\n",
					     "## Results\n",
					     "\n| unheard-of |\n",
					     "## Picture\n",
					     "## Where the time goes\n",
					     "\n| gain |\n",
					     "## How to repeat it\n",
					     NULL };
	struct model *more;

	(void)state;
	campaign_usual();
	report = report_of(campaign);
	more = layout_make(report);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		table_text(model_table(more, names[i], columns, 1), names[i]);
	page_print(page_make(campaign, report, more, false));
	assert_order(markdown, order);
}

static void equal_records_give_equal_pages(void **state)
{
	g_autofree char *first = NULL, *second = NULL;

	(void)state;
	campaign_usual();
	page_print(page_of_campaign());
	first = g_strdup(html);
	second = g_strdup(markdown);
	free(html);
	free(markdown);
	report_free(report);
	campaign_drop(campaign);
	campaign_usual();
	page_print(page_of_campaign());
	assert_string_equal(html, first);
	assert_string_equal(markdown, second);
}

static void text_of_strangers_stays_text(void **state)
{
	static const char name[] = "x</td><script>\"'&|`*_[a](b)$\033[31m\xe2\x80\xae";
	g_autofree char *setups = g_strdup_printf("master %s", name);

	(void)state;
	campaign = campaign_new(setups, 1, 1, "master", NULL);
	record_add(campaign, "master", 1, 1, 1000, 60, 0);
	record_invalidate(record_add(campaign, name, 1, 1, 1000, 60, 10), "</details>\n# no");
	json_object_set_new(campaign->experiment, "title", json_string("</title>\n- t"));
	json_object_set_new(campaign->experiment, "name", json_string("`q`; rm"));
	page_print(page_of_campaign());
	assert_well_formed();
	assert_null(strstr(html, "<script"));
	assert_has(html, "<title>&lt;/title&gt;\\x0a- t</title>");
	assert_has(html, "<th scope=\"row\">x&lt;/td&gt;&lt;script&gt;&quot;&apos;&amp;|`*_[a](b)$"
			 "\\x1b[31m\\u202e</th>");
	assert_has(html, "<code>apfbench run &apos;`q`; rm.conf&apos;</code>");
	assert_has(markdown,
		   "\n| x\\</td\\>\\<script\\>\"'\\&\\|\\`\\*\\_\\[a\\](b)\\$\\\\x1b\\[31m"
		   "\\\\u202e |");
	assert_has(markdown, "\n```\napfbench run '`q`; rm.conf'\n```\n");
	assert_has(markdown, "\\</details\\>\\\\x0a# no");
}

static void a_line_of_text_is_no_heading_and_no_list(void **state)
{
	struct page *page = page_new("");

	(void)state;
	page_text(page, "# a");
	page_text(page, "- b");
	page_text(page, "12. c");
	page_text(page, "1.5 d");
	page_text(page, "   2)");
	page_command(page, "a ```` b");
	page_print(page);
	assert_string_equal(markdown,
			    "# (no title)\n\n\\# a\n\n\\- b\n\n12\\. c\n\n1.5 d\n\n2\\)\n\n"
			    "`````\na ```` b\n`````\n");
}

static void neighbours_are_one_list(void **state)
{
	struct page *page = page_new("t");

	(void)state;
	page_section(page, "One & two");
	page_item(page, "a");
	page_item(page, "b");
	page_command(page, "c");
	page_fold(page, "d");
	page_item(page, "e");
	page_fold_end(page);
	page_section(page, "Three");
	page_item(page, "f");
	page_print(page);
	assert_has(html, "<main>\n<section id=\"one---two\">\n<h2>One &amp; two</h2>\n"
			 "<ul><li>a</li>\n<li>b</li>\n</ul>\n<pre><code>c</code>\n</pre>\n"
			 "<details>\n<summary>d</summary>\n<ul><li>e</li>\n</ul>\n</details>\n"
			 "</section>\n<section id=\"three\">\n<h2>Three</h2>\n<ul><li>f</li>\n"
			 "</ul>\n</section>\n</main>\n");
	assert_has(html, "<li><a href=\"#one---two\">One &amp; two</a></li>\n");
	assert_well_formed();
}

static void what_is_lacking_is_said(void **state)
{
	(void)state;
	campaign = campaign_new("a b", 1, 1, NULL, NULL);
	page_print(page_of_campaign());
	assert_has(markdown, "## Verdicts\n\nNone: the experiment names no baseline.\n");
	assert_has(markdown, "## Runs\n\nThere are none.\n");
	assert_has(markdown, "The campaign's folder does not have the name that run gives it");
	assert_has(markdown, "\n- The testbed is -.\n");
	assert_well_formed();
}

static void nothing_to_judge_is_said(void **state)
{
	json_t *setups;

	(void)state;
	campaign = campaign_new("only", 1, 1, "only", NULL);
	page_print(page_of_campaign());
	assert_has(markdown, "None: quick: there is no setup with work to judge against only.");
	test_end(state);
	test_begin(state);
	campaign = campaign_new("tests", 1, 1, NULL, NULL);
	setups = json_object_get(campaign->experiment, "setups");
	json_object_set_new(json_array_get(setups, 0), "settings",
			    json_pack("{s:s}", "payload", "host_tests"));
	page_print(page_of_campaign());
	assert_has(markdown, "None: its runs are of payloads");
	assert_null(strstr(markdown, "## Picture"));
	assert_has(markdown, "\n| payload | host\\_tests |");
}

static void without_gnuplot_a_page_says_so(void **state)
{
	g_autofree char *path = g_strdup(g_getenv("PATH"));

	(void)state;
	campaign_usual();
	report = report_of(campaign);
	g_setenv("PATH", "/nonexistent", TRUE);
	page_print(page_make(campaign, report, layout_make(report), true));
	g_setenv("PATH", path, TRUE);
	assert_has(markdown, "## Picture\n\nNo picture: gnuplot is not installed");
}

static void patches_are_named_with_the_kernels_that_have_them(void **state)
{
	struct table *table;
	g_autoptr(GString) text = g_string_new(NULL);

	(void)state;
	campaign = campaign_new("a", 1, 1, NULL, NULL);
	g_free(campaign->folder);
	campaign->folder = g_strdup(folder);
	json_object_set_new(campaign->experiment, "kernels",
			    json_pack("{s:{}, s:{}, s:{}, s:{}}", "one", "two", "bad", "../two"));
	file_write("kernels/one/build.json",
		   "{\"patches\": [{\"series\": \"s\", \"patch\": \"1\", \"sha256\": "
		   "\"0123456789abcdef\"}, {\"series\": \"s\", \"patch\": \"2\", \"subject\": "
		   "\"x: Do it\"}]}");
	file_write("kernels/two/build.json",
		   "{\"patches\": [{\"series\": \"s\", \"patch\": \"1\", \"sha256\": "
		   "\"0123456789abcdef\"}, 7]}");
	file_write("kernels/bad/build.json", "[");
	file_write("two/build.json", "{\"patches\": []}");
	table = patches_table(campaign);
	columns_print(table, &look_plain, text);
	assert_string_equal(text->str, "series  patch     SHA-256       kernels\n"
				       "s       1         0123456789ab  one, two\n"
				       "s       x: Do it  -             one\n"
				       "-       -         -             two\n");
	assert_string_equal(table->lines->pdata[0],
			    "Not known, for want of kernels/NAME/build.json: the patches of "
			    "bad, ../two");
	table_free(table);
}

static int page_write(const char *name, const char *file)
{
	const struct page_format *format = NULL;
	g_autofree char *path = path_of(file);

	assert_int_equal(page_format_find(name, &format), 0);
	return page_format_write(format, campaign, report, path);
}

static void only_an_earlier_report_is_overwritten(void **state)
{
	g_autofree char *link = path_of("link"), *text = NULL, *path = path_of("a.md");

	(void)state;
	campaign_usual();
	report = report_of(campaign);
	assert_int_equal(page_write("markdown", "a.md"), 0);
	assert_int_equal(page_write("markdown", "a.md"), 0);
	assert_int_equal(fs_read(path, &text, NULL), 0);
	assert_true(g_str_has_prefix(text, PAGE_MARKDOWN_BEGIN));
	assert_int_equal(page_write("html", "a.md"), -EEXIST);
	assert_error_says("a.md");
	assert_error_says("--file");
	file_write("mine", "mine");
	assert_int_equal(page_write("markdown", "mine"), -EEXIST);
	assert_file_is("mine", "mine");
	assert_int_equal(symlink("a.md", link), 0);
	assert_int_equal(page_write("markdown", "link"), -EEXIST);
	assert_int_equal(page_write("mail", "a.txt"), 0);
	assert_int_equal(page_write("mail", "a.txt"), -EEXIST);
	assert_int_equal(page_write("markdown", "mine/x"), -ENOTDIR);
	assert_int_equal(page_write("markdown", "none/x"), -ENOENT);
}

static void an_unknown_page_format_is_named(void **state)
{
	const struct page_format *format = NULL;

	(void)state;
	assert_int_equal(page_format_find("pdf", &format), -EINVAL);
	assert_error_says("pdf");
	assert_error_says("formats are: html, markdown, mail");
}

#define PAGE_TEST(name) cmocka_unit_test_setup_teardown(name, test_begin, test_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PAGE_TEST(the_answer_comes_first),
		PAGE_TEST(tables_have_captions_and_scopes),
		PAGE_TEST(claims_stand_near_the_top_and_time_by_itself),
		PAGE_TEST(equal_records_give_equal_pages),
		PAGE_TEST(text_of_strangers_stays_text),
		PAGE_TEST(a_line_of_text_is_no_heading_and_no_list),
		PAGE_TEST(neighbours_are_one_list),
		PAGE_TEST(what_is_lacking_is_said),
		PAGE_TEST(nothing_to_judge_is_said),
		PAGE_TEST(without_gnuplot_a_page_says_so),
		PAGE_TEST(patches_are_named_with_the_kernels_that_have_them),
		PAGE_TEST(only_an_earlier_report_is_overwritten),
		PAGE_TEST(an_unknown_page_format_is_named),
	};

	return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
