// SPDX-License-Identifier: MIT

// What head's run.json says of the machine and of the racelab that measured; "" and 0 for all that
// it does not, or not in the form that racelab writes.

#ifndef RACELAB_FACT_H
#define RACELAB_FACT_H

#include <stddef.h>
#include <time.h>

#include "harness/verdict/verdict.h"

// about.OBJECT.KEY, or about.KEY if `object` is NULL.
const char *fact_text(const struct verdict *verdict, const char *object, const char *key);
long long fact_count(const struct verdict *verdict, const char *object, const char *key);

// The CPU quota of the machine, "0.5 of 2 PUs"; "" if there was none. Returns text.
const char *fact_quota(const struct verdict *verdict, char *text, size_t size);

// about.KEY as a time, or -1.
time_t fact_time(const struct verdict *verdict, const char *key);

#endif
