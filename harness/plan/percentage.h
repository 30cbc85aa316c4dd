// SPDX-License-Identifier: MIT

// Percentages as people write them.

#ifndef RACELAB_PERCENTAGE_H
#define RACELAB_PERCENTAGE_H

#include "harness/complaint.h"

// "5%", "0.5 %" or "5" -> 0.05, 0.005, 0.05: a percentage of min..max per cent (whole numbers), as
// a share. Returns 0, or -1 with a user's complaint.
int percentage_read(double *share, const char *text, unsigned min, unsigned max,
		    struct complaint *c);

#endif
