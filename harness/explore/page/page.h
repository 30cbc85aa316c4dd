// SPDX-License-Identifier: MIT

// A page on which a person decides who goes next: one HTML file that needs nothing besides itself.
// What it knows is a walk (walks.h); how it looks and what it does comes from plots/report.

#ifndef RACELAB_EXPLORE_PAGE_H
#define RACELAB_EXPLORE_PAGE_H

#include <jansson.h>
#include <stddef.h>

#include "harness/complaint.h"

enum {
	PAGE_BYTES = 300000, /* so that it can be mailed, and a phone opens it at once */
};

// The page as text on the heap, its length in *size. NULL with a machine's complaint: a part of it
// is missing in `assets`, or it has a place that there is not. `title` is text, not HTML.
char *page_text(const char *assets, const char *title, json_t *walks, size_t *size,
		struct complaint *c);

#endif
