// SPDX-License-Identifier: MIT

// The steps of a witness as JSON; json.h says which keys they have.

#ifndef RACELAB_EXPLORE_JSON_STEPS_H
#define RACELAB_EXPLORE_JSON_STEPS_H

#include <jansson.h>

#include "harness/explore/found.h"
#include "harness/explore/telling/marks.h"

// A new number; a string above 2^53.
json_t *json_count(big_count count);

// A new array.
json_t *json_steps(const struct marks *marks);

#endif
