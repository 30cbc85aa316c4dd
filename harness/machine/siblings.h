// SPDX-License-Identifier: MIT

// SMT siblings: PUs that share the units of one core, so that two tasks on them are slower than on
// two cores.

#ifndef RACELAB_SIBLINGS_H
#define RACELAB_SIBLINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/machine/topology.h"

// True if two different ones of these PUs (OS numbers) belong to one core. PUs that the machine
// does not have are passed over.
bool siblings_among(const struct topology *t, const unsigned *pus, size_t nr);

#endif
