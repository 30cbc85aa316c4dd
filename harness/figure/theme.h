// SPDX-License-Identifier: MIT

// How a picture may look: its theme (screen by day, screen in the dark, a black and white printer)
// and the shape of its page. plots/common.gp has the same names, and the colours of the graphs.

#ifndef RACELAB_THEME_H
#define RACELAB_THEME_H

#include "harness/complaint.h"

enum theme {
	THEME_LIGHT,
	THEME_DARK,
	THEME_PRINT,
	NR_THEMES
};

enum page {
	PAGE_16_9,
	PAGE_4_3,
	NR_PAGES
};

extern const char *const theme_names[NR_THEMES];
extern const char *const page_names[NR_PAGES];

// Reads one of these names. Returns 0, or -1 with a user's complaint that says which there are.
int theme_read(enum theme *theme, const char *text, struct complaint *c);
int page_read(enum page *page, const char *text, struct complaint *c);

#endif
