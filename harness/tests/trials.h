// SPDX-License-Identifier: MIT

// Trials for tests: a case with sensible axes, and the row that it makes.

#ifndef RACELAB_TESTS_TRIALS_H
#define RACELAB_TESTS_TRIALS_H

#include "benches/sync/sync.h"
#include "harness/machine/topology.h" // IWYU pragma: keep (an extern one is of use only with its type)
#include "harness/plan/case.h"
#include "harness/plan/plan.h"

// This machine; loaded by trials_load.
extern struct topology topology;

// For a suite's .init and .fini.
void trials_load(void);
void trials_unload(void);

// A case placed compactly: 16 slots, uniform, one lock, the strategy's usual parameter.
struct case_spec a_case(const struct strategy *strategy, const char *structure, const char *task,
			unsigned count);

// Runs one trial; the row it made, valid until the next one. Aborts the test where the machine
// fails.
const struct row *run_trial(const struct case_spec *spec, const struct measuring *measuring);

#endif
