// SPDX-License-Identifier: MIT

// The figures of a class, beside its class.csv: class-points (how many have how many points) and
// class-stages (how each stage ended), each as CSV, as script and, if gnuplot is there, as SVG.

#ifndef RACELAB_GRADE_FIGURES_H
#define RACELAB_GRADE_FIGURES_H

#include "harness/complaint.h"
#include "harness/grade/class/batch.h"
#include "harness/grade/class/tally.h"

// Writes them into batch->folder. What keeps gnuplot from drawing is said on standard error, in one
// line, and is no error: the data and the scripts are there. Nothing is written of a class in which
// nobody was graded. Returns 0, or -1 with a machine's complaint.
int grade_figures(const struct batch *batch, const struct tally *tally, struct complaint *c);

#endif
