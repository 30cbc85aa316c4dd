// SPDX-License-Identifier: MIT

// The figures whose data are not of the trials but of racelab explore --figures, beside them: what
// can come out, counted, and what did.

#ifndef RACELAB_EXPLORATIONS_H
#define RACELAB_EXPLORATIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "harness/complaint.h"
#include "harness/data/explored.h"
#include "harness/figure/chart.h"

// Whether the chart is one of these.
bool explorations_are(const struct chart *chart);

// The table that it is drawn from; only of one that is.
enum explored_file explorations_file(const struct chart *chart);

// 0 if there is such a table beside the run; -1 with a user's complaint that says what would make
// one.
int explorations_check(const struct chart *chart, struct complaint *c);

// The machine that raced the programs, which need not be the trials'; "" if it is not known.
const char *explorations_machine(const struct chart *chart);

// How often one of as many increments as the row's ended with its value, counted and measured: 0 to
// 1, NaN if it is not known.
double explorations_counted(const struct explored *explored, const struct explored_counter *row);
double explorations_measured(const struct explored_counter *row);

// For gnuplot_write_csv and gnuplot_write_script.
void explorations_write_csv(FILE *out, const struct chart *chart);
void explorations_write_script(FILE *out, const struct chart *chart);

#endif
