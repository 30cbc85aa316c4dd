// SPDX-License-Identifier: MIT

// What is done only once, by whoever comes first.

#ifndef RACELAB_EXPLORE_ONCE_H
#define RACELAB_EXPLORE_ONCE_H

// Returns when somebody has done it. `once` is a word that is 0 in the beginning.
void once_do(void *once, void (*routine)(void), void *pc);

#endif
