// SPDX-License-Identifier: MIT

// What `racelab lab --help` says besides the options.

#ifndef RACELAB_LAB_HELP_H
#define RACELAB_LAB_HELP_H

#include "benches/labs/lab.h"

// Of one lab: what it measures, what the lecture says, its columns; of NULL: which labs there are.
// As argp wants it; valid until the next call.
const char *lab_help(const struct lab *lab);

#endif
