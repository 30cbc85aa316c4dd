// SPDX-License-Identifier: MIT

// Themes and sizes: which there are, and that every picture keeps to the one that was asked for.

#include <glob.h>
#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "harness/figure/theme.h"
#include "harness/tests/drawn.h"
#include "harness/tests/program.h"

TestSuite(look, .init = program_enter, .fini = program_leave, .timeout = 120);

static const struct {
	const char *arguments, *line;
} refused[] = {
    {"plot run --theme dim", "racelab: --theme: 'dim' is no theme; there are light, dark, print\n"},
    {"plot run --size 16:10", "racelab: --size: '16:10' is no size; there are 16:9, 4:3\n"},
    {"lab spawn --theme Dark",
     "racelab: --theme: 'Dark' is no theme; there are light, dark, print\n"},
    {"lab --all --size 3", "racelab: --size: '3' is no size; there are 16:9, 4:3\n"},
    {"lab memory --format gif", "racelab: --format: 'gif' is no format; there are svg, png, pdf\n"},
};

Test(look, what_there_is_not_is_refused)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		program_expect(refused[i].arguments, 64, refused[i].line);
}

// What a picture is looked at for.
struct looked_at {
	const char *path;
	unsigned paper[3];
	bool grey; /* no colours are allowed */
};

// The colour of a text: its own, or that of the nearest element around it that has one.
static void colour_of(xmlNode *node, unsigned rgb[3])
{
	for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
		char *fill = drawn_attribute(node, "fill");
		bool found = drawn_colour(fill, rgb);

		xmlFree(fill);
		if (found)
			return;
	}
	memset(rgb, 0, 3 * sizeof *rgb); /* SVG's default: black */
}

static void is_legible(xmlNode *text, void *data)
{
	const struct looked_at *at = data;
	unsigned rgb[3];

	char *words = (char *)xmlNodeGetContent(text);

	colour_of(text, rgb);
	if (words[strspn(words, " \t\n")]) /* gnuplot's mark of a point is a text without words */
		cr_expect_geq(drawn_contrast(rgb, at->paper), 4.5, "%s: '%s' in rgb(%u,%u,%u)",
			      at->path, words, rgb[0], rgb[1], rgb[2]);
	xmlFree(words);
}

static void is_grey(const struct looked_at *at)
{
	char *svg = program_read(at->path, NULL);
	unsigned rgb[3];

	for (char *p = strstr(svg, "rgb("); p; p = strstr(p + 1, "rgb("))
		cr_expect(drawn_colour(p, rgb) && rgb[0] == rgb[1] && rgb[1] == rgb[2], "%s: %.18s",
			  at->path, p);
	free(svg);
}

static void is_size(xmlNode *root, const char *path, const char *width, const char *height)
{
	char *w = drawn_attribute(root, "width"), *h = drawn_attribute(root, "height");

	cr_expect_str_eq(w, width, "%s", path);
	cr_expect_str_eq(h, height, "%s", path);
	xmlFree(w);
	xmlFree(h);
}

static void first_rectangle(xmlNode *node, void *data)
{
	xmlNode **first = data;

	if (!*first)
		*first = node;
}

static void look_at(struct looked_at *at, const char *width, const char *height)
{
	xmlDoc *svg = drawn_read(at->path);
	xmlNode *root = xmlDocGetRootElement(svg), *paper = NULL;
	char *fill;
	unsigned rgb[3];

	is_size(root, at->path, width, height);
	drawn_each(root, "rect", first_rectangle, &paper);
	cr_assert(paper);
	fill = drawn_attribute(paper, "fill");
	cr_expect(drawn_colour(fill, rgb) && memcmp(rgb, at->paper, sizeof rgb) == 0, "%s: %s",
		  at->path, fill);
	drawn_each(root, "text", is_legible, at);
	if (at->grey)
		is_grey(at);
	xmlFree(fill);
	xmlFreeDoc(svg);
}

// All pictures that the pattern matches, but for hwloc's, which has a size of its own.
static void look_at_all(const char *pattern, enum theme theme, const char *width,
			const char *height)
{
	static const unsigned paper[NR_THEMES][3] = {
	    {255, 255, 255}, {0x15, 0x18, 0x1e}, {255, 255, 255}};
	glob_t found;

	cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "%s", pattern);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct looked_at at = {.path = found.gl_pathv[i], .grey = theme == THEME_PRINT};

		if (strstr(at.path, "topology"))
			continue;
		memcpy(at.paper, paper[theme], sizeof at.paper);
		look_at(&at, width, height);
	}
	globfree(&found);
}

Test(look, every_figure_of_a_run_is_legible_in_each_theme)
{
	drawn_take_run("run");
	drawn_explore("run");
	program_expect("plot run", 0, NULL);
	look_at_all("run/figures/*.svg", THEME_LIGHT, "1280", "720");
	program_expect("plot run --theme dark --size 4:3 --overlay published", 0, NULL);
	look_at_all("run/figures/*.svg", THEME_DARK, "1120", "840");
	program_expect("plot run --theme print --size 16:9", 0, NULL);
	look_at_all("run/figures/*.svg", THEME_PRINT, "1280", "720");
}

Test(look, a_labs_figure_has_the_theme_size_and_formats_asked_for)
{
	char *png;

	program_expect("lab memory -o out --theme dark --size 4:3 --format svg,png,pdf", 0, NULL);
	look_at_all("out/*.svg", THEME_DARK, "1120", "840");
	png = program_read("out/lab-memory.png", NULL);
	/* PNG's first chunk: width and height, big-endian, twice the page's */
	cr_expect_eq(memcmp(png + 16, "\0\0\x08\xc0\0\0\x06\x90", 8), 0);
	cr_expect_eq(access("out/lab-memory.pdf", F_OK), 0);
	free(png);
}

Test(look, a_script_draws_itself_again_in_another_theme_and_refuses_what_there_is_not)
{
	char *said;

	drawn_take_run("run");
	program_expect("plot run --only cost", 0, NULL);
	cr_assert_eq(system("cd run/figures && gnuplot -d -e \"theme='dark'; size='4:3'\" cost.gp "
			    "2>said"),
		     0);
	look_at_all("run/figures/*.svg", THEME_DARK, "1120", "840");
	cr_expect_neq(system("cd run/figures && gnuplot -d -e \"theme='dim'\" cost.gp 2>said"), 0);
	said = program_read("run/figures/said", NULL);
	cr_expect(strstr(said, "theme 'dim' is none of light, dark, print"), "%s", said);
	free(said);
}
