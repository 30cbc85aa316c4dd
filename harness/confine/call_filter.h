// SPDX-License-Identifier: MIT

// Which system calls one who is confined may make.

#ifndef RACELAB_CALL_FILTER_H
#define RACELAB_CALL_FILTER_H

#include "harness/confine/confine.h"

// Sets the filter, for all threads of the process and for good. `talks_over` is the descriptor that
// an explorer's host has. What is not allowed raises SIGSYS. Returns 0, or an errno value.
int call_filter_load(const struct confinement *confinement, int talks_over);

#endif
