// SPDX-License-Identifier: MIT

// What lies in a result directory and no store takes in: results of racelab lab, which have other
// columns each, and of racelab explore. What can be made again from the run is not among them.

#ifndef RACELAB_STORE_OUTSIDE_H
#define RACELAB_STORE_OUTSIDE_H

#include <stddef.h>

// "labs (lifetime, echo) and explorations"; "" if there is none of them. Returns text.
const char *outside_format(const char *directory, char *text, size_t size);

#endif
