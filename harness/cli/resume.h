// SPDX-License-Identifier: MIT

// Going on with a run that was stopped: the same plan, in the recorded order, less what is there.

#ifndef RACELAB_RESUME_H
#define RACELAB_RESUME_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/data/manifest.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/plan.h"

// Makes the plan that run.json in `path` records. If `asked` (options and spec file; may be empty)
// says anything, it must mean the same plan. *asked becomes the recorded spec, *manifest what was
// recorded. Returns 0; -1 with a user's complaint: no run there, a plan that differs (how), a
// machine on which it would be another one, a plug-in that cannot be loaded again.
int resume_plan(const char *path, struct spec *asked, const struct topology *topology,
		struct plan *plan, struct manifest *manifest, struct complaint *c);

// Opens the directory behind its last whole row and marks in done[] what is there. -1 with a
// complaint: a row that the plan does not have, or has elsewhere.
int resume_directory(const char *path, const struct plan *plan, const uint32_t *schedule,
		     bool *done, struct directory *directory, struct complaint *c);

#endif
