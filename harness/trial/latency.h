// SPDX-License-Identifier: MIT

// Latencies of single increments, sampled by the tasks' kernels, and their percentiles.

#ifndef RACELAB_LATENCY_H
#define RACELAB_LATENCY_H

#include <stdint.h>

#include "harness/data/row.h"
#include "harness/trial/arena.h"

// Samples that each task keeps, the latest ones: a power of two, fewer where there are many tasks;
// 0 if none are wanted.
uint32_t latency_nr_samples(unsigned nr_tasks, uint64_t period);

// Fills in the row's latency columns from the samples of the tasks 0..nr_writers-1, less clock_ns
// each, which is what reading the clock twice costs. Leaves them empty if there are none, or no
// memory.
void latency_fill(struct row *row, const struct arena *arena, unsigned nr_writers, uint64_t period,
		  double clock_ns);

#endif
