// SPDX-License-Identifier: MIT

// The verdict on many machines: each is judged by itself, and its cases bear its name.

#ifndef RACELAB_FLEET_VERDICT_H
#define RACELAB_FLEET_VERDICT_H

#include <stddef.h>

#include "harness/data/fleet.h"
#include "harness/verdict/verdict.h"

// Adds all machines' cases to a verdict that has none yet, and what the rules find in their rows.
// The fleet must outlive the verdict.
void fleet_verdict(struct verdict *verdict, const struct fleet *fleet);

// How many findings of a severity such a verdict has of the i-th machine (of a rule that found more
// than are kept, only those).
size_t fleet_verdict_count(const struct verdict *verdict, const struct fleet *fleet, size_t i,
			   enum severity severity);

#endif
