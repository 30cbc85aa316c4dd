// SPDX-License-Identifier: MIT

// What a part of a picture says of itself, for the page's script: a series its label, a point its
// values.

#ifndef RACELAB_REPORT_SVG_MARK_H
#define RACELAB_REPORT_SVG_MARK_H

#include <libxml/tree.h>
#include <stdbool.h>

struct svg_mark {
	char *text; /* NULL: nothing; on the heap */
	bool series;
};

// Reads it, before handlers and titles are taken away.
struct svg_mark svg_mark_of(const xmlNode *node);

// Puts it back: data-series or data-tip, and a <title> for who has no script. Frees the text.
void svg_mark_put(xmlNode *node, struct svg_mark *mark);

#endif
