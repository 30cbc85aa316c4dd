// SPDX-License-Identifier: MIT

// How a run ends: its table on standard output, and on standard error the warnings, where the rows
// are, and what to do next.

#ifndef RACELAB_CLOSING_H
#define RACELAB_CLOSING_H

#include "harness/cli/measure.h"
#include "harness/complaint.h"
#include "harness/terminal/live.h"

// Prints all that of the run in `path`; with SHOWING_NOTHING only the table. Warnings that
// warn_before has printed do not come twice. Returns 0, or -1 with a complaint.
int closing_print(const char *path, const struct measured *measured, enum showing showing,
		  struct complaint *c);

#endif
