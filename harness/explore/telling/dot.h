// SPDX-License-Identifier: MIT

// A witness as a picture for Graphviz: the events of each task below each other, and who read from
// whom.

#ifndef RACELAB_EXPLORE_DOT_H
#define RACELAB_EXPLORE_DOT_H

#include <stdio.h>

#include "harness/explore/found.h"
#include "harness/explore/telling/subject.h"

// Writes a digraph of the wrong's witness, as edges.h chooses what to show. An event is called by
// its number in the table: "3: W.rel x=1", "4: R.acq x=1", "5: U x=0/1" for a read-modify-write,
// "6: F.sc". Returns 0; ENOMEM without memory, or if there is no witness.
int dot_print(FILE *out, const struct subject *subject, const struct wrong *wrong);

#endif
