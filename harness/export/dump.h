// SPDX-License-Identifier: MIT

// What all formats made of JSON have in common.

#ifndef RACELAB_DUMP_H
#define RACELAB_DUMP_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "harness/statistics/estimate.h"

// Writes it with a newline, and drops it. Returns 0, or an errno value; ENOMEM for NULL, so that
// what builds the JSON need not check.
int dump_json(json_t *json, FILE *out);

// A new string of text that may hold anything; null for NULL.
json_t *dump_text(const char *text);

// Whether its median was measured, and whether its interval was.
bool dump_has_median(const struct estimate *e);
bool dump_has_interval(const struct estimate *e);

#endif
