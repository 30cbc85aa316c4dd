// SPDX-License-Identifier: MIT

// A summary as JSON, for programs.

#ifndef RACELAB_SUMMARY_JSON_H
#define RACELAB_SUMMARY_JSON_H

#include <jansson.h>

#include "harness/data/summary.h"

// An array of one object a case: its axes by the names of their columns; "outcomes", the number of
// trials by outcome; the estimates as objects of n, median, low, high and coverage, shares in 0..1;
// "lost" and "ops" in all ok trials together; "oversubscribed". What is absent or was not measured
// is null. A new reference; NULL without memory.
json_t *summary_json(const struct summary *summary);

// One of its objects, and an estimate as it is in there.
json_t *summary_json_case(const struct case_summary *c);
json_t *summary_json_estimate(const struct estimate *e);

// A number; null for nan and infinity.
json_t *summary_json_number(double x);

#endif
