// SPDX-License-Identifier: GPL-2.0-or-later
/* Config fragments, and the check that none of their lines is lost. */
#include "test.h"

#include "files.h"
#include "kernel/config.h"

#include <errno.h>

static struct linux_version version = { 6, 1 };

static int fragments_read(const char *first, const char *second, GPtrArray **fragments)
{
	g_autofree char *one = path_of("one.config"), *two = path_of("two.config");
	char *names[] = { one, two, NULL };

	file_write("one.config", first);
	file_write("two.config", second);
	return config_fragments(NULL, names, &version, false, fragments);
}

static int verify(const char *first, const char *second, const char *final)
{
	g_autoptr(GPtrArray) fragments = NULL;
	g_autofree char *config = path_of("final");
	int err = fragments_read(first, second, &fragments);

	file_write("final", final);
	return err ? err : config_verify(fragments, &version, config);
}

static void every_kind_of_line_can_hold(void **state)
{
	(void)state;
	assert_int_equal(verify("# comment\n\nCONFIG_A=y\nCONFIG_N=n\n# CONFIG_U is not set\n",
				"CONFIG_S=\"a b\"\nCONFIG_I=12\nCONFIG_H=0x10\n",
				"CONFIG_A=y\n# CONFIG_N is not set\nCONFIG_S=\"a b\"\n"
				"CONFIG_I=12\nCONFIG_H=0x10\nCONFIG_OTHER=y\n"),
			 0);
}

static void a_byte_order_mark_is_named(void **state)
{
	(void)state;
	assert_int_equal(verify("\xef\xbb\xbf"
				"CONFIG_A=y\n",
				"", "CONFIG_A=y\n"),
			 -EINVAL);
	assert_error_says("one.config: begins with a byte order mark");
}

static void a_lost_option_is_named_with_its_line(void **state)
{
	(void)state;
	assert_int_equal(verify("CONFIG_A=y\n\nCONFIG_LOST=y\n", "", "CONFIG_A=y\n"), -EBADMSG);
	assert_error_says("1 option of the config fragments did not survive: CONFIG_LOST "
			  "(one.config:3) asked for y, became not set");
}

static void an_option_that_should_be_off_and_is_on_is_an_error(void **state)
{
	(void)state;
	assert_int_equal(
		verify("CONFIG_A=n\n", "# CONFIG_B is not set\n", "CONFIG_A=y\nCONFIG_B=m\n"),
		-EBADMSG);
	assert_error_says("CONFIG_A (one.config:1) asked for n, became y");
	assert_error_says("CONFIG_B (two.config:1) asked for n, became m");
}

static void another_value_is_an_error(void **state)
{
	(void)state;
	assert_int_equal(verify("CONFIG_HZ=250\n", "", "CONFIG_HZ=100\n"), -EBADMSG);
	assert_error_says("asked for 250, became 100");
}

static void a_later_fragment_overrides_an_earlier_one(void **state)
{
	(void)state;
	assert_int_equal(
		verify("CONFIG_A=y\nCONFIG_B=n\n", "CONFIG_A=n\nCONFIG_B=y\n", "CONFIG_B=y\n"), 0);
	assert_int_equal(verify("CONFIG_A=y\n", "CONFIG_A=n\n", "CONFIG_A=y\n"), -EBADMSG);
	assert_error_says("two.config:1");
}

static void a_line_that_is_not_an_option_is_refused(void **state)
{
	static const char *const bad[] = { "CONFIG_A\n", "CONFIG_A=\n", "A=y\n", "CONFIG_=y\n",
					   "CONFIG_A B=y\n" };
	GPtrArray *fragments;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		assert_int_equal(fragments_read("CONFIG_OK=y\n", bad[i], &fragments), -EINVAL);
		assert_error_says("two.config:1");
	}
}

static void an_unknown_fragment_is_named(void **state)
{
	g_autofree char *path = path_of("none.config");
	char *by_path[] = { path, NULL }, *by_name[] = { (char *)"no-such-fragment", NULL };
	GPtrArray *fragments;

	(void)state;
	assert_int_equal(config_fragments(NULL, by_path, &version, false, &fragments), -EINVAL);
	assert_error_says("none.config");
	assert_int_equal(config_fragments(NULL, by_name, &version, false, &fragments), -EINVAL);
	assert_error_says("no-such-fragment");
}

/* verify() as for another version of Linux. */
static int verify_for(unsigned int minor, const char *first, const char *second, const char *final)
{
	const struct linux_version before = version;
	int err;

	version.minor = minor;
	err = verify(first, second, final);
	version = before;
	return err;
}

static void a_line_for_later_versions_counts_there_only(void **state)
{
	static const char first[] = "CONFIG_A=y\n# CONFIG_A is not set # since 6.2\n"
				    "# text # since ever\n";

	(void)state;
	assert_int_equal(verify_for(1, first, "", "CONFIG_A=y\n"), 0);
	assert_int_equal(verify_for(1, first, "", ""), -EBADMSG);
	assert_error_says("CONFIG_A (one.config:1) asked for y");
	assert_int_equal(verify_for(2, first, "", ""), 0);
	assert_int_equal(verify_for(12, first, "", "CONFIG_A=y\n"), -EBADMSG);
	assert_error_says("CONFIG_A (one.config:2) asked for n");
}

static void an_option_that_is_gone_cannot_be_lost(void **state)
{
	static const char second[] = "CONFIG_A=y # until 6.8\n";

	(void)state;
	assert_int_equal(verify_for(8, "CONFIG_A=y\n", second, ""), -EBADMSG);
	assert_error_says("CONFIG_A (two.config:1) asked for y");
	assert_int_equal(verify_for(9, "CONFIG_A=y\n", second, ""), 0);
}

static void a_line_for_some_versions_counts_between(void **state)
{
	static const char first[] = "CONFIG_A=2 # since 6.2 until 6.8\n";

	(void)state;
	assert_int_equal(verify_for(1, first, "", ""), 0);
	assert_int_equal(verify_for(2, first, "", ""), -EBADMSG);
	assert_int_equal(verify_for(8, first, "", "CONFIG_A=2\n"), 0);
	assert_int_equal(verify_for(9, first, "", ""), 0);
}

static void a_wrong_condition_is_named(void **state)
{
	static const char *const bad[] = { "CONFIG_A=y # since\n", "CONFIG_A=y # since 6\n",
					   "CONFIG_A=y # since 6.1 or later\n",
					   "CONFIG_A=y # until 6.1 since 6.0\n" };
	GPtrArray *fragments;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		assert_int_equal(fragments_read("CONFIG_OK=y\n", bad[i], &fragments), -EINVAL);
		assert_error_says("two.config:1");
		assert_error_says("is not 'since X.Y', 'until X.Y' or 'since X.Y until X.Y'");
	}
}

/* kconfig takes what follows a value for a part of it. */
static void kconfig_sees_no_conditions(void **state)
{
	g_autoptr(GPtrArray) fragments = NULL;
	const struct fragment *plain, *other;

	(void)state;
	assert_int_equal(fragments_read("CONFIG_A=y\n",
					"CONFIG_B=n # since 6.0\nCONFIG_C=y # since 6.2\n"
					"CONFIG_D=y # until 6.0\n# CONFIG_E is not set\n",
					&fragments),
			 0);
	plain = fragments->pdata[0];
	other = fragments->pdata[1];
	assert_null(plain->merged);
	assert_string_equal(other->merged, "CONFIG_B=n\nCONFIG_E=n\n");
}

/* Names of the fragments that "base" brings in a kernel of the testbed. */
static char *fragments_of(unsigned int major, unsigned int minor)
{
	const struct linux_version of = { major, minor };
	char *names[] = { (char *)"base", NULL };
	g_autoptr(GPtrArray) fragments = NULL;
	GString *text = g_string_new(NULL);

	assert_int_equal(config_fragments(NULL, names, &of, true, &fragments), 0);
	for (guint i = 0; i < fragments->len; i++)
		g_string_append_printf(text, "%s ", ((struct fragment *)fragments->pdata[i])->name);
	return g_string_free(text, FALSE);
}

/* A kernel of 6.1 has the hash that it always had. */
static void lines_for_other_versions_are_an_input_of_these_only(void **state)
{
	g_autofree char *old = fragments_of(6, 1), *new = fragments_of(6, 12);

	(void)state;
	assert_string_equal(old, "base sim ");
	assert_string_equal(new, "base base-versions sim sim-versions ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_line_can_hold),
		cmocka_unit_test(a_byte_order_mark_is_named),
		cmocka_unit_test(a_lost_option_is_named_with_its_line),
		cmocka_unit_test(an_option_that_should_be_off_and_is_on_is_an_error),
		cmocka_unit_test(another_value_is_an_error),
		cmocka_unit_test(a_later_fragment_overrides_an_earlier_one),
		cmocka_unit_test(a_line_that_is_not_an_option_is_refused),
		cmocka_unit_test(an_unknown_fragment_is_named),
		cmocka_unit_test(a_line_for_later_versions_counts_there_only),
		cmocka_unit_test(an_option_that_is_gone_cannot_be_lost),
		cmocka_unit_test(a_line_for_some_versions_counts_between),
		cmocka_unit_test(a_wrong_condition_is_named),
		cmocka_unit_test(kconfig_sees_no_conditions),
		cmocka_unit_test(lines_for_other_versions_are_an_input_of_these_only),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
