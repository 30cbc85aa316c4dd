// SPDX-License-Identifier: MIT

// One task of a trial.

#ifndef RACELAB_RACER_H
#define RACELAB_RACER_H

// What every task does (task_body of tasks.h); the context is a struct conduct. Pins itself, draws
// its keys, and goes through as many rounds as there are, each from the gate to its tally.
void racer_main(void *conduct, unsigned task);

#endif
