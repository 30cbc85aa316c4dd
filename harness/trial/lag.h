// SPDX-License-Identifier: MIT

// How far behind readers are: strategies with counters of their own may show a reader less than was
// counted. That is no loss, and this tells the two apart.

#ifndef RACELAB_LAG_H
#define RACELAB_LAG_H

#include "harness/plan/case.h"
#include "harness/trial/arena.h"

// Brings readers up to date in every cell: what a strategy that collects asks for every
// millisecond.
void lag_flush(const struct arena *arena, const struct case_spec *spec);

// What readers see below the true sum: mean and largest over the cells as the tasks left them, and
// largest after a flush (0, unless something is broken). Fills in the report. Only when no task is
// running.
void lag_measure(struct arena *arena, const struct case_spec *spec);

#endif
