// SPDX-License-Identifier: MIT

// Where the variance of a duet is: what pairs, rounds and starts of a side each add to it.

#ifndef RACELAB_POWER_LEVELS_H
#define RACELAB_POWER_LEVELS_H

#include "harness/power/records.h"

// The records' part, one for each thing that a start may change: where things lie by address space
// randomization; nothing but what the machine does (randomization off); how the executable is laid
// out (randomization off, other layouts in each instance).
enum way {
	WAY_RANDOM,
	WAY_FIXED,
	WAY_LAYOUTS,
	NR_WAYS,
};

extern const char *const power_level_parts[NR_WAYS];

// Adds what is still missing in the records: each case in each of the ways, racelab against itself,
// in nr instances (both sides started anew) of 10 rounds of 20 pairs. A record has the standard
// deviations of the logarithm of the ratio: sd_pair, of a pair within its round; sd_round, of a
// round's median within its instance; sd_instance, of what an instance's rounds have in common,
// with its 95 % interval low to high.
void power_levels(struct records *records, const char *directory, unsigned nr, unsigned nr_layouts);

#endif
