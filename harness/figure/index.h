// SPDX-License-Identifier: MIT

// DIR/figures/figures.json: what was drawn, and what it says, for those who read it without
// gnuplot. An array of {"name", "finding", "lesson", "csv", "svg"} in the order of the catalogue;
// the last two are names of files beside it.

#ifndef RACELAB_INDEX_H
#define RACELAB_INDEX_H

#include <jansson.h>

#include "harness/complaint.h"
#include "harness/figure/chart.h"

// Adds a chart to the array. Returns 0, or -1 without memory.
int index_add(json_t *index, const struct chart *chart);

// Writes FOLDER/figures.json: the array, and of the file that is there already, the figures that
// the array has not and whose CSV is still there. Returns 0, or -1 with a machine's complaint.
int index_write(const json_t *index, const char *folder, struct complaint *c);

#endif
