// SPDX-License-Identifier: MIT

// A lock that lets everybody in, claiming to be exact: the suite must catch it.

#ifndef RACELAB_BAD_LOCKS_H
#define RACELAB_BAD_LOCKS_H

#include "benches/sync/sync.h" // IWYU pragma: keep (an extern one is of use only with its type)

extern const struct strategy strategy_let_in;

// One that ends its task by a null pointer, or by never returning.
extern const struct strategy strategy_crash;
extern const struct strategy strategy_hang;

#endif
