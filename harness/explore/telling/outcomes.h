// SPDX-License-Identifier: MIT

// The table of outcomes: which there are, in how many executions and interleavings, and what real
// tasks did.

#ifndef RACELAB_EXPLORE_OUTCOMES_H
#define RACELAB_EXPLORE_OUTCOMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/explore/found.h"
#include "harness/explore/replay/measure.h"
#include "harness/explore/telling/subject.h"

// What was counted of an outcome; NULL: it was not found.
const struct outcome *outcomes_find(const struct found *found, uint64_t value);

// Whether its executions are known: where not all were counted, none so far is no number.
bool outcomes_counts(const struct found *found, const struct outcome *outcome);

// The i-th outcome, by value, of those that were found or (unless that is NULL) measured. False if
// there are not so many.
bool outcomes_at(const struct found *found, const struct measured *measured, size_t i,
		 uint64_t *value);

// True if the search would have found that outcome if the model allowed it, and has not.
bool outcomes_forbid(const struct found *found, uint64_t value);

// One line an outcome, by value: what was counted, and (unless `measured` is NULL) what was
// measured, with the model's word on it. Nothing if the program has no outcome. Returns 0, or an
// errno value.
int outcomes_print(FILE *out, const struct subject *subject, const struct found *found,
		   const struct measured *measured);

#endif
