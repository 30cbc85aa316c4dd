// SPDX-License-Identifier: MIT

// How good duets are: an executable against itself, and against itself with a handicap.

#ifndef RACELAB_POWER_DUETS_H
#define RACELAB_POWER_DUETS_H

// Prints false alarms of nr_same duets, and what is found of nr_different each with HEAD slower by
// 2, 5 and 10 %: two tasks on the contended variable.
void power_duets(unsigned nr_same, unsigned nr_different);

#endif
