// SPDX-License-Identifier: GPL-2.0-or-later
/* Copies of an SVG what draws, by lists of what is known to do nothing else. */
#include "publish/svg.h"

#include "util/error.h"

#include <errno.h>
#include <glib.h>
#include <stdbool.h>
#include <string.h>

static const char elements[] =
	" svg g defs path rect circle ellipse line polygon polyline use text tspan ";
static const char attributes[] =
	" viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d points transform fill fill-opacity "
	"fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin "
	"stroke-dasharray opacity color font-family font-size font-weight font-style text-anchor ";

struct cleaning {
	GString *out;
	const char *id;
	guint skipped; /* open elements of a part that is left out */
	guint texts;   /* open elements whose blanks are text */
	guint defs;    /* open elements whose parts are referred to by their ids */
};

static bool is_listed(const char *list, const char *name)
{
	g_autofree char *word = g_strdup_printf(" %s ", name);

	return strstr(list, word);
}

static bool is_text(const char *element)
{
	return !strcmp(element, "text") || !strcmp(element, "tspan");
}

static void attribute_append(GString *out, const char *name, const char *value)
{
	g_autofree char *escaped = g_markup_escape_text(value, -1);

	g_string_append_printf(out, " %s=\"%s\"", name, escaped);
}

/* A value with "url(" would point elsewhere; nothing of gnuplot's needs one. */
static void attribute_take(const struct cleaning *cleaning, const char *name, const char *value)
{
	g_autofree char *id = NULL;

	if (!strcmp(name, "id") && cleaning->defs) {
		id = g_strdup_printf("%s-%s", cleaning->id, value);
		attribute_append(cleaning->out, name, id);
	} else if (!strcmp(name, "xlink:href") && *value == '#') {
		id = g_strdup_printf("#%s-%s", cleaning->id, value + 1);
		attribute_append(cleaning->out, "href", id);
	} else if (is_listed(attributes, name) && !strstr(value, "url(")) {
		attribute_append(cleaning->out, name, value);
	}
}

static void element_begin(GMarkupParseContext *context, const char *name, const char **names,
			  const char **values, gpointer data, GError **error)
{
	struct cleaning *cleaning = data;

	(void)context;
	(void)error;
	if (cleaning->skipped || !is_listed(elements, name)) {
		cleaning->skipped++;
		return;
	}
	cleaning->texts += is_text(name);
	cleaning->defs += !strcmp(name, "defs");
	g_string_append_printf(cleaning->out, "<%s", name);
	for (; *names; names++, values++)
		attribute_take(cleaning, *names, *values);
	g_string_append_c(cleaning->out, '>');
}

static void element_end(GMarkupParseContext *context, const char *name, gpointer data,
			GError **error)
{
	struct cleaning *cleaning = data;

	(void)context;
	(void)error;
	if (cleaning->skipped) {
		cleaning->skipped--;
		return;
	}
	cleaning->texts -= is_text(name);
	cleaning->defs -= !strcmp(name, "defs");
	g_string_append_printf(cleaning->out, "</%s>%s", name, cleaning->texts ? "" : "\n");
}

static void text_take(GMarkupParseContext *context, const char *text, gsize length, gpointer data,
		      GError **error)
{
	struct cleaning *cleaning = data;
	g_autofree char *escaped = NULL;

	(void)context;
	(void)error;
	if (cleaning->skipped || !cleaning->texts)
		return;
	escaped = g_markup_escape_text(text, (gssize)length);
	g_string_append(cleaning->out, escaped);
}

int svg_clean(const char *svg, const char *id, char **clean)
{
	static const GMarkupParser parser = {
		.start_element = element_begin,
		.end_element = element_end,
		.text = text_take,
	};
	struct cleaning cleaning = { .out = g_string_new(NULL), .id = id };
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &cleaning, NULL);
	g_autoptr(GError) error = NULL;
	int err = 0;

	if (!g_markup_parse_context_parse(context, svg, -1, &error) ||
	    !g_markup_parse_context_end_parse(context, &error))
		err = error_set(EINVAL, "the picture is not XML: %s", error->message);
	else if (!g_str_has_prefix(cleaning.out->str, "<svg"))
		err = error_set(EINVAL, "the picture is not SVG");
	g_markup_parse_context_free(context);
	*clean = g_string_free(cleaning.out, err);
	return err;
}
