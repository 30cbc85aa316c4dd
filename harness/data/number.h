// SPDX-License-Identifier: MIT

// Numbers as tables show them: three significant digits (more would be noise), no exponent, and the
// prefixes of the SI. All numbers must be finite.

#ifndef RACELAB_NUMBER_H
#define RACELAB_NUMBER_H

#include <stdint.h>
#include <stdio.h>

#include "harness/statistics/estimate.h"

// "63.2", "0.0123", "14800", "0".
void number_put(FILE *cell, double x);

// The median: "63.2 M/s".
void number_put_rate(FILE *cell, const struct estimate *rate);

// The interval in the unit of the median beside it: "[61.0, 66.1]".
void number_put_interval(FILE *cell, const struct estimate *rate);

// Which part was lost: "48.0 %", "0", and "<0.001 %" for a little, because one lost update must
// show.
void number_put_lost(FILE *cell, int64_t lost, int64_t ops);

#endif
