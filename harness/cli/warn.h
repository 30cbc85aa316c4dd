// SPDX-License-Identifier: MIT

// Saying a run's warnings on standard error, one line each.

#ifndef RACELAB_WARN_H
#define RACELAB_WARN_H

#include <jansson.h>

#include "harness/data/summary.h"
#include "harness/machine/host.h"
#include "harness/machine/topology.h"
#include "harness/plan/plan.h"
#include "harness/verdict/warnings.h"

// Prints them; on a terminal lines are broken between words.
void warn(const struct warnings *warnings);

// Prints those of the machine and the plan, for whoever can still stop the run: on a terminal only,
// because in a pipe or a file it is enough to find them at the end.
void warn_before(const struct plan *plan, const struct topology *t, const struct host *host);

// Adds all that is to be said of the run in `directory`, with what its run.json and topology.xml
// say, as far as they are there and can be read.
void warn_of_directory(struct warnings *warnings, const char *directory, const struct rows *rows,
		       const struct summary *summary);

// As an array of texts. A new reference; NULL without memory.
json_t *warn_json(const struct warnings *warnings);

#endif
