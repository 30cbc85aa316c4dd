// SPDX-License-Identifier: MIT

// For who measures: one more outcome was seen.

#ifndef RACELAB_EXPLORE_MEASURED_H
#define RACELAB_EXPLORE_MEASURED_H

#include <stdint.h>

struct measured;

void measured_add(struct measured *measured, uint64_t value);

#endif
