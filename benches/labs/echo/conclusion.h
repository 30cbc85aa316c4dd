// SPDX-License-Identifier: MIT

// What follows from the figures of the echo lab: who was held up by the stallers, who was not, and
// whether anything was wrong, cut off or left over.

#ifndef RACELAB_ECHO_CONCLUSION_H
#define RACELAB_ECHO_CONCLUSION_H

#include <stdbool.h>
#include <stdio.h>

#include "benches/labs/lab.h"

// As struct lab's conclude.
bool echo_conclude(const struct lab_table *table, FILE *sentence);

#endif
