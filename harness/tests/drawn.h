// SPDX-License-Identifier: MIT

// Pictures that the program drew, read back, for tests of what is in them.

#ifndef RACELAB_TESTS_DRAWN_H
#define RACELAB_TESTS_DRAWN_H

#include <libxml/parser.h>
#include <stdbool.h>

// A copy of the run in results/reference/lecture (two tasks on two PUs, their topology), without
// its figures, in the folder `name` of the current one.
void drawn_take_run(const char *name);

// Puts beside it what racelab explore --figures could have left there.
void drawn_explore(const char *name);

// The SVG, which must be well-formed. xmlFreeDoc is due.
xmlDoc *drawn_read(const char *path);

// An attribute of the element, on the heap of libxml2; "" if it has none.
char *drawn_attribute(xmlNode *node, const char *name);

// A colour as SVGs name it: "#15181e", "rgb(21,24,30)", "black", "white". True if it is one.
bool drawn_colour(const char *text, unsigned rgb[3]);

// The contrast of two colours, 1 to 21 (WCAG 2).
double drawn_contrast(const unsigned a[3], const unsigned b[3]);

// The first element with that id, or NULL.
xmlNode *drawn_find(xmlNode *root, const char *id);

// Calls `visit` for each element of that name.
void drawn_each(xmlNode *root, const char *name, void (*visit)(xmlNode *node, void *data),
		void *data);

// True if some text in it contains the words.
bool drawn_says(const xmlNode *node, const char *words);

#endif
