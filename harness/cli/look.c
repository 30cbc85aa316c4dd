// SPDX-License-Identifier: MIT

// The options of how pictures look.

#include "harness/cli/look.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/cli/draw.h"
#include "harness/plan/value.h"

enum {
	KEY_THEME = 0x500,
	KEY_SIZE,
};

static const struct argp_option known[LOOK_OPTIONS] = {
    {.name = "format", .key = 'f', .arg = "LIST", .doc = "svg, png, pdf [svg]"},
    {.name = "theme",
     .key = KEY_THEME,
     .arg = "light|dark|print",
     .doc = "Colours; print: black and greys, for a laser printer [light]"},
    {.name = "size", .key = KEY_SIZE, .arg = "16:9|4:3", .doc = "Of the page [16:9]"},
};

struct argp_option *look_add(struct argp_option *option, int group)
{
	for (size_t i = 0; i < LOOK_OPTIONS; i++) {
		*option = known[i];
		option++->group = group;
	}
	return option;
}

// The bit of one item, or 0 with a complaint that lists what there is.
static uint64_t bit_of(const char *item, const char *(*name)(size_t), const char *what,
		       struct complaint *c)
{
	char all[512] = "";
	const char *one;
	size_t length = 0;

	assert(item); /* value_split filled in as many as it counted */
	for (size_t i = 0; (one = name(i)) != NULL; i++) {
		if (strcmp(item, one) == 0)
			return UINT64_C(1) << i;
		if (length < sizeof all)
			length += (size_t)snprintf(all + length, sizeof all - length, "%s%s",
						   i ? ", " : "", one);
	}
	complain(c, "'%s' is no %s; there are %s", item, what, all);
	return 0;
}

int look_bits(uint64_t *bits, const char *text, const char *(*name)(size_t), const char *what,
	      struct complaint *c)
{
	char *items[64] = {NULL}, *list = strdup(text);
	int nr = list ? value_split(list, items, 64, c) : complain_machine(c, "no memory");

	*bits = 0;
	for (int i = 0; i < nr; i++) {
		uint64_t bit = bit_of(items[i], name, what, c);

		if (!bit) {
			nr = -1;
			break;
		}
		*bits |= bit;
	}
	free(list);
	return nr < 0 ? -1 : 0;
}

static const char *format_name(size_t i)
{
	return i < NR_DRAW_FORMATS ? draw_format_names[i] : NULL;
}

static error_t parse_formats(struct look *look, const char *argument)
{
	struct complaint c;
	uint64_t bits;

	if (look_bits(&bits, argument, format_name, "format", &c))
		return cli_refuse_at("--format", &c);
	look->formats = (unsigned)bits;
	return 0;
}

error_t look_parse(struct look *look, int key, const char *argument)
{
	struct complaint c;

	switch (key) {
	case 'f':
		return parse_formats(look, argument);
	case KEY_THEME:
		return theme_read(&look->theme, argument, &c) ? cli_refuse_at("--theme", &c) : 0;
	case KEY_SIZE:
		return page_read(&look->page, argument, &c) ? cli_refuse_at("--size", &c) : 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}
