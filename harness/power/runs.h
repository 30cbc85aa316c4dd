// SPDX-License-Identifier: MIT

// How good comparisons of separate runs are: racelab check --baseline.

#ifndef RACELAB_POWER_RUNS_H
#define RACELAB_POWER_RUNS_H

// Measures the lecture's matrix nr_same + 1 times and prints in how many neighbouring pairs of runs
// some case is called slower; then nr_different runs each that are slower by 20, 35 and 50 %, and
// in how many of them some case is, and what share of all cases.
void power_runs(unsigned nr_same, unsigned nr_different);

#endif
