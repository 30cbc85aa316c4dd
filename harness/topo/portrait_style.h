// SPDX-License-Identifier: MIT

// What lstopo is to draw, and what becomes of its drawing.

#ifndef RACELAB_PORTRAIT_STYLE_H
#define RACELAB_PORTRAIT_STYLE_H

#include <hwloc.h>
#include <libxml/tree.h>

#include "harness/topo/portrait.h"

// Gives every object of the topology the theme's colours, and each PU with tasks the colour of the
// first of them and a note that names them all. Returns 0, or -1 without memory.
int portrait_style(hwloc_topology_t topology, const struct portrait *portrait);

// Gives lstopo's SVG a view box without units (as it is, no browser takes it), paper, a title for
// those who cannot see it, and its caption. Returns 0, or -1 if it is not lstopo's.
int portrait_frame(xmlDoc *svg, const struct portrait *portrait);

#endif
