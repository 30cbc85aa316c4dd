// SPDX-License-Identifier: MIT

// What figures of many machines are made of besides points: one case on each of them, the range of
// a case over them, and their handoffs side by side.

#ifndef RACELAB_MACHINES_H
#define RACELAB_MACHINES_H

#include <stdbool.h>
#include <stddef.h>

enum {
	MACHINES_MOST_ROWS = 200, /* more lines than that are no picture */
	MACHINES_MOST_GRIDS = 40, /* and more grids side by side are none */
};

struct chart;

// A case on one machine.
struct machine_row {
	const struct fleet_machine *machine;
	const struct case_summary *of; /* there */
	unsigned family;	       /* the number of its line in the chart, from 1 */
};

struct machines {
	const struct case_summary *of; /* over all; NULL: there is none */
	struct machine_row *row;       /* the most lost first, then the dearest */
	size_t nr, nr_left_out;
	struct pairs
	    *pairs; /* one a machine that has any, nr_pairs; each is a panel of the chart */
	size_t nr_pairs, nr_pairs_left_out;
};

// Whether the chart's recipe is of many machines, or it has many to show.
bool machines_are(const struct chart *chart);

// Finds the case to show, unsynchronized if there is one, on most machines, with the fewest tasks
// that race, and enters it for each machine; the chart's lines become the families. Returns 0, or
// -1 without memory.
int machines_build(struct chart *chart);

// Enters the handoffs of each machine, and the machines as the chart's panels.
int machines_build_pairs(struct chart *chart);

void machines_fini(struct machines *machines);

// Enters the range over machines in each of the chart's points.
void machines_build_bands(struct chart *chart);

#endif
