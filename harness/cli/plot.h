// SPDX-License-Identifier: MIT

// The graphs of a result directory: DIR/figures/NAME.{csv,gp,svg,png,pdf}.

#ifndef RACELAB_PLOT_H
#define RACELAB_PLOT_H

#include <stddef.h>
#include <stdint.h>

#include "harness/cli/look.h"
#include "harness/data/fleet.h"

#define PLOT_ALL_FORMATS ((1u << NR_DRAW_FORMATS) - 1)
#define PLOT_ALL_FIGURES UINT64_MAX

enum {
	PLOT_MAX_OVERLAYS = 8,
};

struct plot_wishes {
	const char *dir;	   /* a run's, or a folder for what is drawn of a fleet */
	const struct fleet *fleet; /* many machines; NULL: one run */
	struct look look;
	uint64_t figures; /* bit i: the catalogue's i-th; the one after them all: the topology */
	const char *overlays[PLOT_MAX_OVERLAYS]; /* "published" or result directories */
	size_t nr_overlays;
};

// Draws what is wished for. Prints the pictures written on standard output, one path a line, and on
// standard error what was left out and why, and what to open. Returns an exit code.
int plot_draw(const struct plot_wishes *wishes);

// The same by default: draws the figures in `figures` (bit i: the catalogue's i-th) of the run in
// `dir`, each in every format in `formats` (bit f: enum draw_format f).
int plot_directory(const char *dir, unsigned formats, uint64_t figures);

// The same of many machines, into DIR/figures.
int plot_fleet(const char *dir, const struct fleet *fleet, unsigned formats);

#endif
