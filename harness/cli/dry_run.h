// SPDX-License-Identifier: MIT

// What run --dry-run prints.

#ifndef RACELAB_DRY_RUN_H
#define RACELAB_DRY_RUN_H

#include "harness/plan/plan.h"

// Prints the plan, a case a line, and how long it takes. Returns EXIT_DONE.
int dry_run_print(const struct plan *plan);

#endif
