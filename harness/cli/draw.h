// SPDX-License-Identifier: MIT

// Runs gnuplot, as often as there are pictures, as many at once as there are PUs.

#ifndef RACELAB_DRAW_H
#define RACELAB_DRAW_H

#include <stddef.h>

#include "harness/complaint.h"
#include "harness/figure/theme.h"

enum draw_format {
	DRAW_SVG,
	DRAW_PNG,
	DRAW_PDF,
	NR_DRAW_FORMATS
};

extern const char *const draw_format_names[NR_DRAW_FORMATS];

// One picture: FOLDER/NAME.FORMAT from FOLDER/NAME.gp.
struct picture {
	const char *name;
	enum draw_format format;
	enum theme theme;
	enum page page;
};

// Draws them all in `folder`. No shell is involved. Returns 0; or -1 with a machine's complaint
// about the first one that failed (its picture is removed and what gnuplot said is copied to
// standard error), after the others have been drawn.
int draw_pictures(const char *folder, const struct picture *pictures, size_t nr,
		  struct complaint *c);

#endif
