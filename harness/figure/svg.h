// SPDX-License-Identifier: MIT

// What gnuplot's SVGs lack: a title and a description of the picture for those who hear it, and
// figures that show when one points at a dot. Gnuplot can do the latter by a script of its own
// only; as <title> of the dot they need none.

#ifndef RACELAB_SVG_H
#define RACELAB_SVG_H

#include <jansson.h>

#include "harness/complaint.h"

// Rewrites FOLDER/NAME.svg, whose finding and lesson are in `index` (index.h). Returns 0, or -1
// with a machine's complaint.
int svg_finish(const char *folder, const char *name, const json_t *index, struct complaint *c);

#endif
