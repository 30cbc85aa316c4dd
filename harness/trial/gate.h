// SPDX-License-Identifier: MIT

// The gate: tasks arrive, and all start on one release.
//
// First they assemble: whoever waits long sleeps in the kernel (futex), so that tasks which are
// still to come get a PU; the last to arrive wakes all. Then, if each task has a PU of its own,
// they line up: a barrier of pure spinning, so that they start within the time a cache line takes
// to go round, not within the time the kernel takes to wake them. With more tasks than PUs there is
// no lining up, because a spinning task would keep the others from arriving.

#ifndef RACELAB_GATE_H
#define RACELAB_GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "benches/sync/sync.h"

struct gate {
	unsigned nr_tasks;
	bool line_up; /* every task has a PU of its own */
	unsigned arrived __attribute__((aligned(APART)));
	unsigned assembled; /* 0, then 1; a futex word */
	unsigned lined_up __attribute__((aligned(APART)));
};

// Prepares a gate in shared memory.
void gate_init(struct gate *gate, unsigned nr_tasks, bool line_up);

// A task arrives; returns when all have.
void gate_assemble(struct gate *gate);

// Returns when all tasks have called it; at once if the gate does not line up.
void gate_line_up(struct gate *gate);

// For the conductor, which is no task: waits up to wait_ns for all to have arrived. Returns whether
// they have.
bool gate_assembled(struct gate *gate, uint64_t wait_ns);

#endif
