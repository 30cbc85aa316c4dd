// SPDX-License-Identifier: MIT

// The verdict in one sentence, with its bounds: what was tried is all that is proved.

#ifndef RACELAB_EXPLORE_SENTENCE_H
#define RACELAB_EXPLORE_SENTENCE_H

#include <stdio.h>

#include "harness/explore/found.h"
#include "harness/explore/telling/subject.h"

// "ticket: proved under rc11 for 3 tasks x 1 increment: mutual exclusion, no lost update, no hang,
// no data race; 90 executions." and a newline; on a terminal broken where a line ends.
void sentence_print(FILE *out, const struct subject *subject, const struct found *found);

#endif
