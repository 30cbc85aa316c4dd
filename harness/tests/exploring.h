// SPDX-License-Identifier: MIT

// Explorations for tests: by the name of a strategy or a program that racelab brings along, or of a
// file; whatever cannot be done fails the test.

#ifndef RACELAB_TESTS_EXPLORING_H
#define RACELAB_TESTS_EXPLORING_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/found.h"
#include "harness/explore/weaken.h"

// One program for any number of explorations.
struct explored {
	struct bench bench;
	struct found found; /* of the latest */
};

// `tasks` and `ops` count for strategies only.
void explored_open(struct explored *explored, const char *name, unsigned tasks, unsigned ops);
void explored_close(struct explored *explored);

// `weaken` is as for --weaken; NULL: all is as it is written.
void explored_run(struct explored *explored, enum model model, const char *weaken);

// By executions, whatever the model: all of them, without a bound.
void explored_count(struct explored *explored, enum model model);

bool explored_has(const struct explored *explored, enum wrong_kind kind);
const struct outcome *explored_outcome(const struct explored *explored, uint64_t value);

#endif
