// SPDX-License-Identifier: MIT

// What a structure is, apart from its hot loop: how much shared memory it takes, how it is laid out
// there, and how its counters are read when all tasks have ended.

#ifndef RACELAB_STRUCTURE_H
#define RACELAB_STRUCTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "benches/structure/loop.h"
#include "benches/sync/sync.h"

// How large a structure is to be.
struct extent {
	uint64_t slots;	       /* cells or keys; 1 for a variable */
	uint64_t stride_bytes; /* array: from one task's own cell to the next one's; 0: packed */
	uint64_t keys;	       /* entries in each task's key table */
	unsigned nr_tasks;
	uint64_t cell_bytes; /* from one cell to the next; more than 8 where a strategy's own
				counters take their place */
	const struct strategy *strategy; /* who reads them then; NULL for plain cells */
	uint64_t parameter;		 /* of that strategy */
};

// What one cell holds, when all tasks have ended.
static inline uint64_t cell_total(const struct extent *extent, const void *cell)
{
	const struct seat seat = {.nr_tasks = extent->nr_tasks, .parameter = extent->parameter};

	if (extent->strategy)
		return extent->strategy->counter_total(cell, &seat);
	return *(const uint64_t *)cell;
}

// What was found in a structure when all tasks had ended.
struct observed {
	uint64_t sum;		/* of all counters that can be reached */
	uint64_t entries_lost;	/* nodes that were inserted and cannot be reached */
	uint64_t entries_twice; /* nodes with a key that another node before them has, too */
};

struct structure {
	enum structure_id id;
	const char *name;
	const char *summary;
	bool has_slots;	  /* many counters: slots, pattern and granularity mean something */
	bool has_entries; /* entries can be lost or doubled: a hash table */
	size_t (*bytes)(const struct extent *extent);
	// Lays the structure out in zeroed, APART-aligned shared memory of bytes(extent), and tells
	// each of extent->nr_tasks works where it is (cells, hash_shift, pool).
	void (*build)(void *memory, const struct extent *extent, struct work *works);
	// Reads what is left in it. No task may be running. Ends even if chains are corrupt.
	void (*observe)(const void *memory, const struct extent *extent, struct observed *found);
	// Which of nr_guards locks guards `cell` (a cell's number, or a key).
	uint64_t (*guard)(const struct extent *extent, uint64_t cell, uint64_t nr_guards);
	// How many locks `each` means.
	uint64_t (*nr_guards)(const struct extent *extent);

	// All that follows is NULL for a structure that lies in the shared memory and is raced by
	// the strategies' own kernels.

	// The kernel that this structure brings for a strategy; NULL: it cannot be raced so.
	kernel_fn *(*kernel)(const struct strategy *strategy);
	const char *raced_by;	  /* in words, the strategies that it brings a kernel for */
	const char *threads_only; /* why process tasks cannot use it */
	// Frees what build() took besides the shared memory. Only when no task is running.
	void (*fini)(void *memory, const struct extent *extent);
	// Called by each task itself, before and after its window.
	void (*enter_task)(void);
	void (*leave_task)(void);
};

#endif
