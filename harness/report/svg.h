// SPDX-License-Identifier: MIT

// A picture on its way into a page: an SVG that somebody drew, taken apart by libxml2 so that only
// what is drawn is left of it, and so that several of them live in one page.

#ifndef RACELAB_REPORT_SVG_H
#define RACELAB_REPORT_SVG_H

#include <libxml/tree.h>
#include <stdio.h>

#include "harness/complaint.h"

// What a picture says of itself; on the heap, "" where it says nothing.
struct svg_words {
	char *finding; /* the bold lines of its head */
	char *lesson;  /* the line below them */
};

// Reads a picture. NULL with a user's complaint: it is not there, no SVG, or has a document type
// (entities could make much of little). xmlFreeDoc is due.
xmlDoc *svg_load(const char *path, struct complaint *c);

// What a gnuplot script of plots/ has written at its head. svg_words_free is due.
struct svg_words svg_words_of(const xmlDoc *svg);
void svg_words_free(struct svg_words *words);

// Takes the finding and the lesson out of the picture, and the room they had, because the page says
// them beside it. Nothing happens if the lesson is not in there.
void svg_behead(xmlDoc *svg, const struct svg_words *words);

// Leaves in it what is on the list of elements that draw, without scripts, event handlers, links,
// styles and comments; gives each id, and each reference to one, the prefix; gives the colours of
// plots/common.gp the names of the page's (svg.def); marks series with data-series="LABEL" and
// points that say their values with data-tip="TEXT" and a <title>.
void svg_clean(xmlDoc *svg, const char *prefix);

// Writes it as a part of an HTML page, with that title and description (NULL: none).
void svg_write(FILE *out, xmlDoc *svg, const char *prefix, const char *title,
	       const char *description);

#endif
