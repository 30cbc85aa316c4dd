// SPDX-License-Identifier: MIT

// Pictures in the page.

#include "harness/report/picture.h"

#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/report/html.h"
#include "harness/report/svg.h"

static void put_words(FILE *out, const struct picture_about *about, const struct svg_words *words)
{
	fputs("<figure class=\"figure\" id=\"figure-", out);
	html_text(out, about->name);
	fputs("\">\n<h3>", out);
	html_text(out, *words->finding ? words->finding : about->name);
	fputs("</h3>\n", out);
	if (*words->lesson) {
		fputs("<p class=\"lesson\">", out);
		html_text(out, words->lesson);
		fputs("</p>\n", out);
	}
}

static void put_drawing(FILE *out, xmlDoc *svg, const char *name, const struct svg_words *words)
{
	char prefix[96];

	snprintf(prefix, sizeof prefix, "figure-%s-", name);
	svg_behead(svg, words);
	svg_clean(svg, prefix);
	fputs("<div class=\"chips\" role=\"group\" aria-label=\"Series shown\" hidden></div>\n"
	      "<div class=\"picture\" tabindex=\"-1\">",
	      out);
	svg_write(out, svg, prefix, *words->finding ? words->finding : name,
		  *words->lesson ? words->lesson : NULL);
	fputs("</div>\n", out);
}

// What is known without the picture stands before what is written in it.
static void prefer(struct svg_words *words, const struct picture_about *about)
{
	if (about->finding) {
		free(words->finding);
		words->finding = strdup(about->finding);
	}
	if (about->lesson) {
		free(words->lesson);
		words->lesson = strdup(about->lesson);
	}
	if (!words->finding || !words->lesson)
		abort();
}

void picture_put(FILE *out, const char *path, const struct picture_about *about)
{
	struct complaint c;
	xmlDoc *svg = svg_load(path, &c);
	struct svg_words words =
	    svg ? svg_words_of(svg) : (struct svg_words){strdup(""), strdup("")};

	prefer(&words, about);
	put_words(out, about, &words);
	if (svg) {
		put_drawing(out, svg, about->name, &words);
	} else {
		fputs("<p class=\"missing\">The picture cannot be shown: ", out);
		html_text(out, c.text);
		fputs("</p>\n", out);
	}
	svg_words_free(&words);
	xmlFreeDoc(svg);
}
