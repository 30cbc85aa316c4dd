// SPDX-License-Identifier: MIT

// How evenly something is shared out.

#ifndef RACELAB_FAIRNESS_H
#define RACELAB_FAIRNESS_H

#include <stddef.h>

// Jain's fairness index (sum x)^2 / (n sum x^2) (Jain, Chiu and Hawe, DEC TR-301, 1984). 1 if all
// are equal or all are 0; NaN for none.
double jain_index(const double *values, size_t n);

#endif
