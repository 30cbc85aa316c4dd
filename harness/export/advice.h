// SPDX-License-Identifier: MIT

// What to do next, for rules whose sentences alone do not tell.

#ifndef RACELAB_ADVICE_H
#define RACELAB_ADVICE_H

#include "harness/verdict/verdict.h"

// One sentence without a full stop, or NULL: the rule was kept, or speaks for itself.
const char *advice_on(const struct verdict *verdict, enum rule rule);

#endif
