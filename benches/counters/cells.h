// SPDX-License-Identifier: MIT

// A count of its own for each task, for the strategies that count apart and sum up later. Only its
// task writes a cell, so load, add, store is safe there; others may read at any time, so both
// are atomic, relaxed: a sum of counts that grow meanwhile has no order to keep.

#ifndef RACELAB_CELLS_H
#define RACELAB_CELLS_H

#include <stdint.h>

#include "benches/sync/sync.h"

INLINE uint64_t cell_load(const uint64_t *cell)
{
	return __atomic_load_n(cell, __ATOMIC_RELAXED); /* relaxed: see above */
}

INLINE void cell_store(uint64_t *cell, uint64_t value)
{
	__atomic_store_n(cell, value, __ATOMIC_RELAXED); /* relaxed: see above */
}

// For a cell that only the caller writes.
INLINE void cell_add_own(uint64_t *cell, uint64_t n)
{
	cell_store(cell, cell_load(cell) + n);
}

// A cell that no other task's writes disturb.
struct padded_cell {
	uint64_t n __attribute__((aligned(APART)));
};

INLINE uint64_t padded_sum(const struct padded_cell *cells, unsigned nr)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < nr; i++)
		sum += cell_load(&cells[i].n);
	return sum;
}

#endif
