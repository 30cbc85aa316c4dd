// SPDX-License-Identifier: MIT

// The share of a PU's time that who wants all of one really gets. A quota that is set outside of a
// container, or a virtual machine that is stopped by turns, is told by no file in it.

#ifndef RACELAB_SHARE_H
#define RACELAB_SHARE_H

#include <stdbool.h>

// Computes until it has had so much of a PU's time that a quota below `least` (more than 0, at most
// 1) cannot have let it: 400 ms times least, so 20 ms for 0.05, if nothing is in the way; else for
// up to 1.2 s. Returns whether it came to that; *share is what it got, 0 to 1.
bool share_reaches(double least, double *share);

#endif
