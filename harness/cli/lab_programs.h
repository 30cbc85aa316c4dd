// SPDX-License-Identifier: MIT

// Programs that a lab is to try, as people name them on its command line.

#ifndef RACELAB_LAB_PROGRAMS_H
#define RACELAB_LAB_PROGRAMS_H

#include <stdint.h>

#include "harness/complaint.h"

// Adds the programs in `names`, separated by ':', to those that an option's value (0, or what this
// left there) has: each as its path, one without a slash looked for in PATH. Returns 0, or -1 with
// a complaint if one of them is no file that may be run; the value then is as it was.
int lab_programs_add(uint64_t *value, const char *names, struct complaint *c);

#endif
