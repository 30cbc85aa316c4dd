// SPDX-License-Identifier: MIT

// The runs of a store as a table for people, and as JSON.

#ifndef RACELAB_RUN_TABLE_H
#define RACELAB_RUN_TABLE_H

#include <jansson.h>
#include <stdio.h>

#include "harness/store/runs.h"

// Prints one line a run. Returns 0, or an errno value.
int run_table_print(const struct runs *runs, FILE *out);

// One object a run; what is not known is null.
json_t *run_table_json(const struct runs *runs);

#endif
