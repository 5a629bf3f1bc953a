// SPDX-License-Identifier: GPL-2.0-or-later
/* Pictures for pages: what is kept of an SVG. */
#include "test.h"

#include "publish/svg.h"

#include <errno.h>
#include <glib.h>

static void assert_clean(const char *svg, const char *expected)
{
	g_autofree char *clean = NULL;

	if (svg_clean(svg, "plot", &clean))
		fail_msg("%s", error_text());
	assert_string_equal(clean, expected);
}

static void shapes_and_text_stay(void **state)
{
	(void)state;
	assert_clean(
		"<?xml version=\"1.0\"?>\n<svg width=\"9\" viewBox='0 0 9 9'\n xmlns=\"x\">\n"
		"<defs>\n\t<circle id='dot' r='0.5'/>\n</defs>\n"
		"<g fill=\"none\" stroke=\"currentColor\">\t<path d='M-1,0 h2'  />\n"
		"<text><tspan font-family=\"sans-serif\" > a &lt;b&gt; &amp; \"c\" </tspan></text>"
		"</g></svg>\n",
		"<svg width=\"9\" viewBox=\"0 0 9 9\"><defs><circle id=\"plot-dot\" "
		"r=\"0.5\"></circle>\n</defs>\n"
		"<g fill=\"none\" stroke=\"currentColor\"><path d=\"M-1,0 h2\"></path>\n"
		"<text><tspan font-family=\"sans-serif\"> a &lt;b&gt; &amp; &quot;c&quot; "
		"</tspan></text>\n</g>\n</svg>\n");
}

static void references_stay_within_the_picture(void **state)
{
	(void)state;
	assert_clean("<svg><use xlink:href='#dot' x=\"1\"/><use xlink:href='http://x/#y'/>"
		     "<path fill=\"url(http://x)\" d=\"M0,0\"/></svg>",
		     "<svg><use href=\"#plot-dot\" x=\"1\"></use>\n<use></use>\n"
		     "<path d=\"M0,0\"></path>\n</svg>\n");
}

static void what_acts_or_says_who_drew_it_is_left_out(void **state)
{
	(void)state;
	assert_clean(
		"<svg onload=\"alert(1)\" style=\"x\"><!-- 2026 --><title>Gnuplot</title>"
		"<desc>by <g>GNUPLOT</g> 5.4</desc><script>alert(2)</script>"
		"<a href=\"http://x\"><path d=\"M0,0\"/></a><foreignObject><g/></foreignObject>"
		"<g class=\"c\" id=\"gnuplot_canvas\"><image href=\"x\"/></g></svg>",
		"<svg><g></g>\n</svg>\n");
}

static void what_is_no_svg_is_refused(void **state)
{
	static const char *const bad[] = { "",
					   "text",
					   "<svg>",
					   "<svg><g></svg>",
					   "<html></html>",
					   "<svg>&unknown;</svg>",

					   "<svg>\xff</svg>" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autofree char *clean = NULL;

		if (svg_clean(bad[i], "plot", &clean) != -EINVAL || clean)
			fail_msg("\"%s\" is taken", bad[i]);
	}
	assert_error_says("the picture is not XML");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shapes_and_text_stay),
		cmocka_unit_test(references_stay_within_the_picture),
		cmocka_unit_test(what_acts_or_says_who_drew_it_is_left_out),
		cmocka_unit_test(what_is_no_svg_is_refused),
	};

	return cmocka_run_group_tests_name("svg", tests, NULL, NULL);
}
